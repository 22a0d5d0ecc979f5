import type { AcquireOptions } from "../engine/client.ts";
import type { Merged } from "../settings/merge.ts";
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

/**
 * Makes the engine's view of what settings say about a request.
 *
 * @param settings The settings.
 * @returns The options that they decide.
 */
export function requestOptions(
  settings: Merged<CallSettings>,
): AcquireOptions {
  return given<AcquireOptions>({
    redirectUri: settings.redirectUri?.value,
    responseMode: settings.responseMode?.value,
    claims: settings.claims?.value,
    loginHint: settings.loginHint?.value,
    domainHint: settings.domainHint?.value,
    prompt: settings.prompt?.value,
    market: settings.market?.value,
  });
}
