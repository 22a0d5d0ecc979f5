import { environmentVariable } from "../environment.ts";

/** What stands at a path. */
export interface PathFacts {
  /** The path, with the home directory in place of `~`. */
  readonly path: string;
  /** What is there; `unknown` when it may not be looked at. */
  readonly kind: "file" | "directory" | "other" | "missing" | "unknown";
  /** Whether it was reached over a symbolic link. */
  readonly isLink: boolean;
  /** Length in bytes; 0 for what is no file. */
  readonly size: number;
  /** Permission bits; absent on Windows. */
  readonly mode?: number;
  /** Whose it is; absent on Windows. */
  readonly uid?: number;
}

/**
 * Replaces a leading `~/` by the home directory.
 *
 * @param path The path.
 * @returns The path as the system knows it.
 */
export function withHome(path: string): string {
  const home = environmentVariable("HOME") ??
    environmentVariable("USERPROFILE") ?? "~";
  return path.replace(/^~(?=[/\\])/, () => home);
}

/**
 * Tells whether a path may be looked at without a question to the user.
 *
 * @param name Reading or writing.
 * @param path The path.
 * @returns Whether it is granted.
 */
export function isPermitted(name: "read" | "write", path: string): boolean {
  return Deno.permissions.querySync({ name, path }).state === "granted";
}

/**
 * Reads permission bits and owner from what the system says of a file.
 *
 * @param info What the system says.
 * @returns The two; neither on Windows.
 */
export function ownerFacts(
  { mode, uid }: Deno.FileInfo,
): Pick<PathFacts, "mode" | "uid"> {
  return mode === null || uid === null ? {} : { mode: mode & 0o7777, uid };
}

function kindOf(info: Deno.FileInfo): PathFacts["kind"] {
  if (info.isFile) return "file";
  return info.isDirectory ? "directory" : "other";
}

/**
 * Looks at what stands at a path; its content is not read.
 *
 * @param path The path; `~/` means the home directory.
 * @returns What is there.
 */
export async function lookAt(path: string): Promise<PathFacts> {
  const full = withHome(path);
  const nothing = { path: full, isLink: false, size: 0 };
  if (!isPermitted("read", full)) return { ...nothing, kind: "unknown" };
  try {
    const { isSymlink } = await Deno.lstat(full);
    const info = await Deno.stat(full);
    return {
      path: full,
      kind: kindOf(info),
      isLink: isSymlink,
      size: info.isFile ? info.size : 0,
      ...ownerFacts(info),
    };
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    return { ...nothing, kind: isMissing ? "missing" : "unknown" };
  }
}
