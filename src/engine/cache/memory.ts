/**
 * What is kept between calls. In memory only: it ends with the process. May
 * import nothing outside the engine.
 *
 * @module
 */
import type { AcquiredToken } from "../client.ts";
import type { Actor } from "../flows/flow_names.ts";

/** What tells one kept token from another. */
export interface CacheKey {
  /** What the token is for. */
  readonly scopes: readonly string[];
  /** A user's tokens and the application's own never mix. */
  readonly actor: Actor;
  /** The `claims` that were asked for. */
  readonly claims?: string | undefined;
}

/** Kept tokens by what they were asked for. */
export interface TokenCache {
  /** The token kept under a key, expired or not. */
  get(key: CacheKey): AcquiredToken | undefined;
  /** The newest token that can be refreshed; refresh tokens serve every resource. */
  newestRefreshable(): AcquiredToken | undefined;
  /** Keeps a token; its refresh token takes the place of the older one. */
  set(key: CacheKey, token: AcquiredToken): void;
  /** Forgets the refresh token, when the authority has refused it. */
  dropRefreshable(): void;
  /** Forgets everything. */
  clear(): void;
}

/** Order and case do not change what scopes mean. */
function textOf({ scopes, actor, claims = "" }: CacheKey): string {
  const sorted = scopes.map((scope) => scope.toLowerCase()).sort();
  return JSON.stringify([actor, claims, sorted]);
}

/** Opens an empty cache. */
export function createTokenCache(): TokenCache {
  const tokens = new Map<string, AcquiredToken>();
  let refreshable: AcquiredToken | undefined;
  return {
    get: (key) => tokens.get(textOf(key)),
    newestRefreshable: () => refreshable,
    set(key, token) {
      tokens.set(textOf(key), token);
      if (token.refreshToken !== undefined) refreshable = token;
    },
    dropRefreshable() {
      refreshable = undefined;
    },
    clear() {
      tokens.clear();
      refreshable = undefined;
    },
  };
}
