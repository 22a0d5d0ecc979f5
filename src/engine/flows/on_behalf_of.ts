import * as oauth from "oauth4webapi";
import { withSignInScopes } from "../entra/scopes.ts";
import type { ExchangeOnlyEvent } from "../events.ts";
import { findToken } from "../jwt/find_token.ts";
import type { Ports } from "../ports/mod.ts";
import { converse, type FlowOptions } from "../protocol/conversation.ts";
import { bodyParameters, type GrantRequest } from "../protocol/grant.ts";
import { expectUser } from "../protocol/expected_user.ts";
import { redeem } from "../protocol/redeem.ts";
import { checkUserAssertion } from "../protocol/user_assertion.ts";
import type { Secret } from "../secret.ts";
import type { Token } from "../token.ts";
import { checkRequest, type FlowRules } from "./check_request.ts";

/** What {@linkcode onBehalfOf} needs beside the client. */
export interface OnBehalfOfRequest extends GrantRequest {
  /** The access token with which the user called this client. */
  readonly assertion: Secret;
}

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

const RULES: FlowRules = {
  action: "Cannot act on behalf of the user",
  scopes: "user",
  tenants: {
    kinds: ["guid", "domain"],
    reason: "the user's token is of one tenant, and the new one must be too",
  },
  credential: "the client has no credential, and an API has to prove itself",
};

/**
 * Runs the on-behalf-of grant: an API that received a user's token gets one
 * for the next API, still in the user's name.
 *
 * @param request The API as a client, the user's token, and what the new one is for.
 * @param ports The network and the time.
 * @param options The signal that ends the run, and kept keys.
 * @returns Exchange events, then the token.
 * @throws {AuthError} `invalid_assertion`, `expired_token`, `invalid_tenant`, `missing_credential`, `interaction_required` if the caller has to sign in again, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow | On-behalf-of flow}
 */
export async function* onBehalfOf(
  request: OnBehalfOfRequest,
  ports: Pick<Ports, "fetch" | "clock">,
  options: FlowOptions = {},
): AsyncGenerator<ExchangeOnlyEvent, Token> {
  checkRequest(request, RULES);
  const talk = converse(request, { ports, options });
  const assertion = findToken(request.assertion.reveal());
  if (request.authority.kind === "entra") {
    const { clientId } = request;
    checkUserAssertion(assertion, { clientId, now: ports.clock.now() });
  }
  const { as, client, auth } = talk.grant;
  const parameters = {
    ...bodyParameters(request),
    assertion,
    requested_token_use: "on_behalf_of",
    scope: withSignInScopes(request.scopes).join(" "),
  };
  return yield* redeem(talk, {
    action: RULES.action,
    readUser: expectUser(),
    send: (over) =>
      oauth.genericTokenEndpointRequest(
        as,
        client,
        auth,
        GRANT_TYPE,
        parameters,
        over,
      ),
  });
}
