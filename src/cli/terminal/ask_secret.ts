import { AuthError } from "../../engine/errors.ts";
import { Secret } from "../../engine/secret.ts";
import { Interruption } from "../errors.ts";
import type { Io } from "../io.ts";

const ELSEWHERE =
  "Run it in a terminal, or use --password-env, --password-file or --password-stdin";

function isTypedInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === "TypedInterrupt";
}

/**
 * Asks for a secret on the terminal, where nothing of it is shown.
 *
 * @param question What is asked.
 * @param options The world, and the signal that ends the wait.
 * @returns The answer.
 * @throws {AuthError} `interaction_required` where nobody can answer.
 */
export async function askSecret(
  question: string,
  { io, signal, hint = ELSEWHERE }: {
    readonly io: Io;
    readonly signal: AbortSignal | undefined;
    /** How else it can be given. */
    readonly hint?: string;
  },
): Promise<Secret> {
  const nobody = (why: string) =>
    new AuthError("interaction_required", `Cannot ask for the secret: ${why}`, {
      hint,
    });
  if (!io.stdin.isTerminal) throw nobody("standard input is not a terminal");
  // Hidden first: who types as soon as the question is there must not be seen.
  const typed = io.stdin.readHidden(signal);
  io.stderr.write(question);
  try {
    const answer = await typed.catch((error) => {
      throw isTypedInterrupt(error) ? new Interruption("SIGINT") : error;
    });
    if (answer === undefined) throw nobody("standard input has ended");
    return new Secret(answer);
  } finally {
    io.stderr.write("\n");
  }
}
