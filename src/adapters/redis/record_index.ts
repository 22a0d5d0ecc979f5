import { type IndexKeys, indexKeys } from "./key_names.ts";
import { uniqueName } from "./record_lock.ts";
import { ENTER_RECORD, LEAVE_INDEX } from "./scripts.ts";
import type { RedisServer } from "./server.ts";

/**
 * Knows of every record: a scan of the keys sees one node of a cluster only.
 * A record is entered before it is written, so none is missing; an entry may
 * be of a record that is gone, so whoever lists has to look at the record.
 */
export interface RecordIndex {
  /** Enters a record that will be kept for some milliseconds. */
  enter(
    id: string,
    options: { readonly keptMs: number } & SignalOptions,
  ): Promise<void>;
  /** Which write the entry is of; to be asked before the record is taken away. */
  writeOf(id: string, options: SignalOptions): Promise<string | undefined>;
  /** Takes out an entry, unless somebody writes the record again. */
  leave(
    id: string,
    options: { readonly write: string } & SignalOptions,
  ): Promise<void>;
  /** The ids of all records, and of some that are gone. */
  pages(options: SignalOptions): AsyncGenerator<readonly string[]>;
}

/** What may end a wait. */
export interface SignalOptions {
  /** Ends the wait. */
  readonly signal: AbortSignal | undefined;
}

/** The clocks of two nodes differ, and a record is written after its entry. */
const MARGIN_MS = 60 * 60_000;

const ACTION = "keep the index of the records";

/**
 * Finds the index of a store.
 *
 * @param server Where it is.
 * @param prefix What all keys of the store begin with.
 * @returns The index.
 */
export function createIndex(server: RedisServer, prefix: string): RecordIndex {
  const names: IndexKeys = indexKeys(prefix);
  const keys = [names.expiry, names.writes] as const;
  return {
    async enter(id, { keptMs, signal }) {
      const values = [id, uniqueName(), String(keptMs + MARGIN_MS)];
      await server.run({ text: ENTER_RECORD, keys, values }, {
        action: ACTION,
        signal,
      });
    },
    async writeOf(id, { signal }) {
      return await server.text(["HGET", names.writes, id], {
        action: ACTION,
        key: names.writes,
        signal,
      });
    },
    async leave(id, { write, signal }) {
      await server.run({ text: LEAVE_INDEX, keys, values: [id, write] }, {
        action: ACTION,
        signal,
      });
    },
    async *pages({ signal }) {
      let cursor = "0";
      do {
        const page = await server.page(cursor, {
          action: "list the records",
          key: names.expiry,
          signal,
        });
        yield page.members;
        cursor = page.next;
      } while (cursor !== "0");
    },
  };
}
