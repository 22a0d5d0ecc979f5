import { UnsafeFileError } from "../files.ts";

/** Bytes that a file has at most; the tokens of one profile are a hundredth of it. */
export const LONGEST_FILE = 4 * 1024 * 1024;

/** Bits of a mode that let others in. */
const OTHERS = 0o077;
/** Each is a rename by a writer that came between two looks at a file. */
const ATTEMPTS = 20;

/** What was found at a path. */
export interface FoundFile {
  /** What it holds; nothing when it is too long to be ours. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** Whether its mode lets others in. */
  readonly isOpenToOthers: boolean;
}

/** What was found in the place of a directory. */
export interface FoundDirectory {
  /** Its owner; none where files have no owner that Deno can tell. */
  readonly owner: number | null;
  /** Whether its mode lets others in. */
  readonly isOpenToOthers: boolean;
}

function lstat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function isOpen({ mode }: Deno.FileInfo): boolean {
  return mode !== null && (mode & OTHERS) !== 0;
}

/** Asking for the permission would ask the user; so it is only looked at. */
function ownUser(): number | null | undefined {
  const granted = { name: "sys", kind: "uid" } as const;
  return Deno.permissions.querySync(granted).state === "granted"
    ? Deno.uid()
    : undefined;
}

/**
 * Looks at a directory that nobody else may write to.
 *
 * @param path Its path.
 * @param options Whether it has to be the user's, as far as that may be known
 * (0.2 ms). What is sealed needs no look at the owner to be read: nobody else
 * can have made it.
 * @returns What it is, or `undefined` if there is none.
 * @throws {UnsafeFileError} If it is a link, no directory, or somebody else's.
 */
export function findDirectory(
  path: string,
  { isOwn }: { readonly isOwn: boolean },
): FoundDirectory | undefined {
  const info = lstat(path);
  if (info === undefined) return undefined;
  if (!info.isDirectory) {
    throw new UnsafeFileError(
      info.isSymlink
        ? "a symbolic link is in the place of its directory"
        : "something else than a directory is in the place of its directory",
      `Remove ${path}, or choose another place`,
    );
  }
  if (isOwn && (ownUser() ?? info.uid) !== info.uid) {
    throw new UnsafeFileError(
      "its directory belongs to another user",
      `Check who owns ${path}, or choose another place`,
    );
  }
  return { owner: info.uid, isOpenToOthers: isOpen(info) };
}

function requireOwnFile(
  info: Deno.FileInfo,
  { path, owner }: { readonly path: string; readonly owner: number | null },
): void {
  const problem = info.isSymlink
    ? "a symbolic link is in its place"
    : !info.isFile
    ? "something else than a file is in its place"
    : info.uid !== owner
    ? "it belongs to another user"
    : undefined;
  if (problem === undefined) return;
  throw new UnsafeFileError(problem, `Look at ${path}, then remove it`);
}

function readWhole(file: Deno.FsFile, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let done = 0;
  while (done < size) {
    const count = file.readSync(bytes.subarray(done));
    if (count === null) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

/** None if the path has led to another file meanwhile, or to nothing. */
function readSame(
  path: string,
  seen: Deno.FileInfo,
): FoundFile | undefined {
  try {
    using file = Deno.openSync(path);
    const { dev, ino, size } = file.statSync();
    if (dev !== seen.dev || ino !== seen.ino) return undefined;
    const bytes = size > LONGEST_FILE ? undefined : readWhole(file, size);
    return { bytes, isOpenToOthers: isOpen(seen) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Reads a file of one's own, and nothing else: opening a pipe would wait for
 * ever, and a link may lead to anything. At once, since a small file is read
 * sooner than a thread is asked to.
 *
 * @param path Its path.
 * @param owner Whose it has to be.
 * @returns What it holds, or `undefined` if there is none.
 * @throws {UnsafeFileError} If it is a link, no file, or somebody else's.
 */
export function findFile(
  path: string,
  owner: number | null,
): FoundFile | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const info = lstat(path);
    if (info === undefined) return undefined;
    requireOwnFile(info, { path, owner });
    const found = readSame(path, info);
    if (found !== undefined) return found;
  }
  throw new UnsafeFileError(
    "it changes all the time",
    "Try again when no other program writes to it",
  );
}
