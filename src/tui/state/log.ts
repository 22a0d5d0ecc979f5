/** One thing that happened. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly tone: "info" | "ok" | "warn" | "error";
  /** One sentence, with nothing secret in it. */
  readonly text: string;
}

/** So many things can be read again. */
export const LOG_KEPT = 200;

/**
 * Adds to a log, and forgets the oldest.
 *
 * @param log What is known, the oldest first.
 * @param entry What happened.
 * @returns The log afterwards.
 */
export function appended(
  log: readonly LogEntry[],
  entry: LogEntry,
): readonly LogEntry[] {
  return [...log, entry].slice(-LOG_KEPT);
}
