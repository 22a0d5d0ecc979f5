import { formatDuration } from "./duration.ts";

/** The last instant that a date can hold, in milliseconds since the epoch. */
const MAX_TIME = 8.64e15;

/**
 * Takes a timestamp claim at its word, as a verifier would.
 *
 * @param value Value of `exp`, `nbf`, `iat` and the like.
 * @returns Milliseconds since the epoch; `undefined` unless it is a number that
 * a date can hold.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519.html#section-2 | RFC 7519, NumericDate}
 */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  const ms = value * 1000;
  return Math.abs(ms) <= MAX_TIME ? ms : undefined;
}

/**
 * Writes a timestamp claim in words: `2026-11-20 05:40:00 UTC, in 42 minutes`.
 *
 * @param value Value of the claim, of whatever type.
 * @param now Milliseconds since the epoch.
 * @returns The words.
 */
export function describeTimestamp(value: unknown, now: number): string {
  const time = timeOf(value);
  if (time !== undefined) return `${formatTime(time)}, ${relative(time, now)}`;
  const written = typeof value === "string" && /^-?\d{1,13}$/.test(value)
    ? timeOf(Number(value))
    : undefined;
  if (written === undefined) return "not a time";
  return `text that reads as ${
    formatTime(written)
  }, not a time: verifiers refuse it`;
}

/**
 * Writes an instant in UTC.
 *
 * @param time Milliseconds since the epoch, within what a date can hold.
 * @returns Such as `2026-11-20 05:40:00 UTC`.
 */
export function formatTime(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, iso.indexOf(".")).replace("T", " ")} UTC`;
}

/**
 * Says how far an instant is from now.
 *
 * @param time Milliseconds since the epoch.
 * @param now Milliseconds since the epoch.
 * @returns `now`, `in 42 minutes` or `3 days ago`.
 */
export function relative(time: number, now: number): string {
  const span = time - now;
  if (Math.abs(span) < 1000) return "now";
  return span > 0
    ? `in ${formatDuration(span)}`
    : `${formatDuration(span)} ago`;
}
