import { systemClock } from "./clock.ts";
import { UnsafeFileError } from "./files.ts";

const DEADLINE_MS = 10_000;
const ATTEMPTS = 20;

/** A file could not be kept from others. */
export class LockError extends Error {
  /** `"LockError"`. */
  override readonly name = "LockError";
  /** Whether others have it, or the file system has no locks. */
  readonly reason: "busy" | "unsupported";

  /**
   * Makes an error about a lock.
   *
   * @param reason Whether others have it, or the file system has no locks.
   * @param options The cause.
   */
  constructor(reason: "busy" | "unsupported", options?: ErrorOptions) {
    super(
      reason === "busy"
        ? "another process does not let go of it"
        : "its file system has no locks",
      options,
    );
    this.reason = reason;
  }
}

/** How long to wait for others. */
export interface LockOptions {
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** When to give up, in milliseconds; 10 seconds when left out. */
  readonly deadlineMs?: number;
}

function lstat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Never the data file, which a rename replaces, and never removed: a process
 * that waits for a removed file would hold a lock that nobody else sees.
 */
function openLockFile(path: string): Deno.FsFile {
  const name = `${path}.lock`;
  const info = lstat(name);
  // Opening a pipe would wait for ever, and a link may lead to anything.
  if (info !== undefined && !info.isFile) {
    throw new UnsafeFileError(
      "something else than a file is in the place of its lock",
      `Remove ${name}`,
    );
  }
  if (info === undefined) {
    const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    const directory = cut < 0 ? "." : path.slice(0, cut + 1);
    Deno.mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  return Deno.openSync(name, { create: true, write: true, mode: 0o600 });
}

function tryLock(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch (cause) {
    // ENOLCK and its like, on network file systems above all.
    throw new LockError("unsupported", { cause });
  }
}

/** Whoever cleans up by hand may have taken the file away while it was waited for. */
function isInPlace(path: string, file: Deno.FsFile): boolean {
  if (Deno.build.os === "windows") return true;
  const { dev, ino } = file.statSync();
  const held = lstat(`${path}.lock`);
  return held?.dev === dev && held.ino === ino;
}

/**
 * Short at first, since most holders are done at once; then long, so that a
 * crowd leaves the processor to the holder; shorter again for those who have
 * waited longest, so that their turn comes.
 */
function pauseMs(waitedMs: number): number {
  const middle = waitedMs < 50 ? 10 : Math.max(8, 50 - waitedMs / 60);
  return middle * (0.5 + Math.random());
}

/** Polls: a pending `lock()` would keep the process alive for ever. */
async function acquire(
  file: Deno.FsFile,
  { signal, giveUpAt }: {
    readonly signal?: AbortSignal;
    readonly giveUpAt: number;
  },
): Promise<void> {
  const start = performance.now();
  while (!tryLock(file)) {
    const now = performance.now();
    if (now >= giveUpAt) throw new LockError("busy");
    await systemClock.sleep(pauseMs(now - start), signal);
  }
}

/**
 * Does something while nobody else, in this process or another, does something
 * to the same file. The system lets go of the lock when a process is killed.
 *
 * @param path The file; the lock is a file of its own beside it.
 * @param work What to do.
 * @param options How long to wait for others.
 * @returns What `work` returns.
 * @throws {LockError} If others do not let go, or files cannot be locked.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { deadlineMs = DEADLINE_MS, signal } = options;
  const giveUpAt = performance.now() + deadlineMs;
  for (let attempt = 1;; attempt++) {
    using file = openLockFile(path);
    await acquire(file, { giveUpAt, ...(signal && { signal }) });
    // Some network file systems give a file another number at each look.
    if (attempt === ATTEMPTS || isInPlace(path, file)) {
      return await work();
    }
  }
}
