import type { ClaimGroup, DecodedToken } from "./explanation.ts";

/** How one claim differs. */
export interface ClaimDifference {
  /** Its name. */
  readonly name: string;
  /** Where it belongs; members of the header are apart. */
  readonly group: ClaimGroup | "header";
  /** Only in the second token, only in the first, or in both and not the same. */
  readonly change: "added" | "removed" | "changed";
  /** Its value in the first token; absent when it is added. */
  readonly before?: unknown;
  /** Its value in the second token; absent when it is removed. */
  readonly after?: unknown;
  /** The difference in words; may hold text of the tokens. */
  readonly text: string;
  /** What the second one has more, for lists such as scopes and roles. */
  readonly gained?: readonly string[];
  /** What the second one lacks, for lists. */
  readonly lost?: readonly string[];
  /** How much later the second one is, in milliseconds, for times. */
  readonly laterByMs?: number;
}

/** Two tokens compared. */
export interface TokenDiff {
  /** The tokens taken apart. */
  readonly tokens: readonly [DecodedToken, DecodedToken];
  /** The differences: the claims by group, then the header. */
  readonly differences: readonly ClaimDifference[];
  /** Names of the claims that are the same in both. */
  readonly same: readonly string[];
}
