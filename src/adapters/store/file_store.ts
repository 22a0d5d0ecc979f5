/**
 * Keeps tokens and secrets: in files that only their user may read, or in
 * memory. Reading comes first here: what a cached token does not need (writing,
 * locking, repairing) is in files of its own, which are loaded when used. May
 * import the engine's port and errors, and what keeps the key.
 *
 * @module
 */
import type { TokenStore } from "../../engine/ports/token_store.ts";
import { load } from "../load.ts";
import type { KeyHolder } from "../protection/protection.ts";
import { findDirectory, findFile } from "./record_file.ts";
import { createSealing, type Sealing, type Unreadable } from "./sealing.ts";

/**
 * What a user should know of: a file is damaged, or sealed with another key
 * (the next write sets it aside, or it is refused); the mode of a file or of
 * its directory let others in, and does not any more (`mode_repaired`) or
 * cannot be changed (`open_to_others`).
 */
export interface StoreNotice {
  /** What it is about. */
  readonly kind: Unreadable | "mode_repaired" | "open_to_others";
  /** The file, or the directory. */
  readonly path: string;
  /** The partition, where it is known. */
  readonly partition?: string;
}

/** Where the files are, and how they are kept. */
export interface FileStoreOptions {
  /** Where the files are; made (0700) when it is missing. */
  readonly directory: string;
  /** What seals them; without it everything is kept as plain text. */
  readonly key?: KeyHolder;
  /** Whether a file that cannot be read counts as none, and is kept beside the next one, or is an error. */
  readonly damaged: "set_aside" | "refuse";
  /** Ending of the files' names, such as `.tokens`. */
  readonly suffix: string;
  /** Hears of each thing that a user should know, once. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/** A record as its file has it; `unreadable` when there is a file, but no text. */
export interface ReadRecord {
  /** What is kept. */
  readonly text?: string;
  /** Whose it is; only known of a text. */
  readonly partition?: string;
  /** Why there is no text, although there is a file. */
  readonly unreadable?: Unreadable;
}

/** The parts of a file store that its files share. */
export interface FileStoreParts {
  /** What the caller wants. */
  readonly options: FileStoreOptions;
  /** Seals and opens. */
  readonly sealing: () => Promise<Sealing>;
  /** Tells the user, of each thing once. */
  readonly notify: (notice: StoreNotice) => void;
  /**
   * Reads one file of the store.
   *
   * @param file Its name.
   * @param partition Whose it has to be, if that is known.
   */
  readonly readFile: (file: string, partition?: string) => Promise<ReadRecord>;
}

/**
 * Names the file of a partition: names of partitions are not fit to be names
 * of files, and tell something about their users.
 *
 * @param partition The partition's name.
 * @param suffix The ending.
 * @returns The file's name.
 * @throws {TypeError} If the name has a lone surrogate: UTF-8 has none, so two
 * partitions would be one.
 */
export async function fileName(
  partition: string,
  suffix: string,
): Promise<string> {
  if (!partition.isWellFormed()) {
    throw new TypeError(
      "Cannot use the name of the partition: it has half a character",
    );
  }
  const name = new TextEncoder().encode(partition);
  const digest = await crypto.subtle.digest("SHA-256", name);
  return new Uint8Array(digest, 0, 16).toHex() + suffix;
}

async function repair(path: string, parts: FileStoreParts): Promise<void> {
  const { repairMode } = await load<typeof import("./repair_mode.ts")>(
    "./repair_mode.ts",
    import.meta.url,
  );
  await repairMode(path, parts.notify);
}

async function readFile(
  parts: FileStoreParts,
  { file, partition }: { readonly file: string; readonly partition?: string },
): Promise<ReadRecord> {
  const { directory, suffix, key } = parts.options;
  const found = findDirectory(directory, { isOwn: key === undefined });
  if (found === undefined) return {};
  if (found.isOpenToOthers) await repair(directory, parts);
  const path = `${directory}/${file}`;
  const kept = findFile(path, found.owner);
  if (kept === undefined) return {};
  if (kept.isOpenToOthers) await repair(path, parts);
  const opened = kept.bytes === undefined
    ? "damaged"
    : await (await parts.sealing()).open(kept.bytes, file);
  if (typeof opened !== "string") {
    const isRight = partition === undefined
      ? opened.partition.isWellFormed() &&
        await fileName(opened.partition, suffix) === file
      : opened.partition === partition;
    if (isRight) return opened;
  }
  const unreadable = typeof opened === "string" ? opened : "damaged";
  const whose = partition === undefined ? {} : { partition };
  parts.notify({ kind: unreadable, path, ...whose });
  return { unreadable };
}

async function plain(): Promise<Sealing> {
  return (await load<typeof import("./plain.ts")>(
    "./plain.ts",
    import.meta.url,
  )).plainSealing;
}

function createParts(options: FileStoreOptions): FileStoreParts {
  const { key, onNotice } = options;
  const sealing = key && createSealing(key);
  const told = new Set<string>();
  const parts: FileStoreParts = {
    options,
    sealing: sealing ? () => Promise.resolve(sealing) : plain,
    notify(notice) {
      const once = `${notice.kind} ${notice.path}`;
      if (told.has(once)) return;
      told.add(once);
      onNotice?.(notice);
    },
    readFile: (file, partition) =>
      readFile(parts, partition === undefined ? { file } : { file, partition }),
  };
  return parts;
}

async function fail(action: string, cause: unknown): Promise<never> {
  const { storeError } = await load<typeof import("./store_error.ts")>(
    "./store_error.ts",
    import.meta.url,
  );
  throw storeError(action, cause);
}

async function readText(
  parts: FileStoreParts,
  { partition, signal }: { partition: string; signal?: AbortSignal },
): Promise<string | undefined> {
  signal?.throwIfAborted();
  const { directory, suffix, damaged } = parts.options;
  const file = await fileName(partition, suffix);
  const { text, unreadable } = await parts.readFile(file, partition)
    .catch((error) => fail(`read "${directory}/${file}"`, error));
  signal?.throwIfAborted();
  if (unreadable === undefined || damaged === "set_aside") return text;
  const { unreadableError } = await load<typeof import("./store_error.ts")>(
    "./store_error.ts",
    import.meta.url,
  );
  throw unreadableError(`read "${directory}/${file}"`, unreadable);
}

/**
 * Makes a store of one file a partition. Nothing happens before it is used.
 *
 * @param options Where the files are, and how they are kept.
 * @returns The store.
 */
export function createFileStore(options: FileStoreOptions): TokenStore {
  const parts = createParts(options);
  return {
    read: (partition, signal) =>
      readText(parts, { partition, ...(signal && { signal }) }),
    async exclusively(partition, work, signal) {
      const { exclusively } = await load<
        typeof import("./file_store_write.ts")
      >("./file_store_write.ts", import.meta.url);
      const context = { parts, ...(signal && { signal }) };
      return await exclusively(partition, work, context);
    },
    async list(signal) {
      const { listPartitions } = await load<
        typeof import("./file_store_list.ts")
      >("./file_store_list.ts", import.meta.url);
      return await listPartitions(parts, signal);
    },
  };
}
