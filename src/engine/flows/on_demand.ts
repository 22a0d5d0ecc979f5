/**
 * Flows that most programs never run. Each is loaded when it is used, because
 * loading them all would cost every program a third of its start.
 *
 * @module
 */
import type {
  BrowserFlowEvent,
  CommandEvent,
  ExchangeOnlyEvent,
  FlowEvent,
  ManagedIdentityEvent,
  PasswordEvent,
} from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import type { AuthorizationRequest } from "../protocol/authorization.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import type { Token } from "../token.ts";
import type { BorrowedRequest } from "./borrowed.ts";
import type { BrowserFlowPorts } from "./browser_sign_in.ts";
import type { FlowName } from "./flow_names.ts";
import type { ImplicitRequest } from "./implicit.ts";
import type {
  ManagedIdentityPorts,
  ManagedIdentityRequest,
} from "./managed_identity.ts";
import type { OnBehalfOfRequest } from "./on_behalf_of.ts";
import type { PasswordRequest } from "./password.ts";
import type { FlowPreview } from "./preview.ts";
import type { FlowRequest } from "./run_flow.ts";

/** A flow: a request, what it may do to the world, and how it is run. */
export type Flow<Request, Needs, Event> = (
  request: Request,
  ports: Needs,
  options?: FlowOptions,
) => AsyncGenerator<Event, Token>;

function onDemand<Request, Needs, Event extends FlowEvent>(
  load: () => Promise<Flow<Request, Needs, Event>>,
): Flow<Request, Needs, Event> {
  return async function* (request, ports, options) {
    const flow = await load();
    return yield* flow(request, ports, options);
  };
}

/**
 * Runs the hybrid flow, `code id_token`: who signed in is known, and proven to
 * belong to the code, before the code is redeemed.
 *
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#HybridFlowAuth | OpenID Connect Core, section 3.3}
 */
export const hybrid: Flow<
  AuthorizationRequest,
  BrowserFlowPorts,
  BrowserFlowEvent
> = onDemand(async () => (await import("./hybrid.ts")).hybrid);

/**
 * Runs the implicit flow, which is legacy: tokens come straight from the
 * sign-in page. With the response type `id_token` the access token is empty.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-implicit-grant-flow | Implicit flow}
 */
export const implicit: Flow<
  ImplicitRequest,
  BrowserFlowPorts,
  BrowserFlowEvent
> = onDemand(async () => (await import("./implicit.ts")).implicit);

/**
 * Runs the password grant, which is discouraged and says so.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4 | RFC 9700, section 2.4}
 */
export const password: Flow<
  PasswordRequest,
  Pick<Ports, "fetch" | "clock" | "prompt">,
  PasswordEvent
> = onDemand(async () => (await import("./password.ts")).password);

/**
 * Runs the on-behalf-of grant: an API that received a user's token gets one
 * for the next API, still in the user's name.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow | On-behalf-of flow}
 */
export const onBehalfOf: Flow<
  OnBehalfOfRequest,
  Pick<Ports, "fetch" | "clock">,
  ExchangeOnlyEvent
> = onDemand(async () => (await import("./on_behalf_of.ts")).onBehalfOf);

/**
 * Gets a token of the identity that Azure gave this machine.
 *
 * @see {@link https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token | Get a token on a virtual machine}
 */
export const managedIdentity: Flow<
  ManagedIdentityRequest,
  ManagedIdentityPorts,
  ManagedIdentityEvent
> = onDemand(async () =>
  (await import("./managed_identity.ts")).managedIdentity
);

/**
 * Borrows a token from a tool that is signed in already: the Azure CLI, Azure
 * PowerShell or the Azure Developer CLI.
 *
 * @see {@link https://learn.microsoft.com/cli/azure/account#az-account-get-access-token | az account get-access-token}
 */
export const borrowed: Flow<
  BorrowedRequest,
  Pick<Ports, "command">,
  CommandEvent
> = onDemand(async () => (await import("./borrowed.ts")).borrowed);

/**
 * Tells what a flow would send first, and sends nothing.
 *
 * @param flow The flow.
 * @param request What is asked.
 * @param options The world, of which only randomness and time are used.
 * @returns The first thing that the flow would do.
 * @throws {AuthError} What the flow refuses before it sends anything.
 */
export async function previewFlow(
  flow: FlowName,
  request: FlowRequest,
  { ports }: { readonly ports: Ports },
): Promise<FlowPreview> {
  const { preview } = await import("./preview.ts");
  const { runFlow } = await import("./run_flow.ts");
  return await preview(
    (looking) => runFlow(flow, request, { ports: looking }),
    ports,
  );
}
