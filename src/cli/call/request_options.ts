import type { AcquireOptions } from "../../engine/client.ts";
import type { ManagedIdentityId } from "../../engine/entra/managed_identity_source.ts";
import type { ExtraParameters } from "../../engine/protocol/extra_parameters.ts";
import type { Merged } from "../../settings/merge.ts";
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
    claims: settings.claims?.origin.kind === "flag"
      ? settings.claims.value
      : undefined,
    account: settings.account?.value,
    loginHint: settings.loginHint?.value,
    domainHint: settings.domainHint?.value,
    prompt: settings.prompt?.value,
    market: settings.market?.value,
  });
}
