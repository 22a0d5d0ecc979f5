import type { Cell } from "./terminal.ts";

/** How long an exchange took: the last thing in its row. */
const DURATION = /(?<=· )\d[\d.]* (ms|s)(?= *$)/;
const INSTEAD: Readonly<Record<string, string>> = { ms: "4 ms", s: "8.0 s" };

/**
 * Puts a fixed duration in the place of a measured one, which is another one
 * each time.
 *
 * @param row The cells of a row.
 * @returns The row, as long as before.
 */
export function masked(row: readonly Cell[]): readonly Cell[] {
  const text = row.map(({ text }) => text || " ").join("");
  const found = DURATION.exec(text);
  const style = row[found?.index ?? 0];
  if (found === null || style === undefined) return row;
  const { 0: { length }, 1: unit = "", index } = found;
  const words = (INSTEAD[unit] ?? "").padEnd(length, " ");
  const cells = [...words].map((text) => ({ ...style, text }));
  return [...row.slice(0, index), ...cells, ...row.slice(index + cells.length)];
}
