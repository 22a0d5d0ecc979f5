import type { LogEntry } from "../state/log.ts";
import type { State } from "../state/model.ts";
import type { Glyphs } from "../theme/glyphs.ts";
import { UNICODE } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";
import { type Line, wrap } from "./line.ts";
import { clockTime } from "./time.ts";

const SIGNS: Readonly<
  Record<LogEntry["tone"], readonly [keyof Glyphs, Role]>
> = {
  info: ["dot", "text.muted"],
  ok: ["done", "status.ok"],
  warn: ["warning", "status.warn"],
  error: ["failed", "status.error"],
};
/** Where the text begins: after a space, the time, the sign. */
const INDENT = 13;

/**
 * What happened, the latest first.
 *
 * @param state The interface.
 * @param glyphs The signs.
 * @returns The lines.
 */
export function logDocument(
  state: State,
  glyphs: Glyphs = UNICODE,
): readonly Line[] {
  if (state.log.length === 0) return [[{ text: "  Nothing has happened yet" }]];
  const width = Math.max(1, state.size.columns - INDENT - 1);
  return state.log.toReversed().flatMap(({ at, tone, text }): Line[] => {
    const [sign, role] = SIGNS[tone];
    const lines = wrap(text, width);
    return lines.map((line, index): Line =>
      index > 0 ? [{ text: " ".repeat(INDENT) + line }] : [
        { text: `  ${clockTime(at, state.timeZone)} `, role: "text.muted" },
        { text: `${glyphs[sign] as string} `, role },
        { text: line },
      ]
    );
  });
}

/**
 * The log as plain text, the oldest first, its times in UTC.
 *
 * @param log What happened.
 * @returns One line each.
 */
export function logText(log: readonly LogEntry[]): string {
  return log.map(({ at, tone, text }) =>
    `${new Date(at).toISOString()} ${tone.padEnd(5)} ${text}`
  ).join("\n");
}
