import { CALL_PROTECTIONS, callsFolder } from "../calls/kept_call.ts";
import { withLock } from "../lock.ts";
import type { ProtectionName } from "../protection/protection.ts";
import { PROTECTIONS } from "../protection/protection.ts";
import { findDirectory } from "./record_file.ts";

/** How long all of it waits for those who hold records: a request takes less. */
const WAIT_MS = 10_000;

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** A record of tokens, or its lock, with the record's name as it would be. */
const RECORD = /^([0-9a-f]{32}\.tokens)(?:\.lock)?$/;
/** What a record leaves beside it. */
const ASIDE = /^[0-9a-f]{32}\.tokens\.corrupt-\d{8}T\d{9}Z$/;
const TEMPORARY = new RegExp(`^[0-9a-f]{32}\\.tokens\\.${UUID}\\.tmp$`);
const SECRETS = /^[0-9a-f]{32}\.secrets$/;
const CALL = new RegExp(
  `^[0-9a-f]{32}\\.(?:${CALL_PROTECTIONS.join("|")})(?:\\.${UUID}\\.tmp)?$`,
);

/** How everything is removed. */
export interface RemovalOptions {
  /** Takes the key of a protection away. */
  readonly forgetKey: (name: ProtectionName) => Promise<void>;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for those who hold records, in milliseconds; 10 seconds when left out. */
  readonly waitMs?: number;
}

interface Wait {
  readonly signal: AbortSignal | undefined;
  /** When records are removed although somebody holds them. */
  readonly giveUpAt: number;
}

/** A link is refused, since it leads to files of somebody else. */
async function namesIn(directory: string): Promise<readonly string[]> {
  if (findDirectory(directory, { isOwn: true }) === undefined) return [];
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    if (!isDirectory) names.push(name);
  }
  return names;
}

/** Tells whether it was there: another process may remove the same. */
async function removeFile(path: string): Promise<boolean> {
  try {
    await Deno.remove(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Whoever is getting a token is to be done first, or would keep it afterwards. */
async function removeLocked(
  path: string,
  { signal, giveUpAt }: Wait,
): Promise<boolean> {
  const deadlineMs = Math.max(0, giveUpAt - performance.now());
  let isEntered = false;
  const remove = () => {
    isEntered = true;
    return removeFile(path);
  };
  try {
    return await withLock(path, remove, {
      deadlineMs,
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (isEntered) throw error;
    return await removeFile(path);
  }
}

/** Lock files stay: a process may be waiting for one, and there is nothing in them. */
async function removeTokens(place: string, wait: Wait): Promise<number> {
  const files = new Set(
    (await namesIn(place)).flatMap((name) => RECORD.exec(name)?.[1] ?? []),
  );
  let records = 0;
  for (const file of files) {
    if (await removeLocked(`${place}/${file}`, wait)) records++;
  }
  for (const name of await namesIn(place)) {
    if (ASIDE.test(name)) await removeFile(`${place}/${name}`);
  }
  for (const name of await namesIn(`${place}/tmp`)) {
    if (TEMPORARY.test(name)) await removeFile(`${place}/tmp/${name}`);
  }
  return records;
}

/** Calls whose tokens are gone lead nowhere. */
async function removeCalls(directory: string): Promise<void> {
  const folder = callsFolder(directory);
  const names = await namesIn(folder);
  for (const name of names) {
    if (CALL.test(name)) await removeFile(`${folder}/${name}`);
  }
  // What somebody else has put there stays, and so does the folder.
  if (names.every((name) => CALL.test(name))) {
    await removeFile(folder).catch(() => {});
  }
}

/**
 * Takes every token away, and the keys that sealed them; a key that seals
 * secrets of profiles, too, stays. Whoever is getting a token is waited for.
 *
 * @param directory The state directory.
 * @param options Takes a key away; what ends the wait.
 * @returns How many records there were.
 * @throws What failed first, after all the rest was removed.
 * @throws The reason of the signal.
 */
export async function removeEverything(
  directory: string,
  { forgetKey, signal, waitMs = WAIT_MS }: RemovalOptions,
): Promise<number> {
  const wait = { signal, giveUpAt: performance.now() + waitMs };
  let records = 0;
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(error);
    }
  };
  // A keyring that keeps its key must keep no token from going.
  const keys: ProtectionName[] = [];
  for (const name of PROTECTIONS) {
    const place = `${directory}/${name}`;
    await attempt(async () => {
      const names = await namesIn(place);
      // Where nothing was ever kept, nobody is asked for a key.
      if (names.length === 0) return;
      if (!names.some((each) => SECRETS.test(each))) keys.push(name);
      records += await removeTokens(place, wait);
    });
  }
  await attempt(() => removeCalls(directory));
  for (const name of keys) await attempt(() => forgetKey(name));
  if (failures.length > 0) throw failures[0];
  return records;
}
