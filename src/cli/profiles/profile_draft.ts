import { readAuthority } from "../../engine/entra/authority.ts";
import { parseClaims } from "../../engine/entra/claims_request.ts";
import { parseScopes, resourceScope } from "../../engine/entra/scopes.ts";
import { isGuid, parseTenant } from "../../engine/entra/tenants.ts";
import { AuthError } from "../../engine/errors.ts";
import {
  findProfile,
  isProfileName,
  type Profile,
  PROFILE_NAME_RULE,
} from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import { resolvePresets } from "../call/call.ts";
import {
  type Given,
  mergeCallSettings,
  profileLayer,
  toCallSettings,
} from "../call/call_settings.ts";
import { UsageError } from "../errors.ts";
import { isLocalFlow } from "../call/flow_choice.ts";
import { checkSettings } from "./setting_checks.ts";

/**
 * Checks the name of a new profile.
 *
 * @param name The name.
 * @throws {UsageError} If no profile can have it.
 */
export function requireName(name: string): void {
  if (isProfileName(name)) return;
  throw new UsageError(
    `Cannot name a profile "${name}"`,
    `A name has ${PROFILE_NAME_RULE}`,
  );
}

/**
 * Checks that a name is not taken.
 *
 * @param document The profiles.
 * @param name The name.
 * @throws {UsageError} If a profile has it.
 */
export function requireNew(
  { profiles }: ProfilesDocument,
  name: string,
): void {
  if (findProfile(profiles, name) === undefined) return;
  throw new UsageError(
    `Cannot make the profile "${name}": it is already there`,
    `Choose another name, or delete it with entrada config delete ${name}`,
  );
}

function requireClientId(id: string | undefined): string {
  if (id === undefined) {
    throw new UsageError(
      "Cannot make a profile without a client id",
      "Give the application (client) id of the app registration with --client-id",
    );
  }
  if (isGuid(id)) return id;
  throw new AuthError("invalid_client_id", `Cannot use the client id "${id}"`, {
    hint: "It is a GUID, shown as Application (client) ID in the portal",
  });
}

/** The same checks as at the first use, so that they fail now. */
function checkPlace({ tenant, authority, cloud }: Given): void {
  if (tenant === undefined && authority === undefined) {
    throw new UsageError(
      "Cannot make a profile without a tenant",
      "Give it with --tenant: an id, a domain, common, organizations or consumers",
    );
  }
  readAuthority({
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(authority === undefined ? {} : { authority }),
    ...(cloud === undefined ? {} : { cloud }),
  });
}

/** An empty text would be read as damage later. */
function refuseEmpty(given: Given): void {
  for (const [key, value] of Object.entries(given)) {
    const isEmpty = value === "" ||
      Array.isArray(value) && value.every((each) => each === "");
    if (!isEmpty) continue;
    throw new UsageError(
      `Cannot make a profile with an empty value: ${key}`,
      "Give it a value, or leave the option out",
    );
  }
}

/** A short name is kept as the address that it stands for. */
async function resourceOf(
  { resource, cloud, authority }: Given,
): Promise<string | undefined> {
  if (resource === undefined) return undefined;
  const none = { kind: "flag", name: "--resource" } as const;
  const sourced = <T>(value: T) => ({ value, origin: none, overridden: [] });
  const place = authority === undefined ? { cloud: cloud ?? "public" } : {
    authority,
  };
  const { scopes } = await resolvePresets({
    scopes: sourced([resourceScope(resource)]),
    place: sourced(place),
  });
  return scopes?.value[0]?.replace(/\/\.default$/, "");
}

/**
 * Makes a profile of what was given, with the checks of its first use.
 *
 * @param name Its name.
 * @param given What was given.
 * @returns The profile as it is written.
 * @throws {UsageError | AuthError} If something is missing or cannot be used.
 */
export async function toProfile(name: string, given: Given): Promise<Profile> {
  refuseEmpty(given);
  toCallSettings(given);
  const isLocal = isLocalFlow(given.flow);
  if (!isLocal) checkPlace(given);
  const members = {
    name,
    ...given,
    tenant: given.tenant === undefined ? undefined : parseTenant(given.tenant),
    clientId: isLocal ? given.clientId : requireClientId(given.clientId),
    scopes: given.scopes && parseScopes(given.scopes),
    resource: await resourceOf(given),
    claims: given.claims && parseClaims(given.claims),
  };
  const profile = Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as Profile;
  checkSettings(mergeCallSettings([profileLayer(profile)]));
  return profile;
}
