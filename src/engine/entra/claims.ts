import type { ClaimGroup } from "../jwt/explanation.ts";
import data from "./data/claims.json" with { type: "json" };

/** How the value of a claim is to be read. */
export type ClaimKind =
  | "string"
  | "string[]"
  | "number"
  | "boolean"
  | "boolean-string"
  | "timestamp"
  | "guid"
  | "guid[]"
  | "guid-or-uri"
  | "uri"
  | "enum"
  | "enum-list"
  | "object"
  | "opaque";

/** What is known of a claim. */
export interface ClaimInfo {
  /** Its name in the token; with `{…}` where names differ. */
  readonly claim: string;
  /** Where it belongs when a token is shown. */
  readonly group: ClaimGroup;
  /** How its value is to be read. */
  readonly kind: ClaimKind;
  /** What it means, one sentence. */
  readonly meaning: string;
  /** Known values and what they mean. */
  readonly values?: Readonly<Record<string, string>>;
  /** `header` for members of the JOSE header; the payload otherwise. */
  readonly location?: "header";
  /** Kinds of token that have it: `access`, `id`, `pop`, `claims-challenge`. */
  readonly tokens: readonly string[];
  /** Token versions that have it: `1.0`, `2.0`, `b2c`, `n/a`. */
  readonly versions: readonly string[];
  /** Seen in real tokens, but described nowhere. */
  readonly observedOnly?: boolean;
  /** The meaning is believed, not confirmed. */
  readonly unconfirmed?: boolean;
}

/**
 * Every known claim, by group and the most telling first.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference | Access token claims}
 */
export const CLAIMS: readonly ClaimInfo[] = data as readonly ClaimInfo[];

/** Names that a tenant makes up after a pattern. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^groups:src\d/, "groups:src1"],
  [/^extn\../, "extn.{name}"],
  [/^extension_[0-9a-f]{32}_./i, "extension_{appid}_{name}"],
];

let byName: ReadonlyMap<string, ClaimInfo> | undefined;

/**
 * Finds what is known of a claim.
 *
 * @param name Its name in the token.
 * @param location Whether it stands in the payload or in the JOSE header.
 * @returns What is known; `undefined` for a claim of somebody else's, which is
 * normal.
 */
export function claimInfo(
  name: string,
  location: "payload" | "header" = "payload",
): ClaimInfo | undefined {
  byName ??= new Map(
    CLAIMS.map((info) => [`${info.location ?? "payload"} ${info.claim}`, info]),
  );
  const pattern = PATTERNS.find(([names]) => names.test(name));
  return byName.get(`${location} ${pattern?.[1] ?? name}`);
}
