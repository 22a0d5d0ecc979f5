import * as oauth from "oauth4webapi";
import { AuthError } from "../errors.ts";
import type { ExchangeOnlyEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import type { Token } from "../token.ts";
import { checkAppScopes } from "../entra/scopes.ts";
import { tenantKind } from "../entra/tenants.ts";
import {
  entraParameters,
  type GrantRequest,
  over,
  toGrant,
} from "../protocol/grant.ts";
import { step } from "../protocol/step.ts";
import { toToken } from "../protocol/token_response.ts";
import { createWire } from "../protocol/wire.ts";

const ACTION = "Cannot get a token for the application";

function check(request: GrantRequest): void {
  const kind = tenantKind(request.authority.tenant);
  if (kind !== "guid" && kind !== "domain") {
    throw new AuthError(
      "invalid_tenant",
      `${ACTION} from "${request.authority.tenant}": an application belongs to one tenant`,
      {
        hint: "Name the tenant by its id or domain",
      },
    );
  }
  if (request.authentication.type === "none") {
    throw new AuthError(
      "missing_credential",
      `${ACTION}: it has no credential`,
      {
        hint:
          "Give the client secret by --client-secret-env, --client-secret-file or --client-secret-stdin, or in the profile",
      },
    );
  }
  checkAppScopes(request.scopes);
}

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
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<ExchangeOnlyEvent, Token> {
  check(request);
  const grant = toGrant(request);
  const wire = createWire(ports, options.signal);
  const parameters = {
    ...entraParameters(request),
    scope: request.scopes.join(" "),
  };
  return yield* step(wire, {
    action: ACTION,
    async run() {
      const response = await oauth.clientCredentialsGrantRequest(
        grant.as,
        grant.client,
        grant.auth,
        parameters,
        over(wire, { step: "token", authority: request.authority }),
      );
      const answer = await oauth.processClientCredentialsResponse(
        grant.as,
        grant.client,
        response,
      );
      return {
        ...toToken(answer, { request, now: ports.clock.now() }),
        account: null,
      };
    },
  });
}
