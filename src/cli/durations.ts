import { UsageError } from "./errors.ts";

const DURATION = /^(\d{1,9})(ms|s|m|h)?$/;
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads a duration.
 *
 * @param text A whole number with `ms`, `s`, `m` or `h`; without a unit, seconds.
 * @returns Milliseconds.
 * @throws {UsageError} If it is no duration.
 */
export function parseDuration(text: string): number {
  const [, count, unit = "s"] = DURATION.exec(text) ?? [];
  if (count === undefined) {
    throw new UsageError(
      `"${text}" is not a duration`,
      "Write a whole number and a unit, such as 30s, 2m or 1h",
    );
  }
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/**
 * Writes what is left of a duration as a clock does.
 *
 * @param ms Milliseconds.
 * @returns Such as `14:32`.
 */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}
