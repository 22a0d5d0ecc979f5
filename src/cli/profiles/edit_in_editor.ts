import { load } from "../../adapters/load.ts";
import type { Draft } from "../../adapters/editor.ts";
import { sanitizeText } from "../../engine/text.ts";
import { commandWords } from "../../settings/assertion_reference.ts";
import type { Context } from "../context.ts";
import { ConfigurationError } from "../errors.ts";

/** How a text is edited. */
export interface EditOptions<T> {
  /** The file's name while it is edited. */
  readonly name: string;
  /** Reads what was written; throws, with a hint, where it cannot be used. */
  readonly read: (text: string, file: string) => Promise<T>;
  /** The world, and whom to tell. */
  readonly context: Context;
}

function editorOf({ env }: Context["io"]): readonly string[] {
  const line = env("VISUAL") || env("EDITOR") || "";
  const words = commandWords(line);
  if (words.length > 0) return words;
  throw new ConfigurationError(
    "Cannot open an editor: neither VISUAL nor EDITOR names one",
    "Set it, such as EDITOR=nano, or change the profile by options",
  );
}

/** Whoever has written something must not lose it. */
function notTaken(draft: Draft, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const hint = `What you wrote is kept in ${draft.path}`;
  return Object.assign(error, { hint });
}

async function wantsAgain(
  error: unknown,
  { io, messages }: Context,
): Promise<boolean> {
  if (!io.stdin.isTerminal) return false;
  const { message } = error as Error;
  messages.say(sanitizeText(message));
  io.stderr.write("Edit it again? [Y/n] ");
  const answer = await io.stdin.readLine(io.signal);
  return answer !== undefined && !/^no?$/i.test(answer.trim());
}

/** An end from outside comes while somebody writes. */
async function untilEnded<T>(
  draft: Draft,
  options: EditOptions<T>,
): Promise<T> {
  const { io, messages } = options.context;
  try {
    return await editUntilGood(draft, options);
  } catch (error) {
    if (io.signal.aborted) {
      messages.say(`What you wrote is kept in ${draft.path}`);
    }
    throw error;
  }
}

async function editUntilGood<T>(
  draft: Draft,
  { read, context }: EditOptions<T>,
): Promise<T> {
  const argv = editorOf(context.io);
  for (;;) {
    const edited = await draft.edit(argv, context.io.signal);
    if ("problem" in edited) {
      throw new ConfigurationError(
        `Cannot edit with "${argv[0]}": ${edited.problem}`,
        `Set EDITOR to an editor that works; the text is in ${draft.path}`,
      );
    }
    try {
      return await read(edited.text, draft.path);
    } catch (error) {
      if (!await wantsAgain(error, context)) throw notTaken(draft, error);
    }
  }
}

/**
 * Lets the user change a text in the editor of the environment, until it can
 * be used. What was written is lost only when it was taken.
 *
 * @param text The text.
 * @param options What it has to be.
 * @returns What was read of it.
 * @throws {ConfigurationError} If no editor can be opened.
 * @throws {Error} What `read` threw; its hint tells where the text is.
 */
export async function editInEditor<T>(
  text: string,
  options: EditOptions<T>,
): Promise<T> {
  editorOf(options.context.io);
  const { openDraft } = await load<typeof import("../../adapters/editor.ts")>(
    "../../adapters/editor.ts",
    import.meta.url,
  );
  const draft = await openDraft(options.name, text);
  const found = await untilEnded(draft, options);
  await draft.remove().catch(() => {});
  return found;
}
