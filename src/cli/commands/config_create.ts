import { isGuid, parseTenant } from "../../engine/entra/tenants.ts";
import { resolveAuthority } from "../../engine/entra/authority.ts";
import { AuthError } from "../../engine/errors.ts";
import { parseScopes } from "../../engine/entra/scopes.ts";
import { addProfile } from "../../settings/profiles_document.ts";
import {
  findProfile,
  isProfileName,
  type Profile,
  PROFILE_NAME_RULE,
} from "../../settings/profile.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ConfigCreateFlags } from "../flags/config.ts";
import { updateProfiles } from "../profile_store.ts";

function requireName(name: string): string {
  if (isProfileName(name)) return name;
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

function exclusive(
  flags: ConfigCreateFlags,
  ...names: (keyof ConfigCreateFlags)[]
): void {
  const given = names.filter((name) => flags[name] !== undefined);
  if (given.length < 2) return;
  const options = given.map((name) =>
    "--" + name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  );
  throw new UsageError(
    `Cannot use ${options.join(" and ")} together`,
    "Give one of them",
  );
}

function secretReference(flags: ConfigCreateFlags): string | undefined {
  if (flags.clientSecretEnv !== undefined) {
    return `env:${flags.clientSecretEnv}`;
  }
  if (flags.clientSecretFile !== undefined) {
    return `file:${flags.clientSecretFile}`;
  }
  return undefined;
}

/** The same checks as at the first use, so that they fail now. */
function checkPlace({ tenant, authority, cloud }: ConfigCreateFlags): void {
  if (tenant === undefined && authority === undefined) {
    throw new UsageError(
      "Cannot make a profile without a tenant",
      "Give it with --tenant: an id, a domain, common, organizations or consumers",
    );
  }
  resolveAuthority({
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(authority === undefined ? {} : { authority }),
    ...(cloud === undefined ? {} : { cloud }),
  });
}

function toProfile(name: string, flags: ConfigCreateFlags): Profile {
  exclusive(flags, "clientSecretEnv", "clientSecretFile");
  exclusive(flags, "scope", "resource");
  exclusive(flags, "cloud", "authority");
  checkPlace(flags);
  const members = {
    name: requireName(name),
    tenant: flags.tenant === undefined ? undefined : parseTenant(flags.tenant),
    clientId: requireClientId(flags.clientId),
    scopes: flags.scope && parseScopes(flags.scope),
    resource: flags.resource,
    clientSecret: secretReference(flags),
    flow: flags.flow,
    redirectUri: flags.redirectUri,
    cloud: flags.cloud,
    authority: flags.authority,
    loginHint: flags.loginHint,
  };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as Profile;
}

/** Makes a profile. */
export default async function configCreate(
  this: Context,
  flags: ConfigCreateFlags,
  name: string,
): Promise<void> {
  const { io, messages } = this;
  const profile = toProfile(name, flags);
  await updateProfiles(io, (document) => {
    if (findProfile(document.profiles, name) !== undefined) {
      throw new UsageError(
        `Cannot make the profile "${name}": it is already there`,
        `Choose another name, or delete it with entrada config delete ${name}`,
      );
    }
    const added = addProfile(document, profile);
    return flags.default ? { ...added, default: name } : added;
  });
  messages.note(
    `Made the profile "${name}"; try it with entrada get-token -p ${name}`,
  );
}
