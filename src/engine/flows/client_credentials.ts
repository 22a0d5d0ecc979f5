import * as oauth from "oauth4webapi";
import type { ExchangeOnlyEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import { converse, type FlowOptions } from "../protocol/conversation.ts";
import { bodyParameters, type GrantRequest } from "../protocol/grant.ts";
import { redeem } from "../protocol/redeem.ts";
import type { Token } from "../token.ts";
import { checkRequest, type FlowRules } from "./check_request.ts";

const RULES: FlowRules = {
  action: "Cannot get a token for the application",
  scopes: "app",
  tenants: {
    kinds: ["guid", "domain"],
    reason: "an application belongs to one tenant",
  },
  credential: "it has no credential",
};

/**
 * Runs the client credentials grant: a token for the application itself.
 *
 * @param request The client, its credential and one `/.default` scope.
 * @param ports The network and the time.
 * @param options The signal that ends the run.
 * @returns Exchange events, then the token.
 * @throws {AuthError} `invalid_tenant`, `invalid_scope`, `missing_credential`, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow | Client credentials flow}
 */
export async function* clientCredentials(
  request: GrantRequest,
  ports: Pick<Ports, "fetch" | "clock">,
  options: FlowOptions = {},
): AsyncGenerator<ExchangeOnlyEvent, Token> {
  checkRequest(request, RULES);
  const talk = converse(request, { ports, options });
  const { as, client, auth } = talk.grant;
  const scope = request.scopes.join(" ");
  const parameters = {
    ...bodyParameters(request),
    // Other providers than Entra have default scopes, and refuse an empty text.
    ...(scope === "" ? {} : { scope }),
  };
  return yield* redeem(talk, {
    action: RULES.action,
    send: (over) =>
      oauth.clientCredentialsGrantRequest(as, client, auth, parameters, over),
  });
}
