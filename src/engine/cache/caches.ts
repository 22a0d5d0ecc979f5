import type { TokenOwner } from "./owner.ts";
import {
  type CachePlace,
  createTokenCache,
  type TokenCache,
} from "./token_cache.ts";
import { pruneTokens } from "./token_set.ts";

/** The caches of one client. */
export interface Caches {
  /** The cache that has an owner's tokens. */
  of(owner: TokenOwner, now: number): TokenCache;
  /** The cache of all owners but those on whose behalf an API acts. */
  readonly shared: TokenCache;
  /** How often what is known has changed. */
  version(): number;
  /**
   * Forgets all, in the store too.
   *
   * @throws {StoreError} If the store could not forget.
   */
  remove(signal?: AbortSignal): Promise<void>;
}

const ON_BEHALF = "on-behalf-of ";

/**
 * Opens the caches of a client. An API that acts for a thousand users keeps a
 * record for each, so that none waits for another.
 *
 * @param place Where the tokens are kept.
 * @returns The caches.
 */
export function createCaches(place: CachePlace): Caches {
  const shared = createTokenCache(place);
  const others = new Map<TokenOwner, TokenCache>();
  let forgotten = 0;
  const nameOf = (owner: TokenOwner) => `${place.partition} ${owner}`;
  const open = (owner: TokenOwner, now: number) => {
    // Whose time is over would be kept for ever.
    for (const [name, cache] of others) {
      pruneTokens(cache.known, now);
      if (cache.known.tokens.size === 0) others.delete(name);
    }
    const cache = createTokenCache({ ...place, partition: nameOf(owner) });
    others.set(owner, cache);
    return cache;
  };
  const remaining = async (signal: AbortSignal | undefined) => {
    const all = await place.store?.list(signal) ?? [];
    return all.filter((name) => name.startsWith(nameOf(ON_BEHALF)));
  };
  return {
    shared,
    of: (owner, now) =>
      owner.startsWith(ON_BEHALF)
        ? others.get(owner) ?? open(owner, now)
        : shared,
    version: () => shared.version + forgotten,
    async remove(signal) {
      forgotten++;
      others.clear();
      await shared.remove(signal);
      for (const partition of await remaining(signal)) {
        await place.store?.exclusively(
          partition,
          (record) => record.remove(),
          signal,
        );
      }
    },
  };
}
