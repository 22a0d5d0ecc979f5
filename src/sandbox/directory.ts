import { refusal } from "./refusals.ts";
import { checkWorld, PERSONAL_TENANT } from "./world_check.ts";
import type {
  ApiSeed,
  ApplicationSeed,
  ClientSeed,
  TenantSeed,
  UserSeed,
  WorldSeed,
} from "./world.ts";

/** The `{tenant}` part of a path. `key` is the tenant id or the alias: codes are bound to it. */
export interface TenantPath {
  readonly key: string;
  readonly tenant?: TenantSeed;
}

/** A user as one tenant sees them: guests have another object id there. */
export interface Identity {
  readonly user: UserSeed;
  readonly tenantId: string;
  readonly oid: string;
  readonly guest: boolean;
}

/** Where somebody signs in, and to what. */
export interface SignInRequest {
  readonly path: TenantPath;
  readonly client: ClientSeed;
}

export interface Directory {
  readonly world: WorldSeed;
  /** @throws {EntraRefusal} 90002 */
  tenantPath(segment: string): TenantPath;
  /** @throws {EntraRefusal} 700016, 50194, 9002332 */
  client(clientId: string, path: TenantPath): ClientSeed;
  user(username: string): UserSeed | undefined;
  /** The API named by an id, a URI or an alias, with or without a final slash. */
  api(identifier: string, tenantId?: string): ApiSeed | undefined;
  graph(): ApiSeed | undefined;
  /** Everybody who can sign in to the client at the path. */
  members(request: SignInRequest): readonly UserSeed[];
  /** @throws {EntraRefusal} 50020 */
  identity(user: UserSeed, request: SignInRequest): Identity;
}

export function createDirectory(world: WorldSeed): Directory {
  checkWorld(world);
  return {
    world,
    tenantPath: (segment) => findTenant(world, segment),
    client: (clientId, path) => findClient(world, { clientId, path }),
    user: (username) =>
      world.users.find((user) => same(user.username, username)),
    api: (identifier, tenantId) =>
      world.apis.find((api) =>
        [api.id, api.uri, ...api.aliases ?? []].some((name) =>
          same(withoutSlash(name), withoutSlash(identifier))
        ) && (tenantId === undefined || api.tenant_id === undefined ||
          same(api.tenant_id, tenantId))
      ),
    graph: () => world.apis.find((api) => api.graph),
    members: (request) =>
      world.users.filter((user) =>
        isHome(user, request) || guestOid(user, request) !== undefined
      ),
    identity: findIdentity,
  };
}

function findTenant(world: WorldSeed, segment: string): TenantPath {
  const name = segment.toLowerCase();
  if (name === "common" || name === "organizations") return { key: name };
  if (name === "consumers" || name === PERSONAL_TENANT) {
    return { key: "consumers" };
  }
  const tenant = world.tenants.find(({ id, domain }) =>
    same(id, name) || same(domain, name)
  );
  if (tenant === undefined) throw refusal(90002, { tenant: segment });
  return { key: tenant.id, tenant };
}

function findClient(
  world: WorldSeed,
  { clientId, path }: { clientId: string; path: TenantPath },
): ClientSeed {
  const client = world.clients.find((each) => same(each.client_id, clientId)) ??
    registeredClient(world, clientId);
  const missing = refusal(700016, { client_id: clientId, tenant: path.key });
  if (client === undefined) throw missing;
  const audience = client.audience ?? "tenant";
  if (path.key === "consumers" && audience !== "all") {
    throw refusal(9002332, { client_id: clientId });
  }
  if (audience !== "tenant") return client;
  if (path.tenant === undefined) {
    throw refusal(50194, { client_id: clientId, tenant: path.key });
  }
  if (!same(path.tenant.id, client.tenant_id)) throw missing;
  return client;
}

/** What Graph lists beside the clients can ask for tokens too, once it has a secret. */
function registeredClient(
  { applications = [] }: WorldSeed,
  clientId: string,
): ClientSeed | undefined {
  const found = applications.find((each) => same(each.client_id, clientId));
  if (found === undefined) return undefined;
  const { client_id, name, tenant_id } = found;
  return {
    client_id,
    name,
    tenant_id,
    type: "confidential",
    redirect_uris: [],
    app_roles: grantedRoles(found),
  };
}

/** An administrator has granted the application permissions that it asks for. */
function grantedRoles(
  { required_permissions = [] }: ApplicationSeed,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    required_permissions.map(({ api, roles = [] }) => [api, roles]),
  );
}

function findIdentity(user: UserSeed, request: SignInRequest): Identity {
  const { key } = request.path;
  if (isHome(user, request)) {
    return { user, tenantId: user.tenant_id, oid: user.oid, guest: false };
  }
  const oid = guestOid(user, request);
  if (oid === undefined) {
    throw refusal(50020, { username: user.username, tenant: key });
  }
  return { user, tenantId: key, oid, guest: true };
}

export function isPersonal({ tenant_id }: UserSeed): boolean {
  return same(tenant_id, PERSONAL_TENANT);
}

function isHome(
  user: UserSeed,
  { path: { key }, client }: SignInRequest,
): boolean {
  if (isPersonal(user)) {
    return (key === "common" || key === "consumers") &&
      client.audience === "all";
  }
  return key === "common" || key === "organizations" ||
    same(user.tenant_id, key);
}

function guestOid(
  user: UserSeed,
  { path }: SignInRequest,
): string | undefined {
  return user.guest_of?.find(({ tenant_id }) => same(tenant_id, path.key))?.oid;
}

// `https://management.azure.com` and `https://management.azure.com/` name the same API; only `aud` keeps the difference.
function withoutSlash(identifier: string): string {
  return identifier.endsWith("/") ? identifier.slice(0, -1) : identifier;
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
