import type { ProtectionName } from "../protection/protection.ts";
import { PROTECTIONS } from "../protection/protection.ts";
import { createFileStore, fileName } from "./file_store.ts";

const RECORD = /^[0-9a-f]{32}\.tokens$/;

/** How many records are kept under one protection. */
export interface PlaceCount {
  /** The protection. */
  readonly name: ProtectionName;
  /** How many records there are. */
  readonly records: number;
}

/** Nothing is there, or what is in the place of a directory. */
async function lookAt(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What a link leads to is not kept here. */
async function namesIn(directory: string): Promise<readonly string[]> {
  const found = await lookAt(directory);
  if (!found?.isDirectory) return [];
  const names: string[] = [];
  for await (const { name } of Deno.readDir(directory)) names.push(name);
  return names;
}

/**
 * Counts what is kept under each protection, whether or not it can be opened.
 *
 * @param directory The state directory.
 * @returns The protections under which something is kept.
 */
export async function countPlaces(
  directory: string,
): Promise<readonly PlaceCount[]> {
  const counts = await Promise.all(PROTECTIONS.map(async (name) => {
    const names = await namesIn(`${directory}/${name}`);
    return { name, records: names.filter((each) => RECORD.test(each)).length };
  }));
  return counts.filter(({ records }) => records > 0);
}

/** One record, what is in it, and what ends the wait for whoever holds it. */
export interface RecordRemoval {
  /** The record's name. */
  readonly partition: string;
  /** `.tokens` or `.secrets`. */
  readonly suffix: ".tokens" | ".secrets";
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes a record away under every protection; no key is needed for it.
 *
 * @param directory The state directory.
 * @param record Its name, and what is in it.
 * @returns Whether there was one.
 * @throws {StoreError} What failed first, after all the rest was removed.
 * @throws The reason of the signal.
 */
export async function removeRecord(
  directory: string,
  { partition, suffix, signal }: RecordRemoval,
): Promise<boolean> {
  const damaged = "set_aside";
  const file = await fileName(partition, suffix);
  let wasThere = false;
  const failures: unknown[] = [];
  for (const protection of PROTECTIONS) {
    const place = `${directory}/${protection}`;
    const found = await lookAt(place);
    const isEmpty = (await namesIn(place)).length === 0;
    if (found === undefined || (found.isDirectory && isEmpty)) continue;
    const store = createFileStore({ directory: place, damaged, suffix });
    try {
      await store.exclusively(partition, async (record) => {
        if (await lookAt(`${place}/${file}`) !== undefined) wasThere = true;
        await record.remove();
      }, signal);
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return wasThere;
}
