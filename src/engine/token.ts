import type { Secret } from "./secret.ts";

/** Who a token speaks for. */
export interface Account {
  /** Display name of the account, from `preferred_username` or `upn`. */
  readonly username?: string;
  /** `name`, as people know the user. */
  readonly name?: string;
  /** Object id of the user in the tenant that issued the token. */
  readonly oid: string;
  /** Tenant that issued the token. */
  readonly tid: string;
  /** `oid.tid` of the home tenant. */
  readonly homeAccountId: string;
}

/** What a flow ends with. */
export interface Token {
  /** The access token; opaque to the client that asked for it. */
  readonly accessToken: string;
  /** As the server wrote it, normally `Bearer`. */
  readonly tokenType: string;
  /** End of validity, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When a new one should be asked for, milliseconds since the epoch. */
  readonly refreshAt?: number;
  /** Until when it may serve while the authority is down, milliseconds since the epoch. */
  readonly extendedExpiresAt?: number;
  /** What the server granted; what was asked for, when it does not say. */
  readonly scopes: readonly string[];
  /** The tenant that issued it, when known. */
  readonly tenantId?: string;
  /** The client it was issued to. */
  readonly clientId: string;
  /** The user, or `null` when the token is the application's own. */
  readonly account: Account | null;
  /** The ID token, when one was issued. */
  readonly idToken?: string;
  /** The refresh token, when one was issued. */
  readonly refreshToken?: Secret;
}
