import type {
  ScriptEnding,
  ScriptPlan,
  ScriptSummary,
  ScriptToken,
} from "../state/script.ts";

/** What a script is started with. */
export interface ScriptStart {
  /** What the person has allowed; a file that changed since is refused. */
  readonly fingerprint: string;
  /** Whether not to ask again until the file changes. */
  readonly remember: boolean;
  /** What it is given on its standard input. */
  readonly token?: ScriptToken;
  /** Ends it, with all that it has started. */
  readonly signal: AbortSignal;
  /**
   * Hears what it writes.
   *
   * @param stream Standard output or standard error.
   * @param text A piece of it, as it came.
   * @returns Resolves when more may come.
   */
  readonly onOutput: (
    stream: "out" | "err",
    text: string,
  ) => void | Promise<void>;
}

/** The person's own scripts. */
export interface UserScripts {
  /**
   * Looks for scripts.
   *
   * @returns All of them, those that cannot be run with the reason.
   */
  list(): Promise<readonly ScriptSummary[]>;
  /**
   * Reads a script whole; nothing of it is run.
   *
   * @param path The file.
   * @returns What it asks for, and whether that was allowed before.
   * @throws {Error} If it cannot be run.
   */
  plan(path: string): Promise<ScriptPlan>;
  /**
   * Runs a script as a process of its own.
   *
   * @param path The file.
   * @param start What was allowed, and what it is given.
   * @returns How it ended.
   * @throws {Error} If it could not be run.
   */
  run(path: string, start: ScriptStart): Promise<ScriptEnding>;
}
