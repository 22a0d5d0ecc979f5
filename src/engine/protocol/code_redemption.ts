import * as oauth from "oauth4webapi";
import type { ExchangeEvent } from "../events.ts";
import { withSignInScopes } from "../entra/scopes.ts";
import type { Token } from "../token.ts";
import type { PendingAuthorization } from "./authorization.ts";
import type { Conversation } from "./conversation.ts";
import { expectUser } from "./expected_user.ts";
import { bodyParameters } from "./grant.ts";
import type { PreviousUser } from "./id_token.ts";
import { redeem } from "./redeem.ts";

/** A code and what it belongs to. */
export interface CodeRedemption {
  readonly pending: PendingAuthorization;
  /** The answer as {@linkcode checkAnswer} returned it. */
  readonly checked: URLSearchParams;
  /** Who is known to have signed in. */
  readonly previous?: PreviousUser;
}

/**
 * Redeems an authorization code.
 *
 * @param talk The conversation.
 * @param redemption The code and its request.
 * @returns Exchange events, then the token.
 * @throws {AuthError} `id_token_invalid`, `response_invalid` or what the authority refused.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token | Redeem a code}
 */
export function redeemCode(
  talk: Conversation,
  { pending, checked, previous }: CodeRedemption,
): AsyncGenerator<ExchangeEvent, Token> {
  const { request, grant } = talk;
  const { redirectUri, codeVerifier, nonce } = pending;
  return redeem(talk, {
    action: "Cannot redeem the code",
    readUser: expectUser({
      required: true,
      nonce,
      ...(previous === undefined ? {} : { previous }),
    }),
    send: (options) =>
      oauth.authorizationCodeGrantRequest(
        grant.as,
        grant.client,
        grant.auth,
        checked,
        redirectUri,
        codeVerifier,
        {
          ...options,
          additionalParameters: {
            ...bodyParameters(request),
            scope: withSignInScopes(request.scopes).join(" "),
          },
        },
      ),
  });
}
