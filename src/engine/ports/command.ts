/** A program and what it is given; it never passes through a shell. */
export interface CommandLine {
  /** The program's name and its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** How a program ended. */
export type CommandOutcome =
  | {
    /** It ran to its end. */
    readonly type: "ended";
    /** Whether it reports success. */
    readonly success: boolean;
    /** What it wrote to standard output. */
    readonly stdout: string;
    /** What it wrote to standard error. */
    readonly stderr: string;
  }
  | {
    /** It is not installed, may not be run, or took too long and was ended. */
    readonly type: "missing" | "forbidden" | "timed_out";
  };

/** Runs programs of this machine. */
export interface Command {
  /** Runs one program; rejects only with the reason of its signal. */
  run(line: CommandLine): Promise<CommandOutcome>;
}
