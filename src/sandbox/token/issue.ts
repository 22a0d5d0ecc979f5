import type { JWTPayload } from "jose";
import type { Authority } from "../authority.ts";
import {
  appAccessClaims,
  idTokenClaims,
  userAccessClaims,
  type UserTokenSubject,
} from "../claims.ts";
import {
  asksForSecondFactor,
  type ClaimsRequest,
  mergedClaims,
  secondFactorRefusal,
} from "../claims_request.ts";
import { consentedPermissions, missingPermissions } from "../consent.ts";
import { type Identity, isPersonal, type TenantPath } from "../directory.ts";
import { optional } from "../parameters.ts";
import { randomValue } from "../random.ts";
import { refusal } from "../refusals.ts";
import { grantedScope, type ResourceRequest } from "../scopes.ts";
import type { UserGrant } from "../store.ts";
import { signGraphToken, signToken } from "../tokens.ts";
import type { ApiSeed } from "../world.ts";
import type { Credential, TokenRequest } from "./grant.ts";
import { newRefreshToken } from "./new_refresh_token.ts";

const DAY_SECONDS = 86_400;
const USER_LIFETIME_SECONDS = 4_499;
const APP_LIFETIME_SECONDS = 3_599;

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
 * @throws {EntraRefusal} 50057, 50173, 50020, 500207, 65001, 50076
 */
export async function issueUserTokens(
  { authority, credential, form, claims }: TokenRequest,
  issue: Issue,
): Promise<Record<string, unknown>> {
  const { oidc } = issue;
  const grant = {
    ...issue.grant,
    claims: mergedClaims(issue.grant.claims, claims),
  };
  const granted = { ...issue, grant };
  const identity = checkGrant(authority, granted);
  const access = await userAccessToken(authority, {
    issue: granted,
    identity,
    credential,
  });
  return {
    ...access,
    ...(oidc.includes("offline_access")
      ? newRefreshToken(authority, grant)
      : {}),
    ...(oidc.includes("openid")
      ? { id_token: await userIdToken(authority, { issue, identity }) }
      : {}),
    ...(optional(form, "client_info") === "1"
      ? { client_info: clientInfo(identity) }
      : {}),
  };
}

/**
 * Checks what may have changed since the person allowed it, and what the claims ask for.
 *
 * @throws {EntraRefusal} 50057, 50173, 50020, 500207, 65001, 50076
 */
export function checkGrant(
  authority: Authority,
  { grant, resource, path }: Pick<Issue, "grant" | "resource" | "path">,
): Identity {
  const { user, client } = grant;
  const { api } = resource;
  if (user.disabled) throw refusal(50057);
  if (authority.store.revokedGrants.has(grant.id)) throw refusal(50173);
  const identity = authority.directory.identity(user, { path, client });
  if (isPersonal(user) && api.token_version === 1 && !api.graph) {
    throw refusal(500207, { resource: resource.identifier });
  }
  if (missingPermissions(authority, { client, user, resource }).length > 0) {
    throw refusal(65001, {
      client_id: client.client_id,
      resource: resource.identifier,
    });
  }
  checkSecondFactor(grant);
  return identity;
}

/** @throws {EntraRefusal} 50076 */
export function checkSecondFactor(
  { claims, amr }: Pick<UserGrant, "claims" | "amr">,
): void {
  if (!asksForSecondFactor(claims) || amr.includes("mfa")) return;
  const { contexts, policies } = claims;
  throw secondFactorRefusal(50076, {
    error: "interaction_required",
    claims: {
      ...(contexts.length > 0
        ? { acrs: { essential: true, values: contexts } }
        : {}),
      ...(policies.length > 0
        ? { capolids: { essential: true, values: policies } }
        : {}),
    },
  });
}

interface IssuedTo {
  readonly issue: Issue;
  readonly identity: Identity;
}

/** The members of a token response that the access token of a user brings. */
export async function userAccessToken(
  authority: Authority,
  { issue, identity, credential }: IssuedTo & { credential: Credential },
): Promise<Record<string, unknown>> {
  const { grant, oidc, resource } = issue;
  const { client, user, claims } = grant;
  const { api } = resource;
  const granted = consentedPermissions(authority, { client, user, api });
  const lifetime = lifetimeOf(api, {
    claims,
    usualSeconds: USER_LIFETIME_SECONDS,
  });
  const subject: UserTokenSubject = {
    client,
    api,
    identity,
    lifetimeSeconds: lifetime.expires_in,
    audience: resource.identifier,
    tenantId: identity.tenantId,
    credential: CONTEXT_CLASS[credential],
    scopes: api.graph
      ? [...oidc.filter((name) => name !== "offline_access"), ...granted]
      : granted,
    amr: grant.amr,
    sessionId: grant.sessionId,
    claims,
  };
  const payload = await userAccessClaims(authority, subject);
  return {
    token_type: "Bearer",
    scope: grantedScope(resource, { oidc, granted }),
    ...lifetime,
    access_token: api.graph && isPersonal(user)
      ? opaque(authority, payload)
      : await sign(authority, { api, payload }),
  };
}

/** The answer to a client that asks for itself: no refresh token, no ID token, no `scope`. */
export async function issueAppToken(
  { authority, client, path, credential, claims }: TokenRequest,
  { api, identifier }: ResourceRequest,
): Promise<Record<string, unknown>> {
  const lifetime = lifetimeOf(api, {
    claims,
    usualSeconds: APP_LIFETIME_SECONDS,
  });
  const payload = await appAccessClaims(authority, {
    client,
    api,
    audience: identifier,
    tenantId: path.key,
    lifetimeSeconds: lifetime.expires_in,
    credential: CONTEXT_CLASS[credential],
    claims,
  });
  return {
    token_type: "Bearer",
    ...lifetime,
    access_token: await sign(authority, { api, payload }),
  };
}

// An API that can challenge a token lets it live longer, for clients that can answer.
function lifetimeOf(
  api: ApiSeed,
  { claims, usualSeconds }: { claims: ClaimsRequest; usualSeconds: number },
) {
  const long = api.cae === true && claims.cae;
  const seconds = long
    ? DAY_SECONDS - 1
    : api.token_lifetime_seconds ?? usualSeconds;
  return {
    expires_in: seconds,
    ext_expires_in: seconds,
    ...(long ? { refresh_in: Math.floor(seconds / 2) } : {}),
  };
}

export function sign(
  authority: Authority,
  { api, payload }: { api: ApiSeed; payload: JWTPayload },
): Promise<string> {
  return api.graph
    ? signGraphToken(authority, { payload, nonce: randomValue() })
    : signToken(authority, payload);
}

// Graph tokens of personal accounts are no JWTs: a client has to treat access tokens as opaque.
function opaque({ store }: Authority, payload: JWTPayload): string {
  const token = `EwA${randomValue()}${randomValue()}`;
  store.opaqueTokens.set(token, payload);
  return token;
}

export async function userIdToken(
  authority: Authority,
  { issue, identity, hashes }: IssuedTo & {
    hashes?: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const { grant, oidc, nonce, authTime } = issue;
  const { client, sessionId } = grant;
  const payload = await idTokenClaims(authority, {
    client,
    identity,
    oidc,
    sessionId,
    nonce,
    authTime,
    hashes,
  });
  return await signToken(authority, payload);
}

/** `client_info`: the home object id and the home tenant, which key an account in a client's cache. */
export function clientInfo({ user }: Pick<Identity, "user">): string {
  const text = JSON.stringify({ uid: user.oid, utid: user.tenant_id });
  return new TextEncoder().encode(text).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}
