import { decodeToken } from "./decode.ts";
import type { DecodedToken, Explanation } from "./explanation.ts";
import { explainEach } from "./explain_claim.ts";
import { timeOf } from "./instant.ts";
import { ownMember } from "./json_object.ts";
import { subjectOf, summaryOf } from "./subject.ts";
import { warningsOf } from "./warnings.ts";

/**
 * Puts a token into words: whose it is, what each claim means, and what to
 * beware of. Nothing is verified; the words hold text of the token, which may
 * be anybody's.
 *
 * @param token The token, or text as {@linkcode decodeToken} takes it.
 * @param options `now`: the time to go by, milliseconds since the epoch.
 * @returns The explanation.
 * @throws {AuthError} `token_malformed` if the text is empty or too long.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference | Access token claims}
 *
 * @example Tell how long a token is good for
 * ```ts
 * import { explainClaims } from "./explain.ts";
 *
 * const payload = btoa('{"exp":1700003600}').replace(/=+$/, "");
 * const explanation = explainClaims(`eyJhbGciOiJub25lIn0.${payload}.`, {
 *   now: 1_700_000_000_000,
 * });
 * if (explanation.expiresInMs !== 3_600_000) throw new Error("not an hour");
 * ```
 */
export function explainClaims(
  token: string | DecodedToken,
  options: { readonly now: number },
): Explanation {
  const { now } = options;
  const decoded = typeof token === "string" ? decodeToken(token) : token;
  const subject = subjectOf(decoded.payload);
  const end = timeOf(ownMember(decoded.payload, "exp"));
  return {
    token: decoded,
    summary: summaryOf(decoded, subject),
    subject,
    claims: explainEach(decoded, now),
    warnings: warningsOf(decoded, now),
    ...(end !== undefined && { expiresInMs: end - now }),
    verified: false,
  };
}
