/** What a call may look at before anything else of the program is there. */
export interface CallWorld {
  /** The operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
  /** Tells one state of a file from the next, if it is short by its text; nothing where there is none. */
  readonly stamp: (path: string) => string | undefined;
  /** The working directory; absent when it is gone. */
  readonly cwd?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

function isGranted(name: "env" | "read"): boolean {
  return Deno.permissions.querySync({ name }).state === "granted";
}

function workingDirectory(): string | undefined {
  try {
    return Deno.cwd();
  } catch {
    return undefined;
  }
}

/** A longer file is known by the rest alone. */
const LONGEST_TEXT = 256 * 1024;

/** Times can be set back, and a copy has the old ones; what is in it tells. */
function stamp(path: string): string | undefined {
  try {
    const { dev, ino, isFile, size, mtime, ctime } = Deno.statSync(path);
    const times = `${mtime?.getTime()} ${ctime?.getTime()}`;
    const text = isFile && size <= LONGEST_TEXT
      ? Deno.readTextFileSync(path)
      : "";
    return `${dev} ${ino} ${size} ${times} ${text}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Opens the world to a call that may be answered at once.
 *
 * @returns The world; nothing where some of it may not be looked at: asking
 * for a permission would stop the program with a question.
 */
export function openCallWorld(): CallWorld | undefined {
  if (!isGranted("env") || !isGranted("read")) return undefined;
  return {
    os: Deno.build.os,
    env: (name) => Deno.env.get(name),
    stamp,
    cwd: workingDirectory(),
    now: () => Date.now(),
  };
}
