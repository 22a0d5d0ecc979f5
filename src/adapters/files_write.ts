import { systemClock } from "./clock.ts";
import { UnsafeFileError, type WriteOptions } from "./files.ts";

/** Older temporaries are of a process that was killed. */
export const STALE_MS = 60_000;
const TEMPORARY = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
/** Scanners of Windows hold a new file for about this long. */
const RENAME_WAITS_MS: readonly number[] = [5, 10, 20, 40, 80];
const HELD = new Set(["EPERM", "EACCES", "EBUSY"]);

/** How a file is put in the place of another one. */
export interface ReplaceOptions {
  /** Where the new file is until it is whole; on the same file system. */
  readonly temporary: string;
  /** Whose the new file has to be; anybody's if left out. */
  readonly owner?: number | null;
  /** Where the old file goes; it is gone if this is left out. */
  readonly keepOldAs?: string;
}

function splitPath(path: string): readonly [string, string] {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return cut < 0 ? [".", path] : [path.slice(0, cut + 1), path.slice(cut + 1)];
}

async function orMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function requireFile(info: Deno.FileInfo): void {
  if (info.isFile) return;
  throw new UnsafeFileError(
    info.isDirectory
      ? "a directory is in its place"
      : "a device, a pipe or a socket is in its place",
    "Name a file, or a path where nothing is yet",
  );
}

/** A rename would replace a symbolic link, not the file that it leads to. */
async function linkTarget(path: string, link: Deno.FileInfo): Promise<string> {
  const target = await orMissing(Deno.realPath(path));
  const info = target && await orMissing(Deno.stat(target));
  if (target === undefined || !info) {
    throw new UnsafeFileError(
      "a symbolic link that leads nowhere is in its place",
      "Remove the link, or make the file that it leads to",
    );
  }
  requireFile(info);
  if (info.uid === link.uid) return target;
  throw new UnsafeFileError(
    "a symbolic link to somebody else's file is in its place",
    "Remove the link, or make it lead to a file of your own",
  );
}

async function targetOf(
  path: string,
  { followLink = false, isNew = false }: WriteOptions,
): Promise<string> {
  const info = await orMissing(Deno.lstat(path));
  if (info === undefined) return path;
  if (isNew) {
    throw new UnsafeFileError(
      "there is something in its place already",
      "Name another file, or replace it with --force",
    );
  }
  if (info.isSymlink) {
    if (followLink) return await linkTarget(path, info);
    throw new UnsafeFileError(
      "a symbolic link is in its place",
      "Name the file that the link leads to, or remove the link",
    );
  }
  requireFile(info);
  return path;
}

async function writeNew(
  bytes: Uint8Array,
  { temporary, owner }: ReplaceOptions,
): Promise<void> {
  // At once: a new file is made sooner than a thread is asked to.
  using file = Deno.openSync(temporary, {
    write: true,
    createNew: true,
    mode: 0o600,
  });
  if (owner !== undefined && file.statSync().uid !== owner) {
    throw new UnsafeFileError(
      "its directory belongs to another user",
      "Check who owns the directory, or choose another place",
    );
  }
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
  await file.sync();
}

/**
 * Does something to a file again when another program holds it, as virus
 * scanners of Windows do for a moment.
 *
 * @param work What to do; fails with `EPERM`, `EACCES` or `EBUSY` meanwhile.
 * @param sleep Waits that many milliseconds.
 * @returns What `work` returns.
 */
export async function retryWhileHeld<T>(
  work: () => Promise<T>,
  sleep: (ms: number) => Promise<void>,
): Promise<T> {
  for (const waitMs of RENAME_WAITS_MS) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code === undefined || !HELD.has(code)) throw error;
    }
    await sleep(waitMs);
  }
  return await work();
}

async function rename(from: string, to: string): Promise<void> {
  if (Deno.build.os !== "windows") return await Deno.rename(from, to);
  await retryWhileHeld(() => Deno.rename(from, to), systemClock.sleep);
}

/**
 * Brings a directory's entries to the disk: a rename is safe from a power cut
 * only then. What cannot be synchronised (some file systems refuse it for
 * directories) is in place all the same, so that it is no failure.
 *
 * @param directory Its path.
 */
export async function syncDirectory(directory: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  try {
    using handle = Deno.openSync(directory);
    await handle.sync();
  } catch {
    return;
  }
}

/**
 * Puts a new file, that only the user may read, in the place of an old one or
 * of none, whole or not at all.
 *
 * @param target The place; known to be no link.
 * @param bytes What the new file holds.
 * @param options Where it is made, and what becomes of the old one.
 */
export async function replaceFile(
  target: string,
  bytes: Uint8Array,
  options: ReplaceOptions,
): Promise<void> {
  const { temporary, keepOldAs } = options;
  try {
    await writeNew(bytes, options);
    if (keepOldAs !== undefined) await orMissing(rename(target, keepOldAs));
    await rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await syncDirectory(splitPath(target)[0]);
}

/**
 * Writes a file that only the user may read as its parts come, whole or not at
 * all.
 *
 * @param path Its path; its directory has to be there.
 * @param parts Its bytes.
 * @throws {UnsafeFileError} If something else than a file is in its place.
 */
export async function writePrivateParts(
  path: string,
  parts: AsyncIterable<Uint8Array>,
): Promise<void> {
  const target = await targetOf(path, {});
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    using file = await Deno.open(temporary, {
      write: true,
      createNew: true,
      mode: 0o600,
    });
    for await (const part of parts) {
      for (let done = 0; done < part.length;) {
        done += await file.write(part.subarray(done));
      }
    }
    await file.sync();
    await rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await syncDirectory(splitPath(target)[0]);
}

/**
 * Tells whether the directory is there that a file is to be written into.
 *
 * @param path The file's path.
 * @returns Whether it is.
 */
export async function hasDirectoryFor(path: string): Promise<boolean> {
  const info = await orMissing(Deno.stat(splitPath(path)[0]));
  return info?.isDirectory === true;
}

/** Takes away what processes left that were killed while they wrote this file. */
async function sweep(target: string): Promise<void> {
  const [directory, name] = splitPath(target);
  const { uid } = await Deno.lstat(target);
  for await (const entry of Deno.readDir(directory)) {
    if (!entry.isFile || !entry.name.startsWith(name)) continue;
    if (!TEMPORARY.test(entry.name.slice(name.length))) continue;
    const path = target.slice(0, target.length - name.length) + entry.name;
    const { isFile, mtime, uid: owner } = await Deno.lstat(path);
    const age = Date.now() - (mtime?.getTime() ?? Infinity);
    if (isFile && owner === uid && age > STALE_MS) await Deno.remove(path);
  }
}

/**
 * Writes a text file that only the user may read, whole or not at all.
 *
 * @param path Its path; its directory is made (0700) when it is missing.
 * @param text Its text.
 * @param options Whether a link may stand in its place.
 * @throws {UnsafeFileError} If something else than a file is in its place.
 */
export async function writePrivate(
  path: string,
  text: string,
  options: WriteOptions = {},
): Promise<void> {
  await Deno.mkdir(splitPath(path)[0], { recursive: true, mode: 0o700 });
  const target = await targetOf(path, options);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  await replaceFile(target, new TextEncoder().encode(text), { temporary });
  // Somebody else may be sweeping too; what is left is for the next time.
  await sweep(target).catch(() => {});
}
