import type { Authority } from "./authority.ts";
import type { ResourceRequest, ScopeRequest } from "./scopes.ts";
import type { ApiSeed, ClientSeed, UserSeed } from "./world.ts";

interface Parties {
  readonly client: ClientSeed;
  readonly user: UserSeed;
}

/** The permissions of the API that the client may use for the user. */
export function consentedPermissions(
  { store }: Pick<Authority, "store">,
  { client, user, api }: Parties & { api: ApiSeed },
): readonly string[] {
  if (client.admin_consent) return api.scopes;
  return [...store.consents.get(consentKey({ client, user }, api.id)) ?? []];
}

/** The permissions of one resource that nobody has consented to yet. */
export function missingPermissions(
  authority: Pick<Authority, "store">,
  { client, user, resource }: Parties & { resource: ResourceRequest },
): readonly string[] {
  const { api } = resource;
  const consented = consentedPermissions(authority, { client, user, api });
  // `.default` asks for the whole list only when there is no consent at all.
  if (resource.all) return consented.length > 0 ? [] : api.scopes;
  return resource.permissions.filter((name) => !consented.includes(name));
}

/** Whether the consent page has to be shown. */
export function needsConsent(
  authority: Pick<Authority, "store">,
  { client, user, scope }: Parties & { scope: ScopeRequest },
): boolean {
  if (client.admin_consent) return false;
  const known = authority.store.consents.has(
    consentKey({ client, user }, "oidc"),
  );
  return !known ||
    scope.resources.some((resource) =>
      missingPermissions(authority, { client, user, resource }).length > 0
    );
}

export function giveConsent(
  { store }: Pick<Authority, "store">,
  { client, user, scope }: Parties & { scope: ScopeRequest },
): void {
  add(store.consents, {
    key: consentKey({ client, user }, "oidc"),
    names: scope.oidc,
  });
  for (const { api, all, permissions } of scope.resources) {
    const key = consentKey({ client, user }, api.id);
    add(store.consents, { key, names: all ? api.scopes : permissions });
  }
}

function add(
  consents: Map<string, Set<string>>,
  { key, names }: { key: string; names: readonly string[] },
): void {
  consents.set(key, new Set([...consents.get(key) ?? [], ...names]));
}

function consentKey({ client, user }: Parties, id: string): string {
  return `${client.client_id} ${user.oid} ${id}`;
}
