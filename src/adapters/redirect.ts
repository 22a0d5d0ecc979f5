import type { Redirect } from "../engine/ports/mod.ts";
import { isLoopbackRedirect } from "../engine/protocol/redirect_uri.ts";
import { openLoopback } from "./loopback/receiver.ts";
import { type Ask, openPaste } from "./paste.ts";

/**
 * Makes the way back from the sign-in page: a listener when the redirect URI
 * is on this machine, else the person pastes where the browser ended.
 *
 * @param ask Asks the person for the address.
 * @returns The port.
 */
export function createRedirect(ask: Ask): Redirect {
  return {
    async open(request, signal) {
      const { redirectUri } = request;
      return redirectUri === undefined || isLoopbackRedirect(redirectUri)
        ? await openLoopback(request, signal)
        : openPaste({ ...request, redirectUri, ask });
    },
  };
}
