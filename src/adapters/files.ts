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

/** A file is left unread because others may have written it. */
export class UntrustedFileError extends UnsafeFileError {}

/** Who may have written a file that is obeyed. */
export interface TrustOptions {
  /** The user's home directory; its owner is the user where no better way tells. */
  readonly home: string | undefined;
  /** Whether the group may write to it, as in a checkout that is shared. */
  readonly group?: boolean;
}

/** How a file is read. */
export interface ReadOptions {
  /** Whether every byte has to be UTF-8. */
  readonly fatal?: boolean;
  /** Who may have written it; anybody if left out. */
  readonly trusted?: TrustOptions;
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
  /** Refuse to replace a file that is there. */
  readonly isNew?: boolean;
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
   * @throws {UntrustedFileError} If others may have written it.
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
   * Tells whether the directory is there that a file is to be written into.
   * Absent where files have none.
   *
   * @param path The file's path.
   * @returns Whether it is.
   */
  hasDirectoryFor?(path: string): Promise<boolean>;
  /**
   * Writes a file that only the user may read, part by part; it is there when
   * all of it is. Absent where only texts are kept.
   *
   * @param path Its path; its directory has to be there.
   * @param parts Its bytes, as they come.
   * @throws {UnsafeFileError} If something else than a file is in its place.
   */
  writePrivateParts?(
    path: string,
    parts: AsyncIterable<Uint8Array>,
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

/** Whoever may not look must not be asked for the permission. */
function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

function look(path: string): Deno.FileInfo | undefined {
  return isGranted({ name: "read", path }) ? Deno.statSync(path) : undefined;
}

function userOf({ home }: TrustOptions): number | null | undefined {
  if (isGranted({ name: "sys", kind: "uid" })) return Deno.uid();
  try {
    return home === undefined ? undefined : look(home)?.uid;
  } catch {
    return undefined;
  }
}

/** In a folder such as `/tmp`, nobody replaces the files of others. */
const STICKY = 0o1000;

/** One word of a shell. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

function requireTrusted(path: string, options: TrustOptions): void {
  const folder = path.replace(/[/\\][^/\\]*$/, "") || "/";
  const writable = options.group ? 0o002 : 0o022;
  const places = [[path, "it"], [folder, "its folder"]] as const;
  let user: number | null | undefined;
  for (const [place, name] of places) {
    const { uid = null, mode = null } = look(place) ?? {};
    if (uid !== null && uid !== 0) user ??= userOf(options) ?? uid;
    if (uid !== null && uid !== 0 && uid !== user) {
      throw new UntrustedFileError(
        `${name} belongs to another user`,
        `Read what it says, then make it your own: chown "$(id -u)" ${
          quoted(place)
        }`,
      );
    }
    if (mode === null || (mode & writable) === 0) continue;
    if (place === folder && (mode & STICKY) !== 0) continue;
    throw new UntrustedFileError(
      `others may write to ${name} (mode ${
        (mode & 0o777).toString(8).padStart(4, "0")
      })`,
      `Read what it says, then keep others out: chmod go-w ${quoted(place)}`,
    );
  }
}

/** This machine's files. */
export const systemFiles: Files = {
  async read(path, { fatal = false, signal, trusted } = {}) {
    if (trusted !== undefined && Deno.build.os !== "windows") {
      try {
        requireTrusted(path, trusted);
      } catch (error) {
        if (error instanceof UnsafeFileError) throw error;
        // What the file system has to say, it says when the file is read.
      }
    }
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
  async hasDirectoryFor(path) {
    const { hasDirectoryFor } = await load<typeof import("./files_write.ts")>(
      "./files_write.ts",
      import.meta.url,
    );
    return await hasDirectoryFor(path);
  },
  async writePrivateParts(path, parts) {
    const { writePrivateParts } = await load<
      typeof import("./files_write.ts")
    >("./files_write.ts", import.meta.url);
    await writePrivateParts(path, parts);
  },
  async withLock(path, work, signal) {
    const { withLock } = await load<typeof import("./lock.ts")>(
      "./lock.ts",
      import.meta.url,
    );
    return await withLock(path, work, signal === undefined ? {} : { signal });
  },
};
