// Secrets that nobody could have by chance, and where they turn up: whole, in
// part, and in the spellings that texts are sent and kept in.
import { createHash } from "node:crypto";

/** What must not be seen. */
export type CanaryKind =
  | "client secret"
  | "certificate password"
  | "vault passphrase"
  | "user password"
  | "access token"
  | "refresh token"
  | "ID token"
  | "code"
  | "client assertion";

/** Every kind. */
export const CANARY_KINDS: readonly CanaryKind[] = [
  "client secret",
  "certificate password",
  "vault passphrase",
  "user password",
  "access token",
  "refresh token",
  "ID token",
  "code",
  "client assertion",
];

/** One secret that turned up. */
export interface Hit {
  readonly kind: CanaryKind;
  /** How it was spelt. */
  readonly as: string;
}

/** So much of a secret in one piece counts as the secret. */
const PIECE = 12;

/**
 * Makes the secret of a kind: another one for each kind, the same in each
 * process of a test, with characters that are spelt otherwise in an address.
 */
export function canaryOf(kind: CanaryKind, isPlain = false): string {
  const hash = createHash("sha256").update(`canary ${kind}`).digest(
    "base64url",
  );
  return isPlain ? `c.${hash}` : `${hash.slice(0, 20)}~+/&=%${hash.slice(20)}`;
}

/** Base64 of a text in the midst of others: what is the same at each offset. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = new TextEncoder().encode(" ".repeat(offset) + text);
    const from = Math.ceil(offset * 8 / 6);
    return bytes.toBase64().slice(from, Math.floor(bytes.length * 8 / 6));
  });
}

function spellings(text: string): readonly (readonly [string, string])[] {
  const hex = new TextEncoder().encode(text).toHex();
  return [
    ["percent-encoded", encodeURIComponent(text)],
    ["form-encoded", new URLSearchParams({ v: text }).toString().slice(2)],
    ["JSON", JSON.stringify(text).slice(1, -1)],
    ["hex", hex],
    ["hex", hex.toUpperCase()],
    ...base64Forms(text).flatMap((form) => [
      ["base64", form] as const,
      ["base64url", form.replaceAll("+", "-").replaceAll("/", "_")] as const,
    ]),
  ];
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at + PIECE <= text.length; at++) {
    yield text.slice(at, at + PIECE);
  }
}

/** So far the claims of a JWT of a test have its `jti`, and nothing that others have. */
const OWN_CLAIMS = 60;

/** What is looked for, by kind. */
export class CanarySet {
  readonly #values = new Map<CanaryKind, Set<string>>();

  /** Adds a secret; a JWT counts by its signature, or by its claims where that is none. */
  add(kind: CanaryKind, value: string): string {
    const [, claims = "", signature = ""] = /^eyJ/.test(value)
      ? value.split(".")
      : [];
    const telling = signature.length > 100
      ? signature
      : claims.slice(0, OWN_CLAIMS) || value;
    const known = this.#values.get(kind) ?? new Set();
    this.#values.set(kind, known.add(telling));
    return value;
  }

  /** The kinds of which there is a secret. */
  kinds(): CanaryKind[] {
    return [...this.#values.keys()];
  }

  /** Looks for all of them in a text, but for the kinds that may be there. */
  hitsIn(text: string, allowed: readonly CanaryKind[] = []): Hit[] {
    return [...this.#values].flatMap(([kind, values]) =>
      allowed.includes(kind)
        ? []
        : [...values].flatMap((value) => hitsOf(text, { kind, value }))
    );
  }

  /** Looks for them in bytes. */
  hitsInBytes(bytes: Uint8Array, allowed: readonly CanaryKind[] = []): Hit[] {
    return this.hitsIn(new TextDecoder("latin1").decode(bytes), allowed);
  }
}

function hitsOf(
  text: string,
  { kind, value }: { readonly kind: CanaryKind; readonly value: string },
): Hit[] {
  const found = spellings(value)
    .filter(([, form]) => text.includes(form))
    .map(([as]) => ({ kind, as }));
  for (const piece of piecesOf(value)) {
    if (text.includes(piece)) return [{ kind, as: "itself" }, ...found];
  }
  return found;
}

/** How often a text has another. */
export function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
