import type { Line } from "../../tui/document/line.ts";
import type { Role } from "../../tui/theme/roles.ts";
import type { Style } from "../terminal/style.ts";

/** What the roles of the interface are on a stream; the others are plain. */
const MARKS: Readonly<
  Partial<Record<Role, "error" | "warning" | "strong" | "muted">>
> = {
  "status.error": "error",
  "status.warn": "warning",
  "text.strong": "strong",
  "text.muted": "muted",
  "bar.rest": "muted",
  "border": "muted",
};

/**
 * Writes a line that the interface draws onto a stream.
 *
 * @param line The line.
 * @param style The marks of the stream.
 * @returns The same in text.
 */
export function lineText(line: Line, style: Style): string {
  return line.map(({ text, role }) => {
    const mark = role === undefined ? undefined : MARKS[role];
    return mark === undefined || text.trim() === "" ? text : style[mark](text);
  }).join("");
}
