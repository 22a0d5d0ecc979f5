import type { EngineContext, EngineGrant } from "./engine.ts";
import {
  createScopeReader,
  OIDC_SCOPES,
  type Resource,
  type ScopeReader,
} from "./scopes.ts";
import type { Storage } from "./storage.ts";
import {
  apisOf,
  clientsOf,
  type OracleClient,
  type OracleUser,
  type OracleWorld,
  usersOf,
} from "./world.ts";

/** What a poll of the device flow is answered with, in place of the user's own decision. */
export type DeviceAnswer =
  | "pending"
  | "slow_down"
  | "approve"
  | "decline"
  | "expire";

export interface OracleSettings {
  readonly origin: string;
  readonly world: OracleWorld;
  readonly storage: Storage;
  /** Who signs in without a page; nobody in page mode. */
  readonly automaticUser: string | undefined;
  readonly deviceIntervalSeconds: number;
  /** Answers to the polls to come; used up one by one. */
  readonly deviceAnswers: DeviceAnswer[];
}

/** One tenant: its part of the world, and what is the same for all. */
export interface Tenant {
  readonly id: string;
  readonly settings: OracleSettings;
  readonly users: readonly OracleUser[];
  readonly clients: readonly OracleClient[];
  readonly scopes: ScopeReader;
}

export function createTenant(settings: OracleSettings, id: string): Tenant {
  const { world } = settings;
  return {
    id,
    settings,
    users: usersOf(world, id),
    clients: clientsOf(world, id),
    scopes: createScopeReader(apisOf(world, id)),
  };
}

export function userNamed(
  { users }: Tenant,
  username: string | undefined,
): OracleUser | undefined {
  return users.find((user) =>
    user.username.toLowerCase() === username?.toLowerCase()
  );
}

/** The user who signs in by itself; the hint chooses among the others. */
export function automaticUser(
  tenant: Tenant,
  hint?: string,
): OracleUser | undefined {
  const { automaticUser: username } = tenant.settings;
  if (username === undefined) return undefined;
  return userNamed(tenant, hint) ?? userNamed(tenant, username) ??
    tenant.users.find((user) => !user.disabled);
}

/** A user as the engine knows them. */
export interface Account {
  readonly accountId: string;
  claims(): Record<string, unknown>;
}

/** The account of an object id, unless it is disabled. */
export function accountOf(tenant: Tenant, oid: string): Account | undefined {
  const user = tenant.users.find((each) => each.oid === oid);
  if (user === undefined || user.disabled) return undefined;
  return {
    accountId: oid,
    claims: () => ({
      sub: oid,
      oid,
      tid: tenant.id,
      ver: "2.0",
      name: user.name,
      preferred_username: user.username,
      email: user.username,
    }),
  };
}

/** Records that a user has consented to everything at these resources. */
export async function consent(
  { oidc }: EngineContext,
  { accountId, resources }: {
    readonly accountId: string;
    readonly resources: readonly Resource[];
  },
): Promise<{ grant: EngineGrant; grantId: string }> {
  const { Grant } = oidc.provider;
  const grant = new Grant({ accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope(OIDC_SCOPES.join(" "));
  for (const resource of resources) addConsent(grant, resource);
  return { grant, grantId: await grant.save() };
}

export function addConsent(grant: EngineGrant, resource: Resource): void {
  grant.addResourceScope(resource.id, [...resource.spellings.keys()].join(" "));
}
