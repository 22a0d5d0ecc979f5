import type { BrowserFlowEvent } from "../events.ts";
import type { AuthorizationRequest } from "../protocol/authorization.ts";
import { redeemCode } from "../protocol/code_redemption.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import { verifyIdToken } from "../protocol/id_token.ts";
import { step } from "../protocol/step.ts";
import { accountOf } from "../protocol/token_response.ts";
import type { Token } from "../token.ts";
import {
  type BrowserFlowPorts,
  type SignedIn,
  signInWithBrowser,
} from "./browser_sign_in.ts";

function verify({ talk, pending, answer }: SignedIn) {
  return step(talk.wire, {
    action: "Cannot sign in",
    run: () =>
      verifyIdToken(answer.get("id_token") ?? "", talk, {
        nonce: pending.nonce,
        code: answer.get("code") ?? "",
      }),
  });
}

/**
 * Runs the hybrid flow, `code id_token`: who signed in is known, and proven to
 * belong to the code, before the code is redeemed.
 *
 * @param request The client, what the token is for, and how to come back.
 * @param ports Network, time, randomness, browser and the way back.
 * @param options The signal that ends the run, and kept keys.
 * @returns Events, then the token.
 * @throws {AuthError} `id_token_invalid` with no code redeemed, or as {@linkcode authorizationCode}.
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#HybridFlowAuth | OpenID Connect Core, section 3.3}
 */
export async function* hybrid(
  request: AuthorizationRequest,
  ports: BrowserFlowPorts,
  options: FlowOptions = {},
): AsyncGenerator<BrowserFlowEvent, Token> {
  const signedIn = yield* signInWithBrowser(request, {
    ports,
    options,
    responseType: "code id_token",
  });
  const { talk, pending, answer, checked } = signedIn;
  const idToken = yield* verify(signedIn);
  yield {
    type: "signed_in",
    account: accountOf(idToken, answer.get("client_info")),
  };
  const previous = { idToken: idToken.text };
  return yield* redeemCode(talk, { pending, checked, previous });
}
