import type { Context } from "../context.ts";
import { StorageError } from "../errors.ts";

/** Terminals and what stands between drop what is longer. */
const LONGEST_OSC_52 = 100_000;

/** Terminals take a clipboard's content in base64. */
function osc52(text: string): string {
  return `\u001b]52;c;${new TextEncoder().encode(text).toBase64()}\u0007`;
}

/**
 * Puts a text into the person's clipboard: by a tool of this machine, or over
 * SSH and without one by the terminal. It goes nowhere else.
 *
 * @param text The text.
 * @param context The world, and whom to tell.
 * @throws {StorageError} If there is no clipboard.
 */
export async function writeClipboard(
  text: string,
  { io, messages }: Context,
): Promise<void> {
  if (await io.copyNatively?.(text)) {
    return messages.note("The token is in the clipboard");
  }
  const sequence = osc52(text);
  const isTerminal = io.stderr.isTerminal && io.env("TERM") !== "dumb";
  if (isTerminal && sequence.length <= LONGEST_OSC_52) {
    io.stderr.write(sequence);
    return messages.note(
      "The token was handed to the terminal for its clipboard (OSC 52); no terminal confirms that",
    );
  }
  throw new StorageError(
    "Cannot copy the token: there is no clipboard here",
    "Leave --clipboard out to write it on standard output, or use --file PATH",
  );
}
