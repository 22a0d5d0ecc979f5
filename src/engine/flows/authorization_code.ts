import type { BrowserFlowEvent } from "../events.ts";
import type { AuthorizationRequest } from "../protocol/authorization.ts";
import { redeemCode } from "../protocol/code_redemption.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import type { Token } from "../token.ts";
import { type BrowserFlowPorts, signInWithBrowser } from "./browser_sign_in.ts";

/** What {@linkcode authorizationCode} may ask for. */
export type AuthorizationCodeRequest = AuthorizationRequest;

/**
 * Runs the authorization code grant with PKCE: the user signs in with a
 * browser, and the code that comes back becomes a token.
 *
 * @param request The client, what the token is for, and how to come back.
 * @param ports Network, time, randomness, browser and the way back.
 * @param options The signal that ends the run, and kept keys.
 * @returns Events, then the token.
 * @throws {AuthError} `access_denied` if the user says no, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow | Authorization code flow}
 */
export async function* authorizationCode(
  request: AuthorizationCodeRequest,
  ports: BrowserFlowPorts,
  options: FlowOptions = {},
): AsyncGenerator<BrowserFlowEvent, Token> {
  const { talk, pending, checked } = yield* signInWithBrowser(request, {
    ports,
    options,
    responseType: "code",
  });
  return yield* redeemCode(talk, { pending, checked });
}
