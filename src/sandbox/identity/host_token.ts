/**
 * The endpoints at which a program asks its host for a token: no client credential, no user. Each host has its
 * own request and its own errors, so each is a file. May import the sandbox's keys, stores and seeds.
 *
 * @module
 */
import type { Authority } from "../authority.ts";
import { appAccessClaims } from "../claims.ts";
import { NO_CLAIMS } from "../claims_request.ts";
import { epochSeconds } from "../clock.ts";
import { refusal } from "../refusals.ts";
import { sign } from "../token/issue.ts";
import type { ApiSeed, ManagedIdentitySeed } from "../world.ts";

// The host keeps tokens of managed identities for a day.
const LIFETIME_SECONDS = 86_399;

/** A query that names an identity, by at most one of its ids. */
export interface Selector {
  readonly clientId?: string | undefined;
  readonly objectId?: string | undefined;
  readonly resourceId?: string | undefined;
}

/** The identity that the query names, or the host's own when it names none. */
export function findIdentity(
  { directory }: Pick<Authority, "directory">,
  { clientId, objectId, resourceId }: Selector,
): ManagedIdentitySeed | undefined {
  const identities = directory.world.managed_identities ?? [];
  const named = [clientId, objectId, resourceId].filter((id) =>
    id !== undefined
  );
  if (named.length === 0) {
    return identities.find(({ system_assigned }) => system_assigned);
  }
  if (named.length > 1) return undefined;
  return identities.find((identity) =>
    same(identity.client_id, clientId) || same(identity.object_id, objectId) ||
    same(identity.resource_id, resourceId)
  );
}

/** @throws {EntraRefusal} 500011 */
export function findResource(
  { directory }: Pick<Authority, "directory">,
  { resource, tenantId }: { resource: string; tenantId: string },
): ApiSeed {
  const api = directory.api(resource, tenantId);
  if (api === undefined) throw refusal(500011, { resource, tenant: tenantId });
  return api;
}

/**
 * A token of the identity, in the members that all hosts share. Every value is text, as on a real host.
 *
 * @throws {EntraRefusal} 500011
 */
export async function identityToken(
  authority: Authority,
  { identity, resource }: { identity: ManagedIdentitySeed; resource: string },
): Promise<Record<string, string>> {
  const { client_id, object_id, resource_id, tenant_id, name } = identity;
  const api = findResource(authority, { resource, tenantId: tenant_id });
  const claims = await appAccessClaims(authority, {
    client: {
      client_id,
      name,
      tenant_id,
      type: "confidential",
      redirect_uris: [],
      ...(identity.app_roles === undefined
        ? {}
        : { app_roles: identity.app_roles }),
    },
    api,
    audience: resource,
    tenantId: tenant_id,
    lifetimeSeconds: LIFETIME_SECONDS,
    credential: "2",
    claims: NO_CLAIMS,
  });
  const payload = {
    ...claims,
    oid: object_id,
    sub: object_id,
    xms_mirid: resource_id,
  };
  return {
    access_token: await sign(authority, { api, payload }),
    client_id,
    ...timesOf(authority, LIFETIME_SECONDS),
    resource,
    token_type: "Bearer",
  };
}

export function timesOf(
  { clock }: Pick<Authority, "clock">,
  lifetimeSeconds: number,
): Record<string, string> {
  const now = epochSeconds(clock);
  return {
    expires_in: String(lifetimeSeconds),
    expires_on: String(now + lifetimeSeconds),
    not_before: String(now - 300),
  };
}

function same(left: string, right: string | undefined): boolean {
  return left.toLowerCase() === right?.toLowerCase();
}
