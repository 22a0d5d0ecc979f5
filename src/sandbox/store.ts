import type { JWTPayload } from "jose";
import type { ClaimsRequest } from "./claims_request.ts";
import type { Interaction } from "./sign_in/interaction.ts";
import type { ScopeRequest } from "./scopes.ts";
import type { ClientSeed, UserSeed } from "./world.ts";
import type { TenantPath } from "./directory.ts";

/** What a person allowed a client to do. Codes, device codes and refresh tokens point to one. */
export interface UserGrant {
  readonly id: string;
  readonly client: ClientSeed;
  readonly user: UserSeed;
  /** The `{tenant}` of the request that started it. */
  readonly path: TenantPath;
  readonly scope: ScopeRequest;
  readonly amr: readonly string[];
  /** Seconds since the epoch. */
  readonly authTime: number;
  readonly sessionId: string;
  /** The redirect URI was one of the single-page application platform. */
  readonly spa: boolean;
  readonly claims: ClaimsRequest;
}

export interface CodeRecord {
  readonly grant: UserGrant;
  readonly redirectUri: string;
  readonly challenge?: {
    readonly value: string;
    readonly method: "S256" | "plain";
  };
  readonly nonce?: string | undefined;
  /** `auth_time` must be in the ID token when `max_age` was sent (OpenID Connect Core, 2). */
  readonly showAuthTime: boolean;
  readonly expiresAt: number;
  used: boolean;
}

export interface DeviceRecord {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly client: ClientSeed;
  readonly path: TenantPath;
  readonly scope: ScopeRequest;
  readonly claims: ClaimsRequest;
  readonly expiresAt: number;
  intervalMs: number;
  lastPollAt?: number;
  /** Polls answered with `authorization_pending`. */
  polls: number;
  state: "pending" | "approved" | "declined" | "blocked" | "redeemed";
  grant?: UserGrant;
}

export interface RefreshRecord {
  readonly grant: UserGrant;
  /** Milliseconds since the epoch: 90 days without use, or 24 hours from the sign-in for a single page app. */
  readonly expiresAt: number;
  replaced: boolean;
}

export interface SignedIn {
  readonly user: UserSeed;
  readonly amr: readonly string[];
  /** Seconds since the epoch. */
  readonly authTime: number;
}

/** One browser. */
export interface Session {
  /** The `sid` of tokens and the `session_state` of answers; not the cookie. */
  readonly id: string;
  /** Who is signed in, by object id. */
  readonly users: Map<string, SignedIn>;
}

/** A client secret that was made through Graph. */
export interface AddedSecret {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** All that changes while the sandbox runs, except time, scripts and the record of requests. */
export interface Store {
  readonly codes: Map<string, CodeRecord>;
  readonly devices: Map<string, DeviceRecord>;
  readonly refreshTokens: Map<string, RefreshRecord>;
  /** By the value of the browser's cookie. */
  readonly sessions: Map<string, Session>;
  readonly interactions: Map<string, Interaction>;
  /** Permissions a user consented to, by client, user and API. */
  readonly consents: Map<string, Set<string>>;
  readonly revokedGrants: Set<string>;
  /** Tokens of a user that are older, in seconds since the epoch, are challenged. By object id. */
  readonly challenged: Map<string, number>;
  /** What the tokens stand for that are not JWTs. */
  readonly opaqueTokens: Map<string, JWTPayload>;
  /** Client secrets that were made through Graph, by client id in lower case. */
  readonly addedSecrets: Map<string, readonly AddedSecret[]>;
  /** Ids of client assertions that were used. */
  readonly usedAssertions: Set<string>;
  /** When the same refresh was asked for, in milliseconds since the epoch. */
  readonly refreshTimes: Map<string, readonly number[]>;
  clear(): void;
}

export function createStore(): Store {
  const parts = {
    codes: new Map<string, CodeRecord>(),
    devices: new Map<string, DeviceRecord>(),
    refreshTokens: new Map<string, RefreshRecord>(),
    sessions: new Map<string, Session>(),
    interactions: new Map<string, Interaction>(),
    consents: new Map<string, Set<string>>(),
    revokedGrants: new Set<string>(),
    challenged: new Map<string, number>(),
    opaqueTokens: new Map<string, JWTPayload>(),
    addedSecrets: new Map<string, readonly AddedSecret[]>(),
    usedAssertions: new Set<string>(),
    refreshTimes: new Map<string, readonly number[]>(),
  };
  return {
    ...parts,
    clear() {
      for (const part of Object.values(parts)) part.clear();
    },
  };
}
