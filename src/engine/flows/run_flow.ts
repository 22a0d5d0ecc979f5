import { AuthError } from "../errors.ts";
import type { FlowEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import type { Token } from "../token.ts";
import {
  authorizationCode,
  type AuthorizationCodeRequest,
} from "./authorization_code.ts";
import { clientCredentials } from "./client_credentials.ts";
import { deviceCode, type DeviceCodeRequest } from "./device_code.ts";
import type { FlowName } from "./flow_names.ts";
import { interactive } from "./interactive.ts";

/** Everything that any flow may ask for. */
export type FlowRequest = AuthorizationCodeRequest & DeviceCodeRequest;

/**
 * Runs a flow by its name.
 *
 * @param name The flow.
 * @param request What is asked; each flow reads its part.
 * @param options What the flow may do to the world, and the signal that ends it.
 * @returns Events, then the token.
 * @throws {AuthError} What the flow throws.
 */
export function runFlow(
  name: FlowName,
  request: FlowRequest,
  { ports, signal }: { readonly ports: Ports; readonly signal?: AbortSignal },
): AsyncGenerator<FlowEvent, Token> {
  const options = signal === undefined ? {} : { signal };
  switch (name) {
    case "client-credentials":
      return clientCredentials(request, ports, options);
    case "device-code":
      return deviceCode(request, ports, options);
    case "interactive":
      return interactive(request, ports, options);
    case "authorization-code":
      return authorizationCode(request, ports, options);
    case "refresh-token":
      throw new AuthError(
        "interaction_required",
        "Cannot refresh: no refresh token is kept",
        {
          hint:
            "Sign in first with a user's flow, such as device-code or interactive",
        },
      );
  }
}
