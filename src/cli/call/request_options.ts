import type { AcquireOptions, ClientOptions } from "../../engine/client.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { ManagedIdentityId } from "../../engine/entra/managed_identity_source.ts";
import type { ExtraParameters } from "../../engine/protocol/extra_parameters.ts";
import type { Merged, Sourced } from "../../settings/merge.ts";
import type { CallSettings } from "./call_settings.ts";

/**
 * Leaves out what nobody gave: a member that is there has a value.
 *
 * @param values Members with or without a value.
 * @returns Those with one.
 */
export function given<T extends object>(
  values: { readonly [K in keyof T]: T[K] | undefined },
): T {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as T;
}

/** What an option says is about this one call, and has to be answered. */
function ofCall<T>(setting: Sourced<T> | undefined): T | undefined {
  return setting?.origin.kind === "flag" ? setting.value : undefined;
}

/** What a profile or a variable says is about every sign-in, and asks for none. */
function ofClient<T>(setting: Sourced<T> | undefined): T | undefined {
  return setting?.origin.kind === "flag" ? undefined : setting?.value;
}

/**
 * Makes the engine's view of what settings say about every sign-in.
 *
 * @param settings The settings.
 * @param flow The flow, if it is known.
 * @returns The options of the client that they decide.
 */
export function signInOptions(
  settings: Merged<CallSettings>,
  flow: FlowName | undefined,
): Pick<ClientOptions, "flow" | "prompt" | "loginHint" | "claims"> {
  return given<ReturnType<typeof signInOptions>>({
    flow,
    prompt: ofClient(settings.prompt),
    loginHint: ofClient(settings.loginHint),
    claims: ofClient(settings.claims),
  });
}

function identityOf(
  settings: Merged<CallSettings>,
): ManagedIdentityId | undefined {
  const { identityClientId, identityObjectId, identityResourceId } = settings;
  if (identityClientId) {
    return { type: "client-id", id: identityClientId.value };
  }
  if (identityObjectId) {
    return { type: "object-id", id: identityObjectId.value };
  }
  return identityResourceId &&
    { type: "resource-id", id: identityResourceId.value };
}

/**
 * Makes the engine's view of what settings say about a request.
 *
 * @param settings The settings.
 * @returns The options that they decide.
 */
export function requestOptions(
  settings: Merged<CallSettings>,
): AcquireOptions {
  const { query, body } = settings;
  return given<AcquireOptions>({
    extraParameters: query === undefined && body === undefined
      ? undefined
      : given<ExtraParameters>({ query: query?.value, body: body?.value }),
    capabilities: settings.capabilities?.value,
    responseType: settings.responseType?.value,
    state: settings.state?.value,
    nonce: settings.nonce?.value,
    renewCode: settings.renewCode?.value,
    username: settings.username?.value,
    identity: identityOf(settings),
    redirectUri: settings.redirectUri?.value,
    responseMode: settings.responseMode?.value,
    flow: ofCall(settings.flow),
    claims: ofCall(settings.claims),
    account: settings.account?.value,
    loginHint: ofCall(settings.loginHint),
    domainHint: settings.domainHint?.value,
    prompt: ofCall(settings.prompt),
    market: settings.market?.value,
  });
}
