import { AuthError } from "../errors.ts";
import { ServerAnswer } from "./server_answer.ts";

/** RFC 8628, section 3.2: without `interval` a client waits five seconds. */
export const DEFAULT_INTERVAL_MS = 5_000;
/** RFC 8628, section 3.5: what `slow_down` adds, for good. */
export const SLOW_DOWN_MS = 5_000;
/** Longest pause after repeated failures, so that a returning network is noticed. */
const LONGEST_BACK_OFF_MS = 30_000;

/** What one poll means for the next. */
export type PollOutcome =
  | { readonly type: "authorization_pending"; readonly retryAfterMs: number }
  | { readonly type: "slow_down"; readonly retryAfterMs: number }
  | {
    readonly type: "connection_lost";
    readonly reason: string;
    readonly retryAfterMs: number;
  };

/**
 * Tells whether a failed poll ends the sign-in. A network that is away for a
 * minute, a busy server or a captive portal must not lose what the user has
 * already approved; only the authority's own refusal ends it.
 *
 * @param error What the poll threw.
 * @returns How to go on, or `undefined` when the sign-in is over.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5 | RFC 8628, section 3.5}
 */
export function pollOutcome(error: unknown): PollOutcome | undefined {
  if (error instanceof ServerAnswer) {
    const { error: name, status = 400, retryAfterMs = 0 } = error.details;
    if (name === "authorization_pending" || name === "slow_down") {
      return { type: name, retryAfterMs };
    }
    if (status >= 500 || status === 429 || name === "temporarily_unavailable") {
      return {
        type: "connection_lost",
        reason: `The server is busy (HTTP ${status})`,
        retryAfterMs,
      };
    }
    return undefined;
  }
  if (!(error instanceof AuthError)) return undefined;
  switch (error.code) {
    case "network_error":
    case "timed_out":
    case "server_error":
    case "response_invalid":
      return {
        type: "connection_lost",
        reason: error.message,
        retryAfterMs: 0,
      };
    default:
      return undefined;
  }
}

/**
 * The pause before the next poll after failures in a row: doubled each time.
 *
 * @param intervalMs The interval in force, in milliseconds.
 * @param failures Failures in a row, 1 or more.
 * @returns The pause in milliseconds, never below the interval.
 */
export function backOffMs(intervalMs: number, failures: number): number {
  return Math.max(
    intervalMs,
    Math.min(intervalMs * 2 ** (failures - 1), LONGEST_BACK_OFF_MS),
  );
}
