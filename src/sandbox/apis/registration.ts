// Application registrations as Graph shows them, made from the seeds.
import type { Authority } from "../authority.ts";
import { derivedGuid } from "../random.ts";
import type { AddedSecret } from "../store.ts";
import type {
  ApiSeed,
  ApplicationSeed,
  ClientSeed,
  RequiredPermissionsSeed,
  SecretSeed,
} from "../world.ts";
import type { Entity } from "./odata.ts";

/** When the clients of a world were registered, which their seeds do not say. */
const LONG_AGO = "2022-06-01T08:00:00Z";

/** Clients and further applications are the same to Graph. */
export interface Registration extends ApplicationSeed {
  readonly audience: NonNullable<ClientSeed["audience"]>;
  readonly secrets: readonly SecretSeed[];
}

function ofClient(client: ClientSeed): Registration {
  const { client_id, name, tenant_id, app_roles = {} } = client;
  return {
    client_id,
    name,
    tenant_id,
    audience: client.audience ?? "tenant",
    secrets: client.secrets ?? [],
    required_permissions: Object.entries(app_roles).map(([api, roles]) => ({
      api,
      roles,
    })),
  };
}

/** All registrations of a tenant. */
export function registrationsOf(
  { directory: { world } }: Authority,
  tenantId: string,
): readonly Registration[] {
  return [
    ...world.clients.map(ofClient),
    ...(world.applications ?? []).map((application) => ({
      ...application,
      audience: "tenant" as const,
      secrets: [],
    })),
  ].filter(({ tenant_id }) =>
    tenant_id.toLowerCase() === tenantId.toLowerCase()
  );
}

/** The object id of a registration. */
export function objectIdOf({ client_id }: ApplicationSeed): Promise<string> {
  return derivedGuid("application", client_id);
}

/** The id of a permission, which manifests name instead of the word. */
export function permissionId(
  kind: "Scope" | "Role",
  { api, name }: { api: string; name: string },
): Promise<string> {
  return derivedGuid(kind, api, name);
}

async function requiredAccess(
  { api, scopes = [], roles = [] }: RequiredPermissionsSeed,
): Promise<Entity> {
  const kinds = [["Scope", scopes], ["Role", roles]] as const;
  const access = kinds.flatMap(([type, names]) =>
    names.map(async (name) => ({
      id: await permissionId(type, { api, name }),
      type,
    }))
  );
  return { resourceAppId: api, resourceAccess: await Promise.all(access) };
}

const AUDIENCES = {
  tenant: "AzureADMyOrg",
  organizations: "AzureADMultipleOrgs",
  all: "AzureADandPersonalMicrosoftAccount",
} as const;

/** A secret as a listing shows it: never the secret. */
export function shownSecret(
  { keyId, displayName, value, startsAt, endsAt }: AddedSecret,
): Entity {
  return {
    customKeyIdentifier: null,
    displayName,
    endDateTime: graphTime(endsAt),
    hint: value.slice(0, 3),
    keyId,
    secretText: null,
    startDateTime: graphTime(startsAt),
  };
}

async function seededSecret(
  { value, expires_at }: SecretSeed,
  registration: Registration,
): Promise<Entity> {
  return shownSecret({
    keyId: await derivedGuid("secret", registration.client_id, value),
    displayName: "Made by hand",
    value,
    startsAt: Date.parse(LONG_AGO),
    endsAt: Date.parse(expires_at ?? "2299-12-30T00:00:00Z"),
  });
}

/** Without fractions of seconds, as Graph writes it. */
export function graphTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The `application` resource of Graph, with the members that people ask for. */
export async function applicationEntity(
  { directory, store }: Authority,
  registration: Registration,
): Promise<Entity> {
  const { client_id, name, tenant_id, created_at, required_permissions = [] } =
    registration;
  const added = store.addedSecrets.get(client_id.toLowerCase()) ?? [];
  const tenant = directory.world.tenants.find(({ id }) => id === tenant_id);
  return {
    id: await objectIdOf(registration),
    appId: client_id,
    displayName: name,
    createdDateTime: graphTime(Date.parse(created_at ?? LONG_AGO)),
    publisherDomain: tenant?.domain ?? null,
    signInAudience: AUDIENCES[registration.audience],
    requiredResourceAccess: await Promise.all(
      required_permissions.map(requiredAccess),
    ),
    passwordCredentials: [
      ...await Promise.all(
        registration.secrets.map((secret) =>
          seededSecret(secret, registration)
        ),
      ),
      ...added.map(shownSecret),
    ],
  };
}

/** The `servicePrincipal` resource of an API. */
export async function servicePrincipalEntity(api: ApiSeed): Promise<Entity> {
  const named = async (kind: "Scope" | "Role", name: string) => ({
    id: await permissionId(kind, { api: api.id, name }),
    value: name,
    isEnabled: true,
  });
  return {
    id: await derivedGuid("service principal", api.id),
    appId: api.id,
    displayName: api.name,
    servicePrincipalNames: [api.uri, ...api.aliases ?? [], api.id],
    oauth2PermissionScopes: await Promise.all(
      api.scopes.map(async (name) => ({
        ...await named("Scope", name),
        adminConsentDisplayName: name,
        type: name.endsWith(".All") ? "Admin" : "User",
      })),
    ),
    appRoles: await Promise.all(
      api.roles.map(async (name) => ({
        ...await named("Role", name),
        allowedMemberTypes: ["Application"],
        displayName: name,
      })),
    ),
  };
}
