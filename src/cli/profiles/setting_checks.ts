import {
  type AuthorityReference,
  readAuthority,
} from "../../engine/entra/authority.ts";
import { parseClaims } from "../../engine/entra/claims_request.ts";
import { checkAppScopes, checkUserScopes } from "../../engine/entra/scopes.ts";
import { isGuid } from "../../engine/entra/tenants.ts";
import { AuthError } from "../../engine/errors.ts";
import { checkRedirectUri } from "../../engine/protocol/redirect_uri.ts";
import type { Merged } from "../../settings/merge.ts";
import { type CallSettings, credentialType } from "../call/call_settings.ts";
import { isLocalFlow } from "../call/flow_choice.ts";

type Settings = Merged<CallSettings>;

function readPlace({ tenant, place }: Settings): AuthorityReference {
  return readAuthority({
    ...(tenant === undefined ? {} : { tenantId: tenant.value }),
    ...place?.value,
  });
}

/** Another provider has its own rules for ids and scopes. */
function isEntra(settings: Settings): boolean {
  try {
    const reference = readPlace(settings);
    return reference.type === "known" && reference.authority.kind === "entra";
  } catch {
    return false;
  }
}

/**
 * Tells whether settings say who is to be asked for tokens.
 *
 * @param settings The settings.
 * @returns Whether they name a tenant or an authority.
 */
export function hasPlace({ tenant, place }: Settings): boolean {
  return tenant !== undefined ||
    (place !== undefined && "authority" in place.value);
}

function checkClientId({ clientId }: Settings): void {
  if (clientId === undefined || isGuid(clientId.value)) return;
  throw new AuthError(
    "invalid_client_id",
    `Cannot use the client id "${clientId.value}"`,
    {
      hint: "It is the application (client) id of the app registration, a GUID",
    },
  );
}

function checkScopes(settings: Settings): void {
  const scopes = settings.scopes?.value;
  if (scopes === undefined) return;
  const isApp = settings.flow === undefined
    ? credentialType(settings) !== "none"
    : settings.flow.value === "client-credentials";
  if (isApp) checkAppScopes(scopes);
  else if (!isLocalFlow(settings.flow?.value)) checkUserScopes(scopes);
}

/** Everything that can be known to fail before anything is sent. */
export const SETTING_CHECKS: readonly ((settings: Settings) => unknown)[] = [
  (settings) => hasPlace(settings) && readPlace(settings),
  (settings) => isEntra(settings) && checkClientId(settings),
  (settings) => isEntra(settings) && checkScopes(settings),
  ({ redirectUri }) => redirectUri && checkRedirectUri(redirectUri.value),
  ({ claims }) => claims && parseClaims(claims.value),
];

/**
 * Checks what a profile is made of as its first use would. An application that
 * also signs people in may keep their scopes: a flow is named with the call.
 *
 * @param settings The settings.
 * @throws {AuthError} If they cannot be used.
 */
export function checkSettings(settings: Settings): void {
  const { redirectUri, scopes, flow } = settings;
  if (redirectUri !== undefined) checkRedirectUri(redirectUri.value);
  if (scopes === undefined || !isEntra(settings)) return;
  if (flow === undefined) checkUserScopes(scopes.value);
  else checkScopes(settings);
}
