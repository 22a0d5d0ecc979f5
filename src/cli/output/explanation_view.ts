import type { Explanation } from "../../engine/jwt/explanation.ts";

/** How much of a token is shown. */
export type Part = "all" | "header" | "claims";

/**
 * Shows an explained token as scripts get it; members are added, never changed.
 *
 * @param explanation The token in words.
 * @param part How much of it.
 * @returns `{header, payload, claims, warnings, expires_in, verified}`, or the
 * header or the payload alone.
 */
export function viewExplanation(
  explanation: Explanation,
  part: Part,
): unknown {
  const { token, claims, warnings, expiresInMs } = explanation;
  if (part === "header") return token.header;
  if (part === "claims") return token.payload;
  return {
    header: token.header,
    payload: token.payload,
    claims: claims.map(({ name, value, text, meaning, group }) => ({
      name,
      value,
      ...(text === undefined ? {} : { text }),
      ...(meaning === undefined ? {} : { meaning }),
      group,
    })),
    warnings,
    expires_in: expiresInMs === undefined
      ? null
      : Math.floor(expiresInMs / 1_000),
    kind: token.kind,
    subject: explanation.subject,
    summary: explanation.summary,
    problems: token.problems,
    verified: false,
  };
}
