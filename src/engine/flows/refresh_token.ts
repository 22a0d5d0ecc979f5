import * as oauth from "oauth4webapi";
import type { ExchangeOnlyEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import type { Secret } from "../secret.ts";
import type { Account, Token } from "../token.ts";
import { AuthError } from "../errors.ts";
import { checkUserScopes, withSignInScopes } from "../entra/scopes.ts";
import {
  entraParameters,
  type GrantRequest,
  over,
  serverFor,
  toGrant,
} from "../protocol/grant.ts";
import { step } from "../protocol/step.ts";
import { toToken } from "../protocol/token_response.ts";
import { createWire } from "../protocol/wire.ts";

/** What a refresh needs beside the client. */
export interface RefreshTokenRequest extends GrantRequest {
  /** The refresh token. */
  readonly refreshToken: Secret;
  /** Whose it is; the new token must be the same user's. */
  readonly account?: Account;
}

const ACTION = "Cannot refresh the token";

/** An answer for somebody else must not slip into this account's place. */
function checkSameUser(token: Token, account: Account | undefined): void {
  if (account === undefined || token.account === null) return;
  if (token.account.oid === account.oid && token.account.tid === account.tid) {
    return;
  }
  throw new AuthError(
    "id_token_invalid",
    `${ACTION}: the answer is for another user`,
    {
      hint: "Nothing was kept; sign in again",
    },
  );
}

/** An answer without a new refresh token or ID token leaves the old ones in force. */
function keepOld(token: Token, request: RefreshTokenRequest): Token {
  return {
    ...token,
    account: token.account ?? request.account ?? null,
    refreshToken: token.refreshToken ?? request.refreshToken,
  };
}

/**
 * Runs the refresh token grant; may ask for another resource than the first one.
 *
 * @param request The client, the refresh token and what the new token is for.
 * @param ports The network and the time.
 * @param options The signal that ends the run.
 * @returns Exchange events, then the token with the newest refresh token.
 * @throws {AuthError} `interaction_required` if the user has to sign in again, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token | Refresh the access token}
 */
export async function* refreshToken(
  request: RefreshTokenRequest,
  ports: Pick<Ports, "fetch" | "clock">,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<ExchangeOnlyEvent, Token> {
  checkUserScopes(request.scopes);
  const grant = toGrant(request);
  const wire = createWire(ports, options.signal);
  const scope = withSignInScopes(request.scopes).join(" ");
  const token = yield* step(wire, {
    action: ACTION,
    async run() {
      const response = await oauth.refreshTokenGrantRequest(
        grant.as,
        grant.client,
        grant.auth,
        request.refreshToken.reveal(),
        {
          ...over(wire, { step: "token", authority: request.authority }),
          additionalParameters: { ...entraParameters(request), scope },
        },
      );
      const as = await serverFor(grant, {
        response,
        authority: request.authority,
      });
      const answer = await oauth.processRefreshTokenResponse(
        as,
        grant.client,
        response,
      );
      return toToken(answer, { request, now: ports.clock.now() });
    },
  });
  checkSameUser(token, request.account);
  return keepOld(token, request);
}
