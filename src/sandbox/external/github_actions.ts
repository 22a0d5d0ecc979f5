import type { Authority } from "../authority.ts";
import { signExternalAssertion } from "./issuer.ts";

/** Stands for `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. Made up, as all secrets of the sandbox. */
export const ACTIONS_REQUEST_TOKEN = "sandbox-actions-request-token";
/** The workflow run that the endpoint answers for. */
export const ACTIONS_SUBJECT = "repo:contoso/orders:ref:refs/heads/main";

/**
 * The endpoint that `ACTIONS_ID_TOKEN_REQUEST_URL` names.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export async function answerGitHubActions(
  authority: Authority,
  { authorization, audience }: {
    authorization: string | undefined;
    audience: string | undefined;
  },
): Promise<Response> {
  if (authorization?.replace(/^bearer /i, "") !== ACTIONS_REQUEST_TOKEN) {
    return Response.json({ message: "Unauthorized" }, { status: 401 });
  }
  const value = await signExternalAssertion(authority, {
    subject: ACTIONS_SUBJECT,
    // Without an audience GitHub names the owner of the repository.
    audience: audience || "https://github.com/contoso",
  });
  return Response.json({ count: value.length, value });
}
