import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import type { AssertionPorts } from "./mod.ts";
import { requiredVariable } from "./required_variable.ts";
import {
  askTokenService,
  jobAuthorization,
  TOKEN_EXCHANGE,
  tokenServiceUrl,
} from "./token_service.ts";

const ACTION = "Cannot get the assertion of GitHub Actions";
const URL_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_URL";
const TOKEN_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
const HINT =
  "Run it in a job of GitHub Actions that has the permission id-token: write";

/**
 * The identity of a GitHub Actions job. It lives some five minutes.
 *
 * @param reference Whom it is for; Entra's token exchange by default.
 * @param ports The network and the environment.
 * @returns The source.
 * @see {@link https://docs.github.com/actions/reference/security/oidc | OpenID Connect in GitHub Actions}
 */
export function githubActionsAssertion(
  reference: { readonly audience?: string },
  { environment, fetch }: Pick<AssertionPorts, "environment" | "fetch">,
): AssertionSource {
  return async ({ audience = reference.audience, signal }) => {
    signal?.throwIfAborted();
    const read = (name: string) =>
      requiredVariable(name, { environment, action: ACTION, hint: HINT });
    const url = tokenServiceUrl(read(URL_VARIABLE), {
      action: ACTION,
      variable: URL_VARIABLE,
    });
    url.searchParams.set("audience", audience ?? TOKEN_EXCHANGE);
    const authorization = jobAuthorization(read(TOKEN_VARIABLE), {
      action: ACTION,
      variable: TOKEN_VARIABLE,
    });
    const request = new Request(url, {
      headers: { authorization, accept: "application/json" },
      redirect: "manual",
      ...(signal ? { signal } : {}),
    });
    return await askTokenService(
      { action: ACTION, request, member: "value", hint: HINT },
      fetch,
    );
  };
}
