import { emptiedSecrets } from "./environment.ts";
import { runFailure } from "./command.ts";

/** A text in a file of its own, that the user may change and nobody else read. */
export interface Draft {
  /** The file. */
  readonly path: string;
  /**
   * Opens it in the editor, and waits until that is closed.
   *
   * @param argv The editor and its arguments; the file comes last.
   * @param signal Ends the editor.
   * @returns The text, or why the editor did not work.
   */
  edit(
    argv: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly text: string } | { readonly problem: string }>;
  /** Removes it. */
  remove(): Promise<void>;
}

const PROBLEMS = {
  missing: "it is not installed",
  forbidden: "it may not be run",
  timed_out: "it took too long",
} as const;

async function runEditor(
  [program = "", ...args]: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const child = new Deno.Command(program, {
      args,
      env: emptiedSecrets(),
      stdin: "inherit",
      // Standard output is the product's own.
      stdout: "inherit",
      stderr: "inherit",
      signal,
    }).spawn();
    const { code, success } = await child.status;
    signal.throwIfAborted();
    return success ? undefined : `it ended with ${code}`;
  } catch (error) {
    signal.throwIfAborted();
    const why = runFailure(error);
    if (why === undefined) throw error;
    return PROBLEMS[why];
  }
}

/**
 * Writes a text into a new file, in a folder that only the user may enter.
 *
 * @param name The file's name, which editors take the language from.
 * @param text The text.
 * @returns The file.
 */
export async function openDraft(name: string, text: string): Promise<Draft> {
  const folder = await Deno.makeTempDir({ prefix: "entrada-" });
  const path = `${folder}/${name}`;
  await Deno.writeTextFile(path, text, { mode: 0o600, createNew: true });
  return {
    path,
    async edit(argv, signal) {
      const problem = await runEditor([...argv, path], signal);
      if (problem !== undefined) return { problem };
      return { text: await Deno.readTextFile(path) };
    },
    remove: () => Deno.remove(folder, { recursive: true }),
  };
}
