import * as oauth from "oauth4webapi";
import type { ExchangeEvent } from "../events.ts";
import { withSignInScopes } from "../entra/scopes.ts";
import type { Token } from "../token.ts";
import type { PendingAuthorization } from "./authorization.ts";
import {
  entraParameters,
  type GrantRequest,
  over,
  serverFor,
} from "./grant.ts";
import { step } from "./step.ts";
import { toToken } from "./token_response.ts";
import type { Wire } from "./wire.ts";

/** A code and what it belongs to. */
export interface CodeRedemption {
  readonly request: GrantRequest;
  readonly pending: PendingAuthorization;
  /** The answer as `validateAuthResponse` returned it. */
  readonly answer: URLSearchParams;
  readonly wire: Wire;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Redeems an authorization code.
 *
 * @param redemption The code, its request and the wire.
 * @returns Exchange events, then the token.
 * @throws {AuthError} `id_token_invalid`, `response_invalid` or what the authority refused.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token | Redeem a code}
 */
export function redeemCode(
  redemption: CodeRedemption,
): AsyncGenerator<ExchangeEvent, Token> {
  const { request, pending, answer, wire, now } = redemption;
  const { grant, redirectUri, codeVerifier, nonce } = pending;
  return step(wire, {
    action: "Cannot redeem the code",
    async run() {
      const response = await oauth.authorizationCodeGrantRequest(
        grant.as,
        grant.client,
        grant.auth,
        answer,
        redirectUri,
        codeVerifier,
        {
          ...over(wire, { step: "token", authority: request.authority }),
          additionalParameters: {
            ...entraParameters(request),
            scope: withSignInScopes(request.scopes).join(" "),
          },
        },
      );
      const as = await serverFor(grant, {
        response,
        authority: request.authority,
      });
      const options = { expectedNonce: nonce, requireIdToken: true };
      const body = await oauth.processAuthorizationCodeResponse(
        as,
        grant.client,
        response,
        options,
      );
      return toToken(body, { request, now: now() });
    },
  });
}
