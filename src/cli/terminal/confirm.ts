import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";

/**
 * Asks before something is done that cannot be undone.
 *
 * @param question What is about to be done, such as `Forget every token`.
 * @param context The terminal.
 * @returns Whether the user said yes.
 * @throws {UsageError} If nobody can be asked.
 */
export async function confirm(
  question: string,
  { io }: Pick<Context, "io">,
): Promise<boolean> {
  if (!io.stdin.isTerminal) {
    const action = question.charAt(0).toLowerCase() + question.slice(1);
    throw new UsageError(
      `Cannot ask whether to ${action}: standard input is not a terminal`,
      "Add --yes to do it without a question",
    );
  }
  io.stderr.write(`${sanitizeText(question)}? [y/N] `);
  const answer = await io.stdin.readLine(io.signal);
  return /^y(es)?$/i.test(answer?.trim() ?? "");
}
