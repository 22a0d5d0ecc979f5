import type { Authority } from "../authority.ts";
import {
  appAccessClaims,
  idTokenClaims,
  userAccessClaims,
  type UserTokenSubject,
} from "../claims.ts";
import { consentedPermissions, missingPermissions } from "../consent.ts";
import type { Identity, TenantPath } from "../directory.ts";
import { optional } from "../parameters.ts";
import { randomValue } from "../random.ts";
import { refusal } from "../refusals.ts";
import { grantedScope, type ResourceRequest } from "../scopes.ts";
import type { UserGrant } from "../store.ts";
import { signGraphToken, signToken } from "../tokens.ts";
import type { ApiSeed } from "../world.ts";
import type { Credential, TokenRequest } from "./grant.ts";

const DAY_SECONDS = 86_400;
const USER_LIFETIME_SECONDS = 4_499;
const APP_LIFETIME_SECONDS = 3_599;
const REFRESH_LIFETIME_MS = 90 * DAY_SECONDS * 1000;
const SPA_REFRESH_LIFETIME_MS = DAY_SECONDS * 1000;

const CONTEXT_CLASS = { none: "0", secret: "1", assertion: "2" } as const;

export interface Issue {
  readonly grant: UserGrant;
  readonly path: TenantPath;
  readonly oidc: readonly string[];
  readonly resource: ResourceRequest;
  readonly nonce?: string | undefined;
  readonly authTime?: number | undefined;
}

/**
 * The answer to a user's grant, after the checks that every such grant shares: user state and consent.
 *
 * @throws {EntraRefusal} 50057, 50173, 50020, 65001
 */
export async function issueUserTokens(
  request: TokenRequest,
  issue: Issue,
): Promise<Record<string, unknown>> {
  const { authority } = request;
  const { grant, oidc } = issue;
  const identity = checkGrant(authority, issue);
  const access = await accessToken(authority, {
    issue,
    identity,
    credential: request.credential,
  });
  return {
    ...access,
    ...(oidc.includes("offline_access")
      ? { refresh_token: newRefreshToken(authority, grant) }
      : {}),
    ...(oidc.includes("offline_access") && grant.spa
      ? { refresh_token_expires_in: spaLifetime(authority, grant) }
      : {}),
    ...(oidc.includes("openid")
      ? { id_token: await idToken(authority, { issue, identity }) }
      : {}),
    ...(optional(request.form, "client_info") === "1"
      ? { client_info: clientInfo(identity) }
      : {}),
  };
}

function checkGrant(authority: Authority, issue: Issue): Identity {
  const { grant, resource, path } = issue;
  const { user } = grant;
  if (user.disabled) throw refusal(50057);
  if (authority.store.revokedGrants.has(grant.id)) throw refusal(50173);
  const identity = authority.directory.identity(user, path);
  const { client } = grant;
  if (missingPermissions(authority, { client, user, resource }).length > 0) {
    throw refusal(65001, {
      client_id: client.client_id,
      resource: resource.identifier,
    });
  }
  return identity;
}

async function accessToken(
  authority: Authority,
  { issue, identity, credential }: {
    issue: Issue;
    identity: Identity;
    credential: Credential;
  },
): Promise<Record<string, unknown>> {
  const { grant, oidc, resource } = issue;
  const { client, user } = grant;
  const { api } = resource;
  const granted = consentedPermissions(authority, { client, user, api });
  const longLived = api.cae === true && grant.cae;
  const lifetimeSeconds = longLived
    ? DAY_SECONDS - 1
    : api.token_lifetime_seconds ?? USER_LIFETIME_SECONDS;
  const subject: UserTokenSubject = {
    client,
    api,
    identity,
    lifetimeSeconds,
    audience: resource.identifier,
    tenantId: identity.tenantId,
    credential: CONTEXT_CLASS[credential],
    scopes: api.graph
      ? [...oidc.filter((name) => name !== "offline_access"), ...granted]
      : granted,
    amr: grant.amr,
    sessionId: grant.sessionId,
    cae: grant.cae,
  };
  return {
    token_type: "Bearer",
    scope: grantedScope(resource, { oidc, granted }),
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    ...(longLived ? { refresh_in: Math.floor(lifetimeSeconds / 2) } : {}),
    access_token: await sign(api, await userAccessClaims(authority, subject)),
  };
}

/** The answer to a client that asks for itself: no refresh token, no ID token, no `scope`. */
export async function issueAppToken(
  { authority, client, path, credential }: TokenRequest,
  resource: ResourceRequest,
): Promise<Record<string, unknown>> {
  const { api, identifier } = resource;
  const lifetimeSeconds = api.token_lifetime_seconds ?? APP_LIFETIME_SECONDS;
  const claims = await appAccessClaims(authority, {
    client,
    api,
    audience: identifier,
    tenantId: path.key,
    lifetimeSeconds,
    credential: CONTEXT_CLASS[credential],
  });
  return {
    token_type: "Bearer",
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: await sign(api, claims),
  };
}

function sign(
  api: ApiSeed,
  claims: Parameters<typeof signToken>[0],
): Promise<string> {
  return api.graph ? signGraphToken(claims, randomValue()) : signToken(claims);
}

async function idToken(
  authority: Authority,
  { issue, identity }: { issue: Issue; identity: Identity },
): Promise<string> {
  const { grant, oidc, nonce, authTime } = issue;
  const { client, sessionId } = grant;
  return await signToken(
    await idTokenClaims(authority, {
      client,
      identity,
      oidc,
      sessionId,
      nonce,
      authTime,
    }),
  );
}

function newRefreshToken(
  { store, clock }: Authority,
  grant: UserGrant,
): string {
  const token = `1.${randomValue()}${randomValue()}`;
  store.refreshTokens.set(token, {
    grant,
    // The end of a single page app's refresh token is fixed by the sign-in; others live on with use.
    expiresAt: grant.spa
      ? grant.authTime * 1000 + SPA_REFRESH_LIFETIME_MS
      : clock.now() + REFRESH_LIFETIME_MS,
    replaced: false,
  });
  return token;
}

function spaLifetime({ clock }: Authority, grant: UserGrant): number {
  const end = grant.authTime * 1000 + SPA_REFRESH_LIFETIME_MS;
  return Math.max(0, Math.floor((end - clock.now()) / 1000));
}

/** `client_info`: the home object id and the home tenant, which key an account in a client's cache. */
export function clientInfo({ user }: Pick<Identity, "user">): string {
  const text = JSON.stringify({ uid: user.oid, utid: user.tenant_id });
  return new TextEncoder().encode(text).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}
