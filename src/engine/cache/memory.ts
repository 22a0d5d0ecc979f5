/**
 * What is kept between calls. In memory only: it ends with the process. May
 * import nothing outside the engine.
 *
 * @module
 */
import type { AcquiredToken } from "../client.ts";
import type { TokenOwner } from "./owner.ts";

/** What tells one kept token from another. */
export interface CacheKey {
  /** What the token is for. */
  readonly scopes: readonly string[];
  /** Whose it is. */
  readonly owner: TokenOwner;
  /** What else was asked for: `claims` and extra parameters. */
  readonly variant?: string | undefined;
}

/** Kept tokens by what they were asked for. */
export interface TokenCache {
  /** The token kept under a key, expired or not. */
  get(key: CacheKey): AcquiredToken | undefined;
  /** The owner's newest token that can be refreshed; refresh tokens serve every resource. */
  newestRefreshable(owner: TokenOwner): AcquiredToken | undefined;
  /** Keeps a token; its refresh token takes the place of the owner's older one. */
  set(key: CacheKey, token: AcquiredToken): void;
  /** Forgets the owner's refresh token, when the authority has refused it. */
  dropRefreshable(owner: TokenOwner): void;
  /** Forgets everything. */
  clear(): void;
}

/** Order and case do not change what scopes mean. */
function textOf({ scopes, owner, variant = "" }: CacheKey): string {
  const sorted = scopes.map((scope) => scope.toLowerCase()).sort();
  return JSON.stringify([owner, variant, sorted]);
}

/** Opens an empty cache. */
export function createTokenCache(): TokenCache {
  const tokens = new Map<string, AcquiredToken>();
  const refreshable = new Map<TokenOwner, AcquiredToken>();
  return {
    get: (key) => tokens.get(textOf(key)),
    newestRefreshable: (owner) => refreshable.get(owner),
    set(key, token) {
      tokens.set(textOf(key), token);
      if (token.refreshToken !== undefined) refreshable.set(key.owner, token);
    },
    dropRefreshable(owner) {
      refreshable.delete(owner);
    },
    clear() {
      tokens.clear();
      refreshable.clear();
    },
  };
}
