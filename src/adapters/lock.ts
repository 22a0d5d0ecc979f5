import { systemClock } from "./clock.ts";
import { UnsafeFileError } from "./files.ts";

const DEADLINE_MS = 10_000;

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

/**
 * Never the data file, which a rename replaces, and never removed: a process
 * that waits for a removed file would hold a lock that nobody else sees.
 */
async function openLockFile(path: string): Promise<Deno.FsFile> {
  const name = `${path}.lock`;
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  await Deno.mkdir(cut < 0 ? "." : path.slice(0, cut + 1), {
    recursive: true,
    mode: 0o700,
  });
  const info = await Deno.lstat(name).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  // Opening a pipe would wait for ever, and a link may lead to anything.
  if (info !== undefined && !info.isFile) {
    throw new UnsafeFileError(
      "something else than a file is in the place of its lock",
      `Remove ${name}`,
    );
  }
  return await Deno.open(name, { create: true, write: true, mode: 0o600 });
}

function tryLock(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch (cause) {
    // ENOLCK and its like, on network file systems above all.
    throw new LockError("unsupported", { cause });
  }
}

/** Polls: a pending `lock()` would keep the process alive for ever. */
async function acquire(
  file: Deno.FsFile,
  { signal, deadlineMs = DEADLINE_MS }: LockOptions,
): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!tryLock(file)) {
    if (performance.now() >= giveUpAt) throw new LockError("busy");
    await systemClock.sleep(5 + Math.random() * 20, signal);
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
  using file = await openLockFile(path);
  await acquire(file, options);
  return await work();
}
