import { sanitizeText } from "../../engine/text.ts";
import { wrapText } from "../output/wrap.ts";
import { askSecret } from "./ask_secret.ts";
import { textWidth } from "./text_width.ts";
import type { Io } from "../io.ts";

/** One thing that is asked. */
export interface Question {
  /** What is asked, without a colon. */
  readonly text: string;
  /** What an empty answer stands for; shown in brackets. */
  readonly standard?: string;
  /** Whether the answer is not shown while it is typed. */
  readonly isHidden?: boolean;
}

/** A pipe that nobody writes to must not look like a program that hangs. */
const PATIENCE_MS = 1_000;

async function patiently<T>(
  answer: Promise<T>,
  { text, io }: { readonly text: string; readonly io: Io },
): Promise<T> {
  if (io.stdin.isTerminal) return await answer;
  let waiting = true;
  io.remind(PATIENCE_MS, () => {
    if (!waiting) return;
    io.stderr.write(`Waiting for an answer on standard input: ${text}\n`);
  });
  try {
    return await answer;
  } finally {
    waiting = false;
  }
}

/** Room for the answer beside the question. */
const ANSWER_WIDTH = 12;

/** A terminal by itself breaks a line in the middle of a word. */
function broken(question: string, { stderr }: Io): string {
  const width = textWidth(stderr) - ANSWER_WIDTH;
  return wrapText(question, width).join("\n");
}

/**
 * Asks for one line, on a terminal or of what is piped in.
 *
 * @param question What is asked.
 * @param io The world.
 * @returns The answer without blanks around it, the standard one where it is
 * empty; `undefined` when there is no more to be read.
 */
export async function askLine(
  { text, standard = "", isHidden = false }: Question,
  io: Io,
): Promise<string | undefined> {
  const shown = standard === "" ? "" : ` [${sanitizeText(standard)}]`;
  const question = `${broken(`${text}${shown}:`, io)} `;
  if (isHidden && io.stdin.isTerminal) {
    return (await askSecret(question, { io, signal: io.signal })).reveal();
  }
  // Nobody reads questions that a file answers.
  if (io.stdin.isTerminal) io.stderr.write(question);
  const answer = await patiently(io.stdin.readLine(io.signal), { text, io });
  if (answer === undefined) return undefined;
  if (isHidden) return answer;
  return answer.trim() || standard;
}
