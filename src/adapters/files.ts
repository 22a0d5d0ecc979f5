import { load } from "./load.ts";

/** A file has bytes that are not UTF-8. */
export class NotUtf8Error extends Error {
  /** `"NotUtf8Error"`. */
  override readonly name = "NotUtf8Error";
  /** What is in the file. */
  readonly bytes: Uint8Array;

  /**
   * Makes an error about a file.
   *
   * @param bytes What is in it.
   */
  constructor(bytes: Uint8Array) {
    super("It is not UTF-8");
    this.bytes = bytes;
  }
}

/** A file is left alone because of what stands in its place. */
export class UnsafeFileError extends Error {
  /** `"UnsafeFileError"`. */
  override readonly name = "UnsafeFileError";
  /** What the user can do about it. */
  readonly hint: string;

  /**
   * Makes an error about a file.
   *
   * @param message The end of a sentence about the file.
   * @param hint What the user can do about it.
   */
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** How a file is read. */
export interface ReadOptions {
  /** Whether every byte has to be UTF-8. */
  readonly fatal?: boolean;
  /** Ends the wait for a pipe that nobody writes to; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** How a file is written. */
export interface WriteOptions {
  /**
   * Write the file that a symbolic link leads to, if both have one owner.
   * Without it a link is refused, since somebody else may have laid it.
   */
  readonly followLink?: boolean;
}

/** The user's files. */
export interface Files {
  /**
   * Reads a text file.
   *
   * @param path Its path.
   * @param options Whether every byte has to be UTF-8, and what ends the wait.
   * @returns Its text, or `undefined` if there is no such file.
   * @throws {NotUtf8Error} If it has to be UTF-8 and is not.
   * @throws {UnsafeFileError} If it is longer than 16 MiB.
   */
  read(path: string, options?: ReadOptions): Promise<string | undefined>;
  /**
   * Writes a text file that only the user may read, whole or not at all: a
   * reader sees the old text or the new one, also after a power cut.
   *
   * @param path Its path; its directory is made (0700) when it is missing.
   * @param text Its text.
   * @param options Whether a link may stand in its place.
   * @throws {UnsafeFileError} If a link, a device, a pipe or a directory
   * stands in its place, which is left as it is.
   */
  writePrivate(
    path: string,
    text: string,
    options?: WriteOptions,
  ): Promise<void>;
  /**
   * Does something while no other process does the same to a file. Absent
   * where there is nobody else.
   *
   * @param path The file.
   * @param work What to do.
   * @param signal Ends the wait.
   * @returns What `work` returns.
   * @throws {LockError} If others do not let go, or files cannot be locked.
   */
  withLock?<T>(
    path: string,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
}

function decoded(bytes: Uint8Array, fatal: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotUtf8Error(bytes);
  }
}

/** Profiles, seeds and tokens are texts; a longer one is something else. */
const LARGEST_TEXT = 16 * 1024 * 1024;
/** A device or a pipe has no length, nor have the files of `/proc`. */
function isShortFile(path: string, most: number): boolean {
  if (/^\/(dev|proc)\//.test(path)) return false;
  const { isFile, size } = Deno.statSync(path);
  return isFile && size > 0 && size <= most;
}

/**
 * Reads a file, of a longer one the start: a device such as `/dev/zero` never
 * ends. A pipe is read until its last writer has closed it.
 *
 * @param path Its path.
 * @param options The number of bytes that is enough, and what ends the wait.
 * @returns What is in it, or `undefined` if there is no such file.
 * @throws {Error} The signal's reason, or what the file system met.
 */
export async function readStart(
  path: string,
  options: {
    readonly most: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { most, signal } = options;
  signal?.throwIfAborted();
  try {
    if (isShortFile(path, most)) {
      return await Deno.readFile(path, signal && { signal });
    }
    const { readStream } = await load<typeof import("./files_stream.ts")>(
      "./files_stream.ts",
      import.meta.url,
    );
    return await readStream(path, options);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** This machine's files. */
export const systemFiles: Files = {
  async read(path, { fatal = false, signal } = {}) {
    const bytes = await readStart(path, { most: LARGEST_TEXT + 1, signal });
    if (bytes === undefined) return undefined;
    if (bytes.length <= LARGEST_TEXT) return decoded(bytes, fatal);
    throw new UnsafeFileError(
      "it is longer than 16 MiB",
      "Check the path: profiles, seeds, secrets and tokens are short",
    );
  },
  async writePrivate(path, text, options) {
    const { writePrivate } = await load<typeof import("./files_write.ts")>(
      "./files_write.ts",
      import.meta.url,
    );
    await writePrivate(path, text, options);
  },
  async withLock(path, work, signal) {
    const { withLock } = await load<typeof import("./lock.ts")>(
      "./lock.ts",
      import.meta.url,
    );
    return await withLock(path, work, signal === undefined ? {} : { signal });
  },
};
