import { isOfMachine, type TokenOwner } from "./owner.ts";
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
  const lent = createTokenCache({ partition: place.partition });
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
  return {
    shared,
    of(owner, now) {
      if (isOfMachine(owner)) return lent;
      return owner.startsWith(ON_BEHALF)
        ? others.get(owner) ?? open(owner, now)
        : shared;
    },
    version: () => shared.version + lent.version + forgotten,
    async remove(signal) {
      forgotten++;
      others.clear();
      await lent.remove();
      await shared.remove(signal);
      await removeAll(place, { start: nameOf(ON_BEHALF), signal });
    },
  };
}

/** Takes away the records of all whose names begin so. */
async function removeAll(
  { store }: CachePlace,
  { start, signal }: {
    readonly start: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  for (const partition of await store?.list(signal) ?? []) {
    if (!partition.startsWith(start)) continue;
    await store?.exclusively(partition, (record) => record.remove(), signal);
  }
}
