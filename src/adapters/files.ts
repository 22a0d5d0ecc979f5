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
   * @param options Whether every byte has to be UTF-8.
   * @returns Its text, or `undefined` if there is no such file.
   * @throws {NotUtf8Error} If it has to be UTF-8 and is not.
   */
  read(
    path: string,
    options?: { readonly fatal?: boolean },
  ): Promise<string | undefined>;
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

/** This machine's files. */
export const systemFiles: Files = {
  async read(path, { fatal = false } = {}) {
    try {
      return decoded(await Deno.readFile(path), fatal);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
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
