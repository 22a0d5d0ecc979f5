import type { LockedRecord, TokenStore } from "../ports/mod.ts";
import { createQueues } from "./single_flight.ts";
import {
  addToken,
  createTokenSet,
  type KeptToken,
  lastUse,
  pruneTokens,
  tokenName,
  type TokenSet,
} from "./token_set.ts";
import { readTokenSet, writeTokenSet } from "./token_set_text.ts";

/** The right to change what is kept, which nobody else has meanwhile. */
export interface Hold {
  /**
   * Writes what is known to the store.
   *
   * @throws {StoreError} If it cannot be written; this process still has it.
   */
  save(now: number): Promise<void>;
  /** Lets others at it; safe to call twice. */
  release(): Promise<void>;
}

/** What the calls of one client keep, in this process and in its store. */
export interface TokenCache {
  /** What this process knows, without asking the store. */
  readonly known: TokenSet;
  /** How often what is known has changed. */
  readonly version: number;
  /**
   * Reads what others have stored meanwhile.
   *
   * @throws {StoreError} If it cannot be read.
   */
  load(signal?: AbortSignal): Promise<TokenSet>;
  /**
   * Waits until nobody else holds what is kept, and reads it. Without a store,
   * calls with different names do not wait for each other.
   *
   * @throws {StoreError} If it cannot be had; what this process knows stays.
   */
  hold(name: string, signal?: AbortSignal): Promise<Hold>;
  /** Forgets all, in the store too. */
  remove(signal?: AbortSignal): Promise<void>;
  /** Keeps a token in this process; a save writes it. */
  keep(kept: KeptToken): void;
}

/** Where a client's tokens are kept. */
export interface CachePlace {
  /** The store; without one, this process alone keeps them. */
  readonly store?: TokenStore | undefined;
  /** The name of the record. */
  readonly partition: string;
}

/** Turns a lock that lasts as long as some work into one that is let go of. */
async function holdRecord(
  { store, partition }: CachePlace & { readonly store: TokenStore },
  signal: AbortSignal | undefined,
): Promise<{ readonly record: LockedRecord; release(): Promise<void> }> {
  const entered = Promise.withResolvers<LockedRecord>();
  const done = Promise.withResolvers<void>();
  const finished = store.exclusively(partition, async (record) => {
    entered.resolve(record);
    await done.promise;
  }, signal);
  finished.catch(entered.reject);
  const record = await entered.promise;
  return {
    record,
    release: () => {
      done.resolve();
      return finished.catch(() => {});
    },
  };
}

/** What one cache has in mind. */
interface Memory {
  known: TokenSet;
  version: number;
  /** The store's text that `known` came from. */
  text: string | undefined;
  /** What the store has not taken yet must not be lost to what it has. */
  readonly unsaved: Map<string, KeptToken>;
}

function adopt(memory: Memory, text: string | undefined): void {
  if (text === memory.text) return;
  memory.text = text;
  memory.known = text === undefined ? createTokenSet() : readTokenSet(text);
  for (const kept of memory.unsaved.values()) addToken(memory.known, kept);
  memory.version++;
}

async function save(
  memory: Memory,
  { record, now }: { readonly record: LockedRecord; readonly now: number },
): Promise<void> {
  pruneTokens(memory.known, now);
  memory.version++;
  const expiresAt = lastUse(memory.known);
  const text = expiresAt === 0 ? undefined : writeTokenSet(memory.known);
  if (text === undefined) await record.remove();
  else await record.write(text, { expiresAt });
  memory.text = text;
  memory.unsaved.clear();
}

function forget(memory: Memory): void {
  memory.text = undefined;
  memory.known = createTokenSet();
  memory.unsaved.clear();
  memory.version++;
}

async function holdStored(
  memory: Memory,
  { place, signal }: {
    readonly place: CachePlace & { readonly store: TokenStore };
    readonly signal: AbortSignal | undefined;
  },
): Promise<Hold> {
  const { record, release } = await holdRecord(place, signal);
  try {
    adopt(memory, await record.read());
    return { save: (now) => save(memory, { record, now }), release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function holdAlone(
  memory: Memory,
  turn: Promise<() => void>,
): Promise<Hold> {
  const next = await turn;
  return {
    save: (now) => Promise.resolve(pruneTokens(memory.known, now)),
    release: () => Promise.resolve(next()),
  };
}

/**
 * Opens the cache of a client.
 *
 * @param place Where its tokens are kept.
 * @returns The cache; nothing is read yet.
 */
export function createTokenCache(
  { store, partition }: CachePlace,
): TokenCache {
  const known = createTokenSet();
  const unsaved = new Map<string, KeptToken>();
  const memory: Memory = { known, version: 0, text: undefined, unsaved };
  const queues = createQueues();
  return {
    get known() {
      return memory.known;
    },
    get version() {
      return memory.version;
    },
    async load(signal) {
      if (store !== undefined) {
        adopt(memory, await store.read(partition, signal));
      }
      return memory.known;
    },
    hold: (name, signal) =>
      store === undefined
        ? holdAlone(memory, queues(name, signal))
        : holdStored(memory, { place: { store, partition }, signal }),
    keep(kept) {
      addToken(memory.known, kept);
      memory.version++;
      if (store === undefined) return;
      unsaved.set(tokenName(kept.key, kept.token.account), kept);
    },
    async remove(signal) {
      forget(memory);
      await store?.exclusively(partition, (record) => record.remove(), signal);
    },
  };
}
