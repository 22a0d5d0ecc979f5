import type { JWTPayload } from "jose";
import type { Authority } from "./authority.ts";
import type { ClaimsRequest } from "./claims_request.ts";
import { epochSeconds } from "./clock.ts";
import type { Identity } from "./directory.ts";
import { derived, derivedGuid, randomValue } from "./random.ts";
import type { ApiSeed, ClientSeed } from "./world.ts";

// Entra's `iat` and `nbf` lie five minutes back, for clients whose clock is late.
const BACKDATED_SECONDS = 300;

export function issuerV2(origin: string, tenantId: string): string {
  return `${origin}/${tenantId}/v2.0`;
}

/** The issuer of v1 tokens; on purpose not one that could be mistaken for Microsoft's. */
export function issuerV1(origin: string, tenantId: string): string {
  return `${origin}/sts/${tenantId}/`;
}

interface AccessTokenSubject {
  readonly client: ClientSeed;
  readonly api: ApiSeed;
  /** The resource as the client wrote it. */
  readonly audience: string;
  readonly tenantId: string;
  readonly lifetimeSeconds: number;
  /** `0` no credential, `1` secret, `2` certificate or assertion. */
  readonly credential: "0" | "1" | "2";
  readonly claims: ClaimsRequest;
}

export interface UserTokenSubject extends AccessTokenSubject {
  readonly identity: Identity;
  readonly scopes: readonly string[];
  readonly amr: readonly string[];
  readonly sessionId: string;
}

/** The claims that every access token has, in the version that the API's manifest asks for. */
function sharedClaims(
  authority: Pick<Authority, "origin" | "clock">,
  subject: AccessTokenSubject,
): JWTPayload {
  const { api, client, tenantId, claims } = subject;
  const issuedAt = epochSeconds(authority.clock);
  const notBefore = Math.max(
    issuedAt - BACKDATED_SECONDS,
    Math.min(issuedAt, claims.notBefore ?? 0),
  );
  const v1 = api.token_version === 1;
  return {
    aud: v1 ? subject.audience : api.id,
    iss: v1
      ? issuerV1(authority.origin, tenantId)
      : issuerV2(authority.origin, tenantId),
    iat: notBefore,
    nbf: notBefore,
    exp: issuedAt + subject.lifetimeSeconds,
    aio: randomValue(),
    ...(v1
      ? {
        app_displayname: client.name,
        appid: client.client_id,
        appidacr: subject.credential,
      }
      : { azp: client.client_id, azpacr: subject.credential }),
    rh: `1.${randomValue()}`,
    tid: tenantId,
    uti: randomValue().slice(0, 22),
    ver: v1 ? "1.0" : "2.0",
    ...(claims.cae ? { xms_cc: ["cp1"] } : {}),
  };
}

export async function userAccessClaims(
  authority: Pick<Authority, "origin" | "clock">,
  subject: UserTokenSubject,
): Promise<JWTPayload> {
  const { api, identity } = subject;
  const { user, oid, guest } = identity;
  const { contexts, policies } = subject.claims;
  const names = api.token_version === 1
    ? {
      acct: guest ? 1 : 0,
      acr: "1",
      amr: [...subject.amr],
      family_name: user.family_name,
      given_name: user.given_name,
      idtyp: "user",
      ipaddr: "127.0.0.1",
      tenant_region_scope: "EU",
      unique_name: user.username,
      upn: user.username,
    }
    : { preferred_username: user.username };
  return {
    ...sharedClaims(authority, subject),
    ...names,
    ...(guest ? { idp: issuerV1(authority.origin, user.tenant_id) } : {}),
    ...(contexts.length > 0 ? { acrs: [...contexts] } : {}),
    ...(policies.length > 0 ? { capolids: [...policies] } : {}),
    name: `${user.given_name} ${user.family_name}`,
    oid,
    scp: subject.scopes.join(" "),
    sid: subject.sessionId,
    sub: await derived("subject", api.id, oid),
  };
}

export async function appAccessClaims(
  authority: Pick<Authority, "origin" | "clock">,
  subject: AccessTokenSubject,
): Promise<JWTPayload> {
  const { api, client, tenantId } = subject;
  const roles = client.app_roles?.[api.id] ?? [];
  const principal = await derivedGuid("principal", client.client_id, tenantId);
  return {
    ...sharedClaims(authority, subject),
    ...(api.token_version === 1
      ? { idp: issuerV1(authority.origin, tenantId) }
      : {}),
    idtyp: "app",
    oid: principal,
    sub: principal,
    ...(roles.length > 0 ? { roles: [...roles] } : {}),
  };
}

export interface IdTokenSubject {
  readonly client: ClientSeed;
  readonly identity: Identity;
  readonly oidc: readonly string[];
  readonly sessionId: string;
  readonly nonce?: string | undefined;
  readonly authTime?: number | undefined;
  /** `c_hash` and `at_hash`, for ID tokens that come through the browser. */
  readonly hashes?: Readonly<Record<string, string>> | undefined;
}

export async function idTokenClaims(
  { origin, clock }: Pick<Authority, "origin" | "clock">,
  { client, identity, oidc, sessionId, nonce, authTime, hashes }:
    IdTokenSubject,
): Promise<JWTPayload> {
  const { user, oid, tenantId, guest } = identity;
  const issuedAt = epochSeconds(clock);
  const profile = {
    name: `${user.given_name} ${user.family_name}`,
    oid,
    preferred_username: user.username,
    rh: `1.${randomValue()}`,
  };
  return {
    aud: client.client_id,
    iss: issuerV2(origin, tenantId),
    iat: issuedAt - BACKDATED_SECONDS,
    nbf: issuedAt - BACKDATED_SECONDS,
    exp: issuedAt + 3600,
    aio: randomValue(),
    ...hashes,
    ...(authTime === undefined ? {} : { auth_time: authTime }),
    ...(oidc.includes("email") ? { email: user.email ?? user.username } : {}),
    ...(guest ? { idp: issuerV1(origin, user.tenant_id) } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    ...(oidc.includes("profile") ? profile : {}),
    sid: sessionId,
    sub: await derived("subject", client.client_id, oid),
    tid: tenantId,
    uti: randomValue().slice(0, 22),
    ver: "2.0",
  };
}
