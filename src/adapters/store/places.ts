import { callsFolder } from "../calls/kept_call.ts";
import type { ProtectionName } from "../protection/protection.ts";
import { PROTECTIONS } from "../protection/protection.ts";
import { createFileStore } from "./file_store.ts";

const RECORD = /^[0-9a-f]{32}\.tokens$/;
const SECRETS = /^[0-9a-f]{32}\.secrets$/;

/** How many records are kept under one protection. */
export interface PlaceCount {
  /** The protection. */
  readonly name: ProtectionName;
  /** How many records there are. */
  readonly records: number;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(directory)) names.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
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

/** One record, and what is in it. */
export interface RecordName {
  /** The record's name. */
  readonly partition: string;
  /** `.tokens` or `.secrets`. */
  readonly suffix: ".tokens" | ".secrets";
}

/**
 * Takes a record away under every protection; no key is needed for it.
 *
 * @param directory The state directory.
 * @param record Its name, and what is in it.
 * @throws {StoreError} If it cannot be removed.
 */
export async function removeRecord(
  directory: string,
  { partition, suffix }: RecordName,
): Promise<void> {
  const damaged = "set_aside";
  for (const protection of PROTECTIONS) {
    const place = `${directory}/${protection}`;
    if ((await namesIn(place)).length === 0) continue;
    const store = createFileStore({ directory: place, damaged, suffix });
    await store.exclusively(partition, (record) => record.remove());
  }
}

/** Lock files stay: a process may be waiting for one, and there is nothing in them. */
async function removeTokens(place: string): Promise<number> {
  let records = 0;
  const temporaries = (await namesIn(`${place}/tmp`)).map((name) =>
    `tmp/${name}`
  );
  for (const name of [...await namesIn(place), ...temporaries]) {
    if (!name.includes(".tokens") || name.endsWith(".lock")) continue;
    await Deno.remove(`${place}/${name}`);
    if (RECORD.test(name)) records++;
  }
  return records;
}

/** Calls whose tokens are gone lead nowhere. */
async function removeCalls(directory: string): Promise<void> {
  try {
    await Deno.remove(callsFolder(directory), { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Takes every token away, and the keys that sealed them; a key that seals
 * secrets of profiles, too, stays.
 *
 * @param directory The state directory.
 * @param options Makes what holds a key.
 * @returns How many records there were.
 * @throws What failed first, after all the rest was removed.
 */
export async function removeEverything(
  directory: string,
  { forgetKey }: {
    readonly forgetKey: (name: ProtectionName) => Promise<void>;
  },
): Promise<number> {
  let records = 0;
  const failures: unknown[] = [];
  const attempt = (work: Promise<void>) =>
    work.catch((error) => void failures.push(error));
  await attempt(removeCalls(directory));
  // A keyring that keeps its key must keep no token from going.
  const keys: ProtectionName[] = [];
  for (const name of PROTECTIONS) {
    const place = `${directory}/${name}`;
    const names = await namesIn(place);
    // Where nothing was ever kept, nobody is asked for a key.
    if (names.length === 0) continue;
    await attempt(
      removeTokens(place).then((count) => void (records += count)),
    );
    if (!names.some((each) => SECRETS.test(each))) keys.push(name);
  }
  for (const name of keys) await attempt(forgetKey(name));
  if (failures.length > 0) throw failures[0];
  return records;
}
