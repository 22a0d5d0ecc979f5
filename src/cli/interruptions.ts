import type { EndSignal } from "../adapters/process.ts";
import { Interruption } from "./errors.ts";
import { exitCodeOf } from "./exit_codes.ts";

/**
 * One Ctrl+C reaches a program twice when its parent passes signals on, as
 * task runners do.
 */
const SAME_MS = 500;

/** What a signal can do. */
export interface InterruptionTools {
  /** Now, in milliseconds. */
  now(): number;
  /** Asks everything to stop. */
  abort(reason: Interruption): void;
  /** Ends the program without asking. */
  exit(code: number): void;
}

/**
 * Handles signals: the first one asks everything to stop, a later one ends the
 * program at once, for whoever has no patience.
 *
 * @param tools What a signal can do.
 * @returns Takes each signal.
 */
export function createInterruptions(
  tools: InterruptionTools,
): (signal: EndSignal) => void {
  let first: number | undefined;
  return (signal) => {
    const reason = new Interruption(signal);
    if (first === undefined) {
      first = tools.now();
      tools.abort(reason);
    } else if (tools.now() - first > SAME_MS) {
      tools.exit(exitCodeOf(reason));
    }
  };
}
