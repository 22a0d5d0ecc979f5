import { AuthError } from "../errors.ts";
import type { FlowEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import type { GrantRequest } from "../protocol/grant.ts";
import type { Token } from "../token.ts";
import type { AuthorizationCodeRequest } from "./authorization_code.ts";
import type { BorrowedRequest } from "./borrowed.ts";
import type { DeviceCodeRequest } from "./device_code.ts";
import type { FlowName } from "./flow_names.ts";
import type { ImplicitRequest } from "./implicit.ts";
import type { ManagedIdentityRequest } from "./managed_identity.ts";
import type { OnBehalfOfRequest } from "./on_behalf_of.ts";
import {
  authorizationCode,
  borrowed,
  clientCredentials,
  deviceCode,
  hybrid,
  implicit,
  interactive,
  managedIdentity,
  onBehalfOf,
  password,
  refreshToken,
} from "./on_demand.ts";
import type { PasswordRequest } from "./password.ts";
import type { RefreshTokenRequest } from "./refresh_token.ts";

/** Everything that any flow may ask for. */
export type FlowRequest =
  & AuthorizationCodeRequest
  & ImplicitRequest
  & DeviceCodeRequest
  & PasswordRequest
  & ManagedIdentityRequest
  & Omit<BorrowedRequest, "tool">
  & Partial<
    & Omit<OnBehalfOfRequest, keyof GrantRequest>
    & Omit<RefreshTokenRequest, keyof GrantRequest>
  >;

/** How a flow is run by its name. */
export interface RunOptions extends FlowOptions {
  /** What the flow may do to the world. */
  readonly ports: Ports;
}

function withAssertion(request: FlowRequest): OnBehalfOfRequest {
  const { assertion } = request;
  if (assertion !== undefined) return { ...request, assertion };
  throw new AuthError(
    "missing_credential",
    "Cannot act on behalf of the user: there is no token of the user's",
    {
      hint:
        "Give it by --assertion-file, --assertion-stdin or --assertion-profile",
    },
  );
}

function withRefreshToken(request: FlowRequest): RefreshTokenRequest {
  const { refreshToken: secret } = request;
  if (secret !== undefined) return { ...request, refreshToken: secret };
  throw new AuthError(
    "interaction_required",
    "Cannot refresh: no refresh token is kept",
    {
      hint:
        "Sign in first with a user's flow, such as device-code or interactive",
    },
  );
}

/**
 * Runs a flow by its name.
 *
 * @param name The flow.
 * @param request What is asked; each flow reads its part.
 * @param options What the flow may do to the world, and how it is run.
 * @returns Events, then the token.
 * @throws {AuthError} What the flow throws.
 */
export function runFlow(
  name: FlowName,
  request: FlowRequest,
  { ports, ...options }: RunOptions,
): AsyncGenerator<FlowEvent, Token> {
  switch (name) {
    case "client-credentials":
      return clientCredentials(request, ports, options);
    case "device-code":
      return deviceCode(request, ports, options);
    case "interactive":
      return interactive(request, ports, options);
    case "authorization-code":
      return authorizationCode(request, ports, options);
    case "hybrid":
      return hybrid(request, ports, options);
    case "implicit":
      return implicit(request, ports, options);
    case "password":
      return password(request, ports, options);
    case "on-behalf-of":
      return onBehalfOf(withAssertion(request), ports, options);
    case "refresh-token":
      return refreshToken(withRefreshToken(request), ports, options);
    case "managed-identity":
      return managedIdentity(request, ports, options);
    case "azure-cli":
    case "azure-powershell":
    case "azd":
      return borrowed({ ...request, tool: name }, ports, options);
  }
}
