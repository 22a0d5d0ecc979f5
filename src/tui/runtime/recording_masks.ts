import { splitGraphemes } from "../state/text_field.ts";
import { MASK } from "./recording_values.ts";

/** Names of what is secret, or stands in for something that is. */
const SECRET_NAMES: readonly string[] = [
  "access_token",
  "assertion",
  "client_assertion",
  "client_info",
  "client_secret",
  "code",
  "code_challenge",
  "code_verifier",
  "device_code",
  "id_token",
  "id_token_hint",
  "nonce",
  "password",
  "refresh_token",
  "secret",
  "session_state",
  "state",
  "user_code",
];
/** Claims that are no secrets, and of use to nobody but their issuer. */
const OPAQUE_CLAIMS: readonly string[] = [
  "aio",
  "at_hash",
  "c_hash",
  "login_hint",
  "rh",
  "sid",
  "uti",
];

const NAMES = [...SECRET_NAMES, ...OPAQUE_CLAIMS].join("|");
const ASSIGNED = new RegExp(`\\b(${NAMES})=([^&\\s"'<>]+)`, "gi");
const MEMBER = new RegExp(
  `"(${NAMES})"(\\s*:\\s*)"((?:[^"\\\\]|\\\\.)*)"`,
  "gi",
);
const TOKEN = /eyJ[\w-]{6,}(?:\.[\w-]*)*/g;
/** Words and identifiers are shorter, or have one kind of character. */
const OPAQUE = /[A-Za-z0-9_~+-]{32,}/g;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What was redacted before says so. */
const REDACTED = /^\[redacted/;

/**
 * Hides a text; what is blank stays, so that words can still be counted.
 *
 * @param text The text.
 * @returns As many placeholders as it has characters.
 */
export function maskText(text: string): string {
  return splitGraphemes(text)
    .map((one) => /^\s+$/.test(one) ? one : MASK).join("");
}

/**
 * Hides a code that a person enters: letters that can be drawn large.
 *
 * @param code The code.
 * @returns As many letters.
 */
export function maskCode(code: string): string {
  return code.replace(/[^-\s]/gu, "X");
}

/**
 * Hides what stands in an address behind its path.
 *
 * @param url The address.
 * @returns The names of its parameters with placeholders.
 */
export function maskAddress(url: string): string {
  const at = url.search(/[?#]/);
  if (at < 0) return url;
  const rest = url.slice(at).replace(
    /(^[?#]|[?#&])([^=&#]*)(=?)([^&#]*)/g,
    (_all, sign: string, name: string, equals: string, value: string) =>
      equals === ""
        ? sign + maskText(name)
        : sign + name + equals + maskText(value),
  );
  return url.slice(0, at) + rest;
}

/**
 * Hides the path of an address that leads somewhere secret.
 *
 * @param url The address.
 * @returns Its origin, and placeholders.
 */
export function maskPath(url: string): string {
  const [origin = ""] = /^[a-z]+:\/\/[^/?#]*\/?/i.exec(url) ?? [];
  return origin + maskText(url.slice(origin.length));
}

/**
 * Hides what is secret by its shape or by the name that stands before it.
 *
 * @param text Any text.
 * @returns The text with placeholders.
 */
export function maskShapes(text: string): string {
  return text
    .replace(TOKEN, maskText)
    .replace(
      ASSIGNED,
      (_all, name: string, value: string) => `${name}=${maskText(value)}`,
    )
    .replace(
      MEMBER,
      (_all, name: string, colon: string, value: string) =>
        `"${name}"${colon}"${maskText(value)}"`,
    );
}

/** Nobody looks for a word that is longer. */
const LONGEST_WORD = 40;
const BEGUN_TOKEN = /eyJ[\w-]{3,}/;
const BEGUN_SECRET = new RegExp(`(?:^|[?&#;"'\\s])(?:${NAMES})=.`, "i");

/**
 * Tells whether somebody types or pastes a secret where words are expected.
 *
 * @param text What stands there so far.
 * @returns Whether it is an address with a code, a token, or too long.
 */
export function looksSecret(text: string): boolean {
  return text.length > LONGEST_WORD || BEGUN_TOKEN.test(text) ||
    BEGUN_SECRET.test(text);
}

function isOpaque(run: string): boolean {
  return /\d/.test(run) && /[A-Za-z]/.test(run) && !GUID.test(run);
}

/**
 * Hides what may be secret in a text that others wrote.
 *
 * @param text A sentence of a server, the value of a claim.
 * @returns The text with placeholders.
 */
export function maskForeign(text: string): string {
  return maskShapes(text)
    .replace(OPAQUE, (run) => isOpaque(run) ? maskText(run) : run);
}

/**
 * Hides a value when its name says that it is secret.
 *
 * @param name Its name on the wire, or the name of a claim.
 * @param value The value.
 * @returns The value, or placeholders.
 */
export function maskNamed(name: string, value: string): string {
  if (REDACTED.test(value)) return value;
  const isSecret = SECRET_NAMES.includes(name.toLowerCase()) ||
    OPAQUE_CLAIMS.includes(name.toLowerCase());
  return isSecret ? maskText(value) : maskForeign(value);
}

/** As it stands in an address; half a character has no such form. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Shorter texts are too common to be looked for. */
const SHORTEST = 6;

/** The secrets that a session has met; they are hidden wherever they turn up. */
export interface SecretMemory {
  /** Remembers one. */
  readonly add: (secret: string) => void;
  /** Hides all that are known. */
  readonly hide: (text: string) => string;
}

/**
 * Makes an empty memory.
 *
 * @returns Knows no secret yet.
 */
export function createSecretMemory(): SecretMemory {
  /** The longest first: one may be the beginning of another. */
  let known: readonly string[] = [];
  return {
    add(secret) {
      const spellings = [secret, secret.trim(), encoded(secret)];
      const fresh = spellings.filter((one) =>
        one.length >= SHORTEST && !known.includes(one)
      );
      if (fresh.length === 0) return;
      known = [...new Set([...known, ...fresh])]
        .sort((a, b) => b.length - a.length);
    },
    hide(text) {
      let hidden = text;
      for (const secret of known) {
        if (secret.length > hidden.length) continue;
        if (!hidden.includes(secret)) continue;
        hidden = hidden.replaceAll(secret, () => maskText(secret));
      }
      return hidden;
    },
  };
}
