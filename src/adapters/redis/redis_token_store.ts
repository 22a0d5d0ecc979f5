import { StoreError } from "../../engine/errors.ts";
import type { LockedRecord, TokenStore } from "../../engine/ports/mod.ts";
import { partitionId, type RecordKeys, recordKeys } from "./key_names.ts";
import {
  readOptions,
  type RedisSettings,
  type RedisTokenStoreOptions,
} from "./options.ts";
import { createIndex, type RecordIndex } from "./record_index.ts";
import { type HeldLock, takeLock } from "./record_lock.ts";
import { REMOVE_RECORD, WRITE_RECORD } from "./scripts.ts";
import type { KeptText, Unreadable } from "../store/sealing.ts";
import { createSealer, type Sealer } from "./sealing.ts";
import { createServer, type RedisServer } from "./server.ts";

interface Parts {
  readonly settings: RedisSettings;
  readonly server: RedisServer;
  readonly index: RecordIndex;
  readonly sealer: Sealer;
}

interface Place {
  readonly partition: string;
  readonly keys: RecordKeys;
  readonly signal: AbortSignal | undefined;
}

/** Records that are read at the same time while listing. */
const READS_AT_ONCE = 32;

async function opened(
  { server, sealer }: Parts,
  { keys, signal }: Pick<Place, "keys" | "signal">,
): Promise<KeptText | Unreadable | undefined> {
  const sealed = await server.text(["GET", keys.tokens], {
    action: "read the record",
    key: keys.tokens,
    signal,
  });
  if (sealed === undefined) return undefined;
  return await sealer.open(sealed, keys.tokens);
}

async function readText(
  parts: Parts,
  place: Place,
): Promise<string | undefined> {
  const { partition } = place;
  const found = await opened(parts, place);
  if (found === undefined) return undefined;
  if (typeof found === "object" && found.partition === partition) {
    return found.text;
  }
  const kind = typeof found === "string" ? found : "damaged";
  parts.settings.onNotice?.({ kind, partition });
  return undefined;
}

function requireLock(isOurs: boolean, action: string): void {
  if (isOurs) return;
  throw new StoreError("busy", `Cannot ${action}: its lock was lost`, {
    hint:
      "Try again: the process was held up, or the server restarted, and others may have written",
  });
}

function lockedRecord(
  { lock, ...parts }: Parts & { readonly lock: HeldLock },
  place: Place,
): LockedRecord {
  const { server, index, sealer, settings } = parts;
  const { keys, partition, signal } = place;
  const both = [keys.lock, keys.tokens] as const;
  async function remove(): Promise<void> {
    const action = "remove the record";
    const write = await index.writeOf(keys.id, { signal });
    const script = { text: REMOVE_RECORD, keys: both, values: [lock.holder] };
    requireLock(await server.run(script, { action, signal }), action);
    if (write !== undefined) await index.leave(keys.id, { write, signal });
  }
  return {
    read: () => readText(parts, place),
    remove,
    async write(text, { expiresAt = Infinity } = {}) {
      const leftMs = Math.ceil(expiresAt - Date.now());
      if (leftMs <= 0) return await remove();
      const keptMs = Math.min(leftMs, settings.maxAgeMs);
      const action = "write the record";
      const sealed = await sealer.seal({ partition, text }, keys.tokens);
      await index.enter(keys.id, { keptMs, signal });
      const values = [lock.holder, sealed, String(keptMs)];
      const script = { text: WRITE_RECORD, keys: both, values };
      requireLock(await server.run(script, { action, signal }), action);
    },
  };
}

async function namesOf(
  parts: Parts,
  { ids, signal }: {
    readonly ids: readonly string[];
    readonly signal: AbortSignal | undefined;
  },
): Promise<readonly string[]> {
  const names: string[] = [];
  for (let at = 0; at < ids.length; at += READS_AT_ONCE) {
    const records = await Promise.all(
      ids.slice(at, at + READS_AT_ONCE).map((id) =>
        opened(parts, { keys: recordKeys(parts.settings.prefix, id), signal })
      ),
    );
    for (const found of records) {
      // An earlier version kept two names with lone surrogates as one.
      if (typeof found !== "object") continue;
      if (found.partition.isWellFormed()) names.push(found.partition);
    }
  }
  return names;
}

async function exclusively<T>(
  parts: Parts,
  { place, work }: {
    readonly place: Place;
    readonly work: (record: LockedRecord) => Promise<T>;
  },
): Promise<T> {
  const { server, settings } = parts;
  const { keys, partition, signal } = place;
  const lock = await takeLock(keys, { server, settings, signal });
  try {
    return await work(lockedRecord({ ...parts, lock }, place));
  } finally {
    if (!await lock.release()) {
      settings.onNotice?.({ kind: "lock_left", partition });
    }
  }
}

async function listNames(
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const ids of parts.index.pages({ signal })) {
    for (const name of await namesOf(parts, { ids, signal })) names.add(name);
  }
  return [...names].sort();
}

/**
 * Keeps tokens in Redis or Valkey, sealed, for services that run on many
 * machines.
 *
 * @param options The client, the keys, and how long things may take.
 * @returns The store.
 * @throws {RangeError} If an option is out of its range.
 */
export function createRedisTokenStore(
  options: RedisTokenStoreOptions,
): TokenStore {
  const settings = readOptions(options);
  const server = createServer(settings);
  const index = createIndex(server, settings.prefix);
  const sealer = createSealer(settings.keys);
  const parts: Parts = { settings, server, index, sealer };
  const placeOf = async (
    partition: string,
    signal: AbortSignal | undefined,
  ): Promise<Place> => {
    signal?.throwIfAborted();
    const id = await partitionId(partition);
    return { partition, keys: recordKeys(settings.prefix, id), signal };
  };
  return {
    read: async (partition, signal) =>
      await readText(parts, await placeOf(partition, signal)),
    exclusively: async (partition, work, signal) => {
      const place = await placeOf(partition, signal);
      return await exclusively(parts, { place, work });
    },
    list: async (signal) => await listNames(parts, signal),
  };
}
