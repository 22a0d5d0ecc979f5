import { isPermitted, lookAt, ownerFacts, type PathFacts } from "./path.ts";

/** One member of a directory, or of one of the directories in it. */
export interface EntryFacts {
  /** Its name; `kernel/7f3a.tokens` for what is a level below. */
  readonly name: string;
  /** What it is; links are not followed. */
  readonly kind: "file" | "directory" | "link" | "other";
  /** Permission bits; absent on Windows. */
  readonly mode?: number;
  /** Whether it belongs to somebody else. */
  readonly isForeign: boolean;
  /** Milliseconds since it was last written. */
  readonly ageMs: number;
}

/** What came of an attempt to make a file. */
export type Trial =
  | {
    /** A file could be made and written. */
    readonly outcome: "written";
    /** Whether it could be locked. */
    readonly isLockable: boolean;
  }
  | {
    /** Why none could be made or written. */
    readonly outcome: "denied" | "read_only" | "full" | "failed";
    /** The system's own name of the failure, such as `EIO`. */
    readonly code: string;
  };

/** A directory that tokens are kept in. */
export interface DirectoryFacts {
  /** The directory itself. */
  readonly path: PathFacts;
  /** Where a file was tried: the directory, or the nearest one above it. */
  readonly triedIn: string;
  /** What came of it. */
  readonly trial: Trial;
  /** Whether the directory belongs to somebody else. */
  readonly isForeign: boolean;
  /** What is in it and two levels below; of very many, the first ones. */
  readonly entries: readonly EntryFacts[];
}

/** More files than this are not looked at one by one. */
const MOST_ENTRIES = 2_000;
/** One for each protection, and one in it for what is being written. */
const LEVELS_BELOW = 2;
const TRIAL_BYTES = 4_096;

function parentOf(path: string): string {
  const parent = path.replace(/[/\\]+$/, "").replace(/[^/\\]+$/, "");
  if (parent === "") return ".";
  return parent.replace(/(?<=[^/\\:])[/\\]+$/, "");
}

async function nearestDirectory(path: string): Promise<string> {
  for (let at = path;; at = parentOf(at)) {
    const { kind } = await lookAt(at);
    if (kind !== "missing" || parentOf(at) === at || at === ".") return at;
  }
}

function failureOf(error: unknown): Trial {
  const { name = "", code = name } = error as { name?: string; code?: string };
  if (code === "ENOSPC" || code === "EDQUOT") return { outcome: "full", code };
  if (code === "EROFS") return { outcome: "read_only", code };
  const isDenied = error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.NotCapable;
  return { outcome: isDenied ? "denied" : "failed", code };
}

function isLockable(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch {
    // ENOLCK and its like, on network file systems above all.
    return false;
  }
}

interface Tried {
  readonly trial: Trial;
  /** The owner of what this program makes. */
  readonly uid?: number;
}

async function fill(path: string): Promise<Tried> {
  using file = await Deno.open(path, { write: true });
  const bytes = new Uint8Array(TRIAL_BYTES);
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
  await file.sync();
  const { uid } = ownerFacts(await file.stat());
  return {
    trial: { outcome: "written", isLockable: isLockable(file) },
    ...(uid === undefined ? {} : { uid }),
  };
}

async function tryIn(directory: string): Promise<Tried> {
  const permitted = isPermitted("read", directory) &&
    isPermitted("write", directory);
  if (!permitted) return { trial: { outcome: "denied", code: "NotCapable" } };
  let path: string | undefined;
  try {
    path = await Deno.makeTempFile({
      dir: directory,
      prefix: ".entrada-doctor-",
      suffix: ".tmp",
    });
    return await fill(path);
  } catch (error) {
    return { trial: failureOf(error) };
  } finally {
    if (path !== undefined) await Deno.remove(path).catch(() => {});
  }
}

async function entryOf(
  directory: string,
  { name, uid, now }: {
    readonly name: string;
    readonly uid: number | undefined;
    readonly now: number;
  },
): Promise<EntryFacts | undefined> {
  try {
    const info = await Deno.lstat(`${directory}/${name}`);
    const owner = ownerFacts(info);
    return {
      name,
      kind: info.isSymlink
        ? "link"
        : info.isFile
        ? "file"
        : info.isDirectory
        ? "directory"
        : "other",
      ...(owner.mode === undefined ? {} : { mode: owner.mode }),
      isForeign: uid !== undefined && owner.uid !== undefined &&
        owner.uid !== uid,
      ageMs: now - (info.mtime?.getTime() ?? now),
    };
  } catch {
    // Another process may have taken it away meanwhile.
    return undefined;
  }
}

async function addEntries(
  entries: EntryFacts[],
  { directory, inside, ...looking }: {
    readonly directory: string;
    /** The part of the path that is told: empty for the directory itself. */
    readonly inside: string;
    readonly uid: number | undefined;
    readonly now: number;
  },
): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(`${directory}/${inside}`)) {
      if (entries.length >= MOST_ENTRIES) return;
      const entry = await entryOf(directory, {
        name: inside + name,
        ...looking,
      });
      if (entry === undefined) continue;
      entries.push(entry);
      if (entry.kind !== "directory") continue;
      if (inside.split("/").length > LEVELS_BELOW) continue;
      await addEntries(entries, {
        directory,
        inside: `${inside}${name}/`,
        ...looking,
      });
    }
  } catch {
    // What may not be listed may not be used either, which the trial tells.
  }
}

async function entriesOf(
  directory: string,
  uid: number | undefined,
): Promise<readonly EntryFacts[]> {
  const entries: EntryFacts[] = [];
  await addEntries(entries, { directory, inside: "", uid, now: Date.now() });
  return entries;
}

/**
 * Looks into a directory, and tries whether files can be made and locked
 * there. Nothing is left behind.
 *
 * @param path The directory; when it is missing, the nearest one above it is
 *   tried, where it would be made.
 * @returns What was found.
 */
export async function inspectDirectory(path: string): Promise<DirectoryFacts> {
  const facts = await lookAt(path);
  const triedIn = facts.kind === "missing"
    ? await nearestDirectory(path)
    : facts.path;
  const { trial, uid } = await tryIn(triedIn);
  const isDirectory = facts.kind === "directory";
  return {
    path: facts,
    triedIn,
    trial,
    isForeign: isDirectory && uid !== undefined && facts.uid !== undefined &&
      facts.uid !== uid,
    entries: isDirectory ? await entriesOf(facts.path, uid) : [],
  };
}
