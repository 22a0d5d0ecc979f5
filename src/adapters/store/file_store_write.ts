import { StoreError } from "../../engine/errors.ts";
import type { LockedRecord } from "../../engine/ports/token_store.ts";
import { replaceFile, syncDirectory } from "../files_write.ts";
import { withLock } from "../lock.ts";
import {
  fileName,
  type FileStoreParts,
  type ReadRecord,
} from "./file_store.ts";
import { removeAsides, sweepTemporaries } from "./leftovers.ts";
import { findDirectory, LONGEST_FILE } from "./record_file.ts";
import { repairMode } from "./repair_mode.ts";
import { storeError, unreadableError } from "./store_error.ts";

/** A holder may be waiting for an answer from the network. */
const LOCK_DEADLINE_MS = 60_000;

interface Place {
  readonly parts: FileStoreParts;
  readonly signal?: AbortSignal;
  readonly partition: string;
  /** Name of the file. */
  readonly file: string;
  /** Its path. */
  readonly path: string;
  /** Whose the directory is, and every file in it has to be. */
  readonly owner: number | null;
}

/** Makes a directory for nobody but the user, or sees that it is one. */
async function requireDirectory(
  path: string,
  { notify }: FileStoreParts,
): Promise<number | null> {
  let found = findDirectory(path, { isOwn: true });
  if (found === undefined) {
    await Deno.mkdir(path, { recursive: true, mode: 0o700 });
    found = findDirectory(path, { isOwn: true });
  }
  if (found === undefined) throw new Deno.errors.NotFound(path);
  if (found.isOpenToOthers) await repairMode(path, notify);
  return found.owner;
}

async function sealed(
  text: string,
  { parts, partition, file, path }: Place,
): Promise<Uint8Array> {
  const bytes = await (await parts.sealing()).seal({ partition, text }, file);
  if (bytes.length <= LONGEST_FILE) return bytes;
  throw new StoreError(
    "failed",
    `Cannot write "${path}": it would be longer than 4 MiB`,
    { hint: "Forget what is not needed any more" },
  );
}

/** Temporaries have a directory of their own, to be found without a look at every record. */
async function replaceRecord(
  bytes: Uint8Array,
  { place, isAside }: { readonly place: Place; readonly isAside: boolean },
): Promise<void> {
  const { parts, file, path, owner } = place;
  const { directory } = parts.options;
  const temporaries = `${directory}/tmp`;
  await requireDirectory(temporaries, parts);
  sweepTemporaries(temporaries, file);
  const time = new Date().toISOString().replace(/[-:.]/g, "");
  const aside = `${file}.corrupt-${time}`;
  await replaceFile(path, bytes, {
    temporary: `${temporaries}/${file}.${crypto.randomUUID()}.tmp`,
    owner,
    ...(isAside && { keepOldAs: `${directory}/${aside}` }),
  });
  if (isAside) await removeAsides(directory, { file, except: aside });
}

async function removeRecord({ parts, file, path }: Place): Promise<void> {
  const { directory } = parts.options;
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  sweepTemporaries(`${directory}/tmp`, file);
  await removeAsides(directory, { file });
  await syncDirectory(directory);
}

function createRecord(place: Place): LockedRecord {
  const { parts, partition, file, path, signal } = place;
  const isStrict = parts.options.damaged === "refuse";
  let present: ReadRecord | undefined;
  const attempt = async <T>(action: string, work: () => Promise<T>) => {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      throw storeError(`${action} "${path}"`, error);
    }
  };
  const look = async (action: string) => {
    const found = present ??= await parts.readFile(file, partition);
    if (found.unreadable === undefined || !isStrict) return found;
    throw unreadableError(`${action} "${path}"`, found.unreadable);
  };
  return {
    read: () => attempt("read", async () => (await look("read")).text),
    write: (text) =>
      attempt("write", async () => {
        const { unreadable } = await look("write");
        const isAside = unreadable !== undefined;
        await replaceRecord(await sealed(text, place), { place, isAside });
        present = { text, partition };
      }),
    remove: () =>
      attempt("remove", async () => {
        await removeRecord(place);
        present = {};
      }),
  };
}

/**
 * Does something to a record of a file store while nobody else does.
 *
 * @param partition Its name.
 * @param work What to do.
 * @param options The store, and what ends the wait.
 * @returns What `work` returns.
 * @throws {StoreError} If the record cannot be had; what `work` throws stays as it is.
 */
export async function exclusively<T>(
  partition: string,
  work: (record: LockedRecord) => Promise<T>,
  options: { readonly parts: FileStoreParts; readonly signal?: AbortSignal },
): Promise<T> {
  const { parts, signal } = options;
  signal?.throwIfAborted();
  const { directory, suffix } = parts.options;
  const file = await fileName(partition, suffix);
  const path = `${directory}/${file}`;
  let isEntered = false;
  try {
    const owner = await requireDirectory(directory, parts);
    const enter = () => {
      isEntered = true;
      return work(createRecord({ ...options, partition, file, path, owner }));
    };
    return await withLock(path, enter, {
      deadlineMs: LOCK_DEADLINE_MS,
      ...(signal && { signal }),
    });
  } catch (error) {
    if (isEntered) throw error;
    signal?.throwIfAborted();
    throw storeError(`lock "${path}"`, error);
  }
}
