import { UnsafeFileError, type WriteOptions } from "./files.ts";

/** Older temporaries are of a process that was killed. */
const STALE_MS = 60_000;
const TEMPORARY = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

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
  { followLink = false }: WriteOptions,
): Promise<string> {
  const info = await orMissing(Deno.lstat(path));
  if (info === undefined) return path;
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

async function writeNew(path: string, text: string): Promise<void> {
  using file = await Deno.open(path, {
    write: true,
    createNew: true,
    mode: 0o600,
  });
  const bytes = new TextEncoder().encode(text);
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
  await file.sync();
}

/** A rename is safe from a power cut once its directory is on the disk. */
async function syncDirectory(directory: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using handle = await Deno.open(directory);
  await handle.sync();
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
  try {
    await writeNew(temporary, text);
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await syncDirectory(splitPath(target)[0]);
  // Somebody else may be sweeping too; what is left is for the next time.
  await sweep(target).catch(() => {});
}
