import type { Files, TrustOptions } from "./files_port.ts";
import { load } from "./load.ts";

export type {
  Files,
  ReadOptions,
  TrustOptions,
  WriteOptions,
} from "./files_port.ts";

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

/** Whoever laid a link chose the file; everybody may write to a link. */
function linkAt(path: string): Pick<Deno.FileInfo, "uid"> & { mode?: null } {
  if (!isGranted({ name: "read", path })) return { uid: null };
  const { isSymlink, uid } = Deno.lstatSync(path);
  return { uid: isSymlink ? uid : null };
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
  const places = [
    [path, "it", linkAt(path)],
    [path, "it", look(path)],
    [folder, "its folder", look(folder)],
  ] as const;
  let user: number | null | undefined;
  for (const [place, name, info] of places) {
    const { uid = null, mode = null } = info ?? {};
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

/** Most folders have no project file, and need no module to say so. */
async function isPlain(path: string, most: number): Promise<boolean> {
  try {
    Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
  }
  const { isPlainFile } = await load<typeof import("./plain_file.ts")>(
    "./plain_file.ts",
    import.meta.url,
  );
  return isPlainFile(path, most);
}

/** Most calls write nothing. */
function writing(): Promise<typeof import("./files_write.ts")> {
  return load("./files_write.ts", import.meta.url);
}

/** This machine's files. */
export const systemFiles: Files = {
  async read(path, { fatal = false, signal, trusted, plainUpTo } = {}) {
    if (plainUpTo !== undefined && !await isPlain(path, plainUpTo)) {
      return undefined;
    }
    if (trusted !== undefined && Deno.build.os !== "windows") {
      try {
        requireTrusted(path, trusted);
      } catch (error) {
        if (error instanceof UnsafeFileError) throw error;
        // What the file system has to say, it says when the file is read.
      }
    }
    const limits = { most: LARGEST_TEXT + 1, signal };
    const bytes = await readStart(path, limits).catch((error) => {
      throw error instanceof Deno.errors.IsADirectory
        ? new UnsafeFileError("it is a directory", "Name a file in it")
        : error;
    });
    if (bytes === undefined) return undefined;
    if (bytes.length <= LARGEST_TEXT) return decoded(bytes, fatal);
    throw new UnsafeFileError(
      "it is longer than 16 MiB",
      "Check the path: profiles, seeds, secrets and tokens are short",
    );
  },
  writePrivate: async (...args) =>
    await (await writing()).writePrivate(...args),
  hasDirectoryFor: async (...args) =>
    await (await writing()).hasDirectoryFor(...args),
  writePrivateParts: async (...args) =>
    await (await writing()).writePrivateParts(...args),
  async withLock(path, work, signal) {
    const { withLock } = await load<typeof import("./lock.ts")>(
      "./lock.ts",
      import.meta.url,
    );
    return await withLock(path, work, signal === undefined ? {} : { signal });
  },
};
