/** A file that is written line by line and never replaces another one. */
export interface LineFile {
  /**
   * Writes one line, at once.
   *
   * @param line The line without its end.
   */
  readonly write: (line: string) => void;
  /** Closes it. */
  readonly close: () => void;
}

/** Why a file cannot be begun. */
export type LineFileProblem = "is_there" | "no_folder" | "failed";

/** A new file cannot be begun. */
export class LineFileError extends Error {
  /** `"LineFileError"`. */
  override readonly name = "LineFileError";
  /** Why. */
  readonly problem: LineFileProblem;

  /**
   * Makes an error about a file.
   *
   * @param problem Why.
   * @param cause What the file system met.
   */
  constructor(problem: LineFileProblem, cause: unknown) {
    super("The file cannot be begun", { cause });
    this.problem = problem;
  }
}

function problemOf(error: unknown): LineFileProblem {
  if (error instanceof Deno.errors.AlreadyExists) return "is_there";
  return error instanceof Deno.errors.NotFound ? "no_folder" : "failed";
}

/**
 * Begins a file that only the user may read. Whatever is in its place, a link
 * too, stays as it is.
 *
 * @param path Its path.
 * @returns Writes to it.
 * @throws {LineFileError} If it cannot be begun.
 */
export function createLineFile(path: string): LineFile {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
  } catch (error) {
    throw new LineFileError(problemOf(error), error);
  }
  const encoder = new TextEncoder();
  return {
    write(line) {
      const bytes = encoder.encode(`${line}\n`);
      for (let done = 0; done < bytes.length;) {
        done += file.writeSync(bytes.subarray(done));
      }
    },
    close: () => file.close(),
  };
}
