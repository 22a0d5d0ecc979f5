/**
 * Text as lines of styled spans, cut to a width: what can scroll is a list of
 * such lines, so that drawing and scrolling agree on how long it is.
 * May import state, theme and itself.
 *
 * @module
 */
import { splitGraphemes } from "../state/text_field.ts";
import type { Role } from "../theme/roles.ts";

/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  readonly role?: Role;
}

/** One row of cells. */
export type Line = readonly Span[];

const PLAIN = /^[\x20-\x7e]*$/;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function cellsOf(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

function graphemesOf(text: string): readonly string[] {
  return PLAIN.test(text) ? [...text] : splitGraphemes(text);
}

/**
 * Measures a text.
 *
 * @param text One line of text.
 * @returns Its width in cells.
 */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, g) => sum + cellsOf(g), 0);
}

/** How much room a text has. */
export interface Room {
  /** Cells. */
  readonly width: number;
  /** What stands for the rest of a text that is too long. */
  readonly ellipsis: string;
}

function roomOf(room: number | Room): Room {
  return typeof room === "number" ? { width: room, ellipsis: "…" } : room;
}

/**
 * Cuts a text to a width.
 *
 * @param text One line of text.
 * @param room Cells it may take, and what stands for the rest.
 * @returns The text, or its beginning and the ellipsis.
 */
export function clip(text: string, room: number | Room): string {
  const { width, ellipsis } = roomOf(room);
  if (widthOf(text) <= width) return text;
  if (width <= 0) return "";
  return takeCells(text, width - widthOf(ellipsis)) + ellipsis;
}

/**
 * Cuts a sentence to a width, between words where it can.
 *
 * @param text One line of text.
 * @param room Cells it may take, and what stands for the rest.
 * @returns The text, or its first words and the ellipsis.
 */
export function clipWords(text: string, room: Room): string {
  const { width, ellipsis } = room;
  if (widthOf(text) <= width) return text;
  const cut = takeCells(text, width - widthOf(ellipsis));
  const words = cut.slice(0, cut.lastIndexOf(" ") + 1);
  return words.trim() === "" ? clip(text, room) : words + ellipsis;
}

function takeCells(text: string, width: number): string {
  let taken = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    used += cellsOf(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return taken;
}

/**
 * Makes a text exactly so wide.
 *
 * @param text One line of text.
 * @param room Cells it shall take, and what stands for the rest.
 * @returns The text, cut or filled with spaces.
 */
export function fit(text: string, room: number | Room): string {
  const { width } = roomOf(room);
  const cut = clip(text, room);
  return cut + " ".repeat(Math.max(0, width - widthOf(cut)));
}

/**
 * Breaks a text into lines, between words where it can.
 *
 * @param text Any text.
 * @param width Cells a line may take; at least 1.
 * @returns The lines; one empty line for an empty text.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (widthOf(longer) <= width) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(line);
      const pieces = breakWord(word, width);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
    }
    lines.push(line);
  }
  return lines;
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = word;
  while (widthOf(rest) > width) {
    const [first = ""] = graphemesOf(rest);
    const piece = takeCells(rest, width) || first;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/**
 * A warning whose lines stand to the right of its sign.
 *
 * @param sign What it begins with.
 * @param text What it says.
 * @param options The width in cells.
 * @returns The lines.
 */
export function hanging(
  sign: string,
  text: string,
  { width }: { readonly width: number },
): readonly Line[] {
  const role: Role = "status.warn";
  const indent = widthOf(sign) + 1;
  return wrap(text, Math.max(1, width - indent)).map((line, index) => [
    { text: index === 0 ? `${sign} ` : " ".repeat(indent), role },
    { text: line, role },
  ]);
}
