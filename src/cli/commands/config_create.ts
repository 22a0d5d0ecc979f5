import { isGuid, parseTenant } from "../../engine/entra/tenants.ts";
import { readAuthority } from "../../engine/entra/authority.ts";
import { parseClaims } from "../../engine/entra/claims_request.ts";
import { AuthError } from "../../engine/errors.ts";
import { parseScopes, resourceScope } from "../../engine/entra/scopes.ts";
import {
  addProfile,
  type ProfilesDocument,
} from "../../settings/profiles_document.ts";
import {
  findProfile,
  isProfileName,
  type Profile,
  PROFILE_NAME_RULE,
} from "../../settings/profile.ts";
import { resolvePresets } from "../call.ts";
import { toCallSettings } from "../call_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ConfigCreateFlags } from "../flags/config.ts";
import { settingsOfFlags } from "../flag_settings.ts";
import { isLocalFlow } from "../flow_choice.ts";
import { loadProfiles, updateProfiles } from "../profile_store.ts";
import { removeStoredSecrets } from "../stored_secrets.ts";
import { storeSecrets } from "../store_secrets.ts";

function requireName(name: string): void {
  if (isProfileName(name)) return;
  throw new UsageError(
    `Cannot name a profile "${name}"`,
    `A name has ${PROFILE_NAME_RULE}`,
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
function checkPlace({ tenant, authority, cloud }: ConfigCreateFlags): void {
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

/** A short name is kept as the address that it stands for. */
async function resourceOf(
  { resource, cloud, authority }: ConfigCreateFlags,
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

async function toProfile(
  name: string,
  flags: ConfigCreateFlags,
): Promise<Profile> {
  const { given } = await settingsOfFlags(flags);
  toCallSettings(given);
  const isLocal = isLocalFlow(flags.flow);
  if (!isLocal) checkPlace(flags);
  const members = {
    name,
    ...given,
    tenant: flags.tenant === undefined ? undefined : parseTenant(flags.tenant),
    clientId: isLocal ? given.clientId : requireClientId(given.clientId),
    scopes: given.scopes && parseScopes(given.scopes),
    resource: await resourceOf(flags),
    claims: given.claims && parseClaims(given.claims),
  };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as Profile;
}

function requireNew({ profiles }: ProfilesDocument, name: string): void {
  if (findProfile(profiles, name) === undefined) return;
  throw new UsageError(
    `Cannot make the profile "${name}": it is already there`,
    `Choose another name, or delete it with entrada config delete ${name}`,
  );
}

/** Makes a profile. */
export default async function configCreate(
  this: Context,
  flags: ConfigCreateFlags,
  name: string,
): Promise<void> {
  const { io, messages } = this;
  requireName(name);
  requireNew(await loadProfiles(io), name);
  const draft = await toProfile(name, flags);
  const profile = await storeSecrets(draft, { flags, context: this });
  const add = (document: ProfilesDocument) => {
    // Another program may have made it meanwhile.
    requireNew(document, name);
    const added = addProfile(document, profile);
    return flags.default ? { ...added, default: name } : added;
  };
  try {
    await updateProfiles(io, add);
  } catch (error) {
    if (profile !== draft) await removeStoredSecrets(name, { context: this });
    throw error;
  }
  messages.note(
    `Made the profile "${name}"; try it with entrada get-token -p ${name}`,
  );
}
