import type { HiddenText } from "../state/form_hidden.ts";
import type { TextField } from "../state/text_field.ts";
import type { Glyphs } from "../theme/glyphs.ts";
import { clip, type Span, widthOf } from "./line.ts";

/** How a text being edited is written down. */
export interface TextWriting {
  /** Cells. */
  readonly width: number;
  readonly glyphs: Glyphs;
}

/** The end of a text that fits, found from its end: it may be very long. */
function endOf(graphemes: readonly string[], width: number): string {
  let used = 0;
  let from = graphemes.length;
  while (from > 0) {
    used += widthOf(graphemes[from - 1] ?? "");
    if (used > width) break;
    from--;
  }
  return graphemes.slice(from).join("");
}

/**
 * A text being edited: what is around its cursor.
 *
 * @param field The text and its cursor.
 * @param writing The width in cells and the signs.
 * @returns The text before the cursor, the cursor, the text after it.
 */
export function fieldSpans(
  { graphemes, cursor }: TextField,
  { width, glyphs }: TextWriting,
): readonly Span[] {
  const room = Math.max(1, width - 1);
  const before = endOf(graphemes.slice(0, cursor), room);
  const left = Math.max(0, room - widthOf(before));
  // No cell is narrower than a grapheme, so no more of them can fit.
  const after = graphemes.slice(cursor, cursor + left + 1).join("");
  return [
    { text: before },
    { text: glyphs.cursor, role: "text.key" },
    { text: clip(after, { width: left, ellipsis: "" }) },
  ];
}

/**
 * A hidden text: as many dots as it has characters, while they fit.
 *
 * @param text The text, when something is typed.
 * @param writing The width in cells, the signs, and whether keys go here.
 * @returns Dots, and the cursor among them.
 */
export function hiddenSpans(
  text: HiddenText | undefined,
  { width, glyphs, typing }: TextWriting & { readonly typing: boolean },
): readonly Span[] {
  const count = Math.min(text?.count ?? 0, Math.max(1, width - 1));
  const before = Math.min(text?.cursor ?? 0, count);
  const dots = glyphs.hidden.repeat(count);
  if (!typing) return [{ text: dots }];
  return [
    { text: dots.slice(0, before) },
    { text: glyphs.cursor, role: "text.key" },
    { text: dots.slice(before) },
  ];
}
