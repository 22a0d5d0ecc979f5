import type { BrowserFlowEvent } from "../events.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import type { Token } from "../token.ts";
import {
  authorizationCode,
  type AuthorizationCodeRequest,
} from "./authorization_code.ts";
import type { BrowserFlowPorts } from "./browser_sign_in.ts";

/**
 * Signs the user in with this machine's browser: the authorization code grant
 * on a loopback address, with the browser opened.
 *
 * @param request The client and what the token is for.
 * @param ports Network, time, randomness, browser and the way back.
 * @param options The signal that ends the run, and kept keys.
 * @returns Events, then the token.
 * @throws {AuthError} As {@linkcode authorizationCode}.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3 | RFC 8252, section 7.3}
 */
export function interactive(
  request: AuthorizationCodeRequest,
  ports: BrowserFlowPorts,
  options: FlowOptions = {},
): AsyncGenerator<BrowserFlowEvent, Token> {
  return authorizationCode({ openBrowser: true, ...request }, ports, options);
}
