import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import { askLine } from "../terminal/ask_line.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";

const HINT =
  "Give it as an option (see --help), pipe in an answer a line, or run it in a terminal";

/**
 * Asks for one line.
 *
 * @param text What is asked, without a colon.
 * @param options What an empty answer and the end of the input stand for, and
 *   the world.
 * @returns The answer.
 * @throws {UsageError} If there is none, and nothing stands for it.
 */
export async function askFor(
  text: string,
  { standard, io }: { readonly standard?: string; readonly io: Io },
): Promise<string> {
  const asked = { text, ...(standard ? { standard } : {}) };
  const answer = await askLine(asked, io);
  if (answer) return answer;
  // Whoever ends the input at a terminal wants an end, and no answer.
  const isEnd = answer === undefined && io.stdin.isTerminal;
  if (!isEnd && standard !== undefined) return standard;
  const [name] = text.split(" (");
  throw new UsageError(
    `Cannot go on: there is no answer to "${name}"`,
    HINT,
  );
}

/**
 * Asks until the answer can be used. Who pipes answers in has said them all,
 * so there the first one that cannot be used is the end.
 *
 * @param ask Asks once.
 * @param options What reads an answer, who is asked, and who is told why.
 * @returns What was read.
 * @throws {UsageError} If the answers end, or nobody can be asked again.
 */
export async function askUntilGood<T>(
  ask: () => Promise<string>,
  { read, context: { io, messages } }: {
    readonly read: (answer: string) => T | Promise<T>;
    readonly context: Pick<Context, "io" | "messages">;
  },
): Promise<T> {
  for (;;) {
    const answer = await ask();
    try {
      return await read(answer);
    } catch (error) {
      if (!(error instanceof UsageError) || !io.stdin.isTerminal) throw error;
      const { message, hint } = error;
      messages.say(
        sanitizeText(hint === undefined ? message : `${message}. ${hint}`),
      );
    }
  }
}

/**
 * Asks for a yes; everything else is a no, the end of the input too.
 *
 * @param text What is asked, without a question mark.
 * @param io The world.
 * @returns Whether the answer is yes.
 */
export async function askWhether(text: string, io: Io): Promise<boolean> {
  const answer = await askLine({ text: `${text}? [y/N]` }, io);
  return /^y(es)?$/i.test(answer ?? "");
}

/**
 * Asks for a secret; typed, nothing of it is shown.
 *
 * @param text What is asked, without a colon.
 * @param io The world.
 * @returns The secret; an empty one where there is none.
 * @throws {AuthError} `interaction_required` where nobody can answer.
 */
export async function askHidden(text: string, io: Io): Promise<Secret> {
  return new Secret(await askLine({ text, isHidden: true }, io) ?? "");
}
