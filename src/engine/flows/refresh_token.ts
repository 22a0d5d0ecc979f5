import * as oauth from "oauth4webapi";
import { withSignInScopes } from "../entra/scopes.ts";
import type { ExchangeOnlyEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import { converse, type FlowOptions } from "../protocol/conversation.ts";
import { bodyParameters, type GrantRequest } from "../protocol/grant.ts";
import type { PreviousUser } from "../protocol/id_token.ts";
import { expectUser } from "../protocol/expected_user.ts";
import { redeem } from "../protocol/redeem.ts";
import type { Secret } from "../secret.ts";
import type { Account, Token } from "../token.ts";
import { checkRequest } from "./check_request.ts";

/** What a refresh needs beside the client. */
export interface RefreshTokenRequest extends GrantRequest {
  /** The refresh token. */
  readonly refreshToken: Secret;
  /** Whose it is; the new token must be the same user's. */
  readonly account?: Account;
  /** The ID token that it came with; the new one must be of the same `sub`, `oid` and `tid`. */
  readonly idToken?: string;
}

const ACTION = "Cannot refresh the token";

function previousUser(
  { account, idToken }: RefreshTokenRequest,
): PreviousUser {
  return {
    ...(account === undefined ? {} : { account }),
    ...(idToken === undefined ? {} : { idToken }),
  };
}

/** An answer without a new refresh token or ID token leaves the old ones in force. */
function keepOld(token: Token, request: RefreshTokenRequest): Token {
  const idToken = token.idToken ?? request.idToken;
  return {
    ...token,
    account: token.account ?? request.account ?? null,
    ...(idToken === undefined ? {} : { idToken }),
    refreshToken: token.refreshToken ?? request.refreshToken,
  };
}

/**
 * Runs the refresh token grant; may ask for another resource than the first one.
 *
 * @param request The client, the refresh token and what the new token is for.
 * @param ports The network and the time.
 * @param options The signal that ends the run, and kept keys.
 * @returns Exchange events, then the token with the newest refresh token.
 * @throws {AuthError} `interaction_required` if the user has to sign in again, `id_token_invalid` if the answer is for another user, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token | Refresh the access token}
 */
export async function* refreshToken(
  request: RefreshTokenRequest,
  ports: Pick<Ports, "fetch" | "clock">,
  options: FlowOptions = {},
): AsyncGenerator<ExchangeOnlyEvent, Token> {
  checkRequest(request, { action: ACTION, scopes: "user" });
  const talk = converse(request, { ports, options });
  const { as, client, auth } = talk.grant;
  const scope = withSignInScopes(request.scopes).join(" ");
  const token = yield* redeem(talk, {
    action: ACTION,
    readUser: expectUser({ previous: previousUser(request) }),
    send: (over) =>
      oauth.refreshTokenGrantRequest(
        as,
        client,
        auth,
        request.refreshToken.reveal(),
        {
          ...over,
          additionalParameters: { ...bodyParameters(request), scope },
        },
      ),
  });
  return keepOld(token, request);
}
