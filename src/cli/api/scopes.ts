import {
  checkTransport,
  resourcesAt,
  scopesAnswerAt,
} from "../../engine/api/resource_hosts.ts";
import { isLoopback } from "../../engine/entra/authority.ts";
import { resourceScope } from "../../engine/entra/scopes.ts";
import { resourceName } from "../../engine/entra/well_known.ts";
import type { Merged } from "../../settings/merge.ts";
import { isOfCall } from "../call/call.ts";
import type { CallSettings } from "../call/call_settings.ts";
import { UsageError } from "../errors.ts";
import type { Messages } from "../terminal/messages.ts";

const named = (resource: string) => resourceName(resource) ?? resource;

/**
 * Tells whether an API is on this machine and at the authority itself: a
 * sandbox is its own authority and its own APIs.
 *
 * @param settings The settings of the call.
 * @param url The API's address.
 * @returns Whether any token of that authority may go there.
 */
export function isOwnSandbox(
  { place }: Pick<Merged<CallSettings>, "place">,
  url: URL,
): boolean {
  return isLoopback(url.hostname) && place !== undefined &&
    "authority" in place.value &&
    URL.parse(place.value.authority)?.origin === url.origin;
}

function refuse(scopes: readonly string[], url: URL): UsageError {
  const [one, other] = resourcesAt(url).map(named);
  if (one !== undefined) {
    return new UsageError(
      `Cannot tell which API answers at "${url.host}": ${one} or ${other}`,
      "Name one with --resource",
    );
  }
  return scopes.length === 0
    ? new UsageError(
      `Cannot tell which API answers at "${url.host}"`,
      "Name it with --resource, or a scope with -s",
    )
    : scopesAnswerAt(scopes, url) === "unknown"
    ? new UsageError(
      `Cannot tell whether the API of "${
        scopes.join(" ")
      }" answers at "${url.host}"`,
      `If it does, say so on the command line: -s "${scopes.join(" ")}"`,
    )
    : new UsageError(
      `Cannot send a token for "${
        scopes.join(" ")
      }" to "${url.host}": it does not belong there`,
      "Name the API at this address with --resource, or a scope with -s",
    );
}

/**
 * Settles what the token of a call is for: what the command line names, else
 * what is asked for anyway if it is known to belong to the address, else the
 * API there.
 *
 * @param settings The settings of the call.
 * @param options The address, and whom to tell.
 * @returns The settings, with scopes whose token may be sent to the address.
 * @throws {AuthError} `invalid_parameter` if nothing secret may be sent there.
 * @throws {UsageError} If the API is not known, or not the one at the address.
 */
export function settleScopes(
  settings: Merged<CallSettings>,
  { url, messages }: { readonly url: URL; readonly messages: Messages },
): Merged<CallSettings> {
  checkTransport(url);
  const scopes = settings.scopes?.value ?? [];
  const fit = scopesAnswerAt(scopes, url);
  const isOwn = isOwnSandbox(settings, url);
  if (isOfCall(settings.scopes)) {
    if (fit === "no" && !isOwn) {
      messages.warn(
        `a token for "${
          scopes.join(" ")
        }" goes to "${url.host}", because the command line says so`,
      );
    }
    return settings;
  }
  // Whoever is sent a token can use it, and anybody may have any address.
  if (scopes.length > 0 && (fit === "yes" || isOwn)) return settings;
  const [resource, other] = resourcesAt(url);
  if (resource === undefined || other !== undefined) throw refuse(scopes, url);
  return {
    ...settings,
    scopes: {
      value: [resourceScope(resource)],
      origin: { kind: "default", name: "the address" },
      overridden: [],
    },
  };
}
