/**
 * Tokens understood: taken apart, put into words. Pure: time comes as an
 * argument, nothing is fetched. May import the tables in `../entra` and the
 * engine's errors.
 *
 * @module
 */
export { decodeToken } from "./decode.ts";
export { formatDuration } from "./duration.ts";
export { explainClaims } from "./explain.ts";
export type {
  ClaimGroup,
  DecodedToken,
  ExplainedClaim,
  Explanation,
  TokenWarning,
} from "./explanation.ts";
export { findToken } from "./find_token.ts";
