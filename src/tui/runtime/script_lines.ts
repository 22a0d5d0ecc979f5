import { sanitizeText } from "../../engine/text.ts";
import { SCRIPT_LINES_KEPT, type ScriptLine } from "../state/script.ts";

/** A longer line goes on in the next one. */
const LONGEST_LINE = 500;
const ESC = "\\u001b";
/** Colours; a script that writes them all the same can still be read. */
const COLORS = new RegExp(`${ESC}\\[[0-9;]*m`, "g");

/** Takes the output of a script apart. */
export interface LineReader {
  /** Takes a piece; a line that is not ended yet waits. */
  readonly take: (stream: ScriptLine["stream"], text: string) => ReadLines;
  /** Gives what never ended. */
  readonly rest: () => ReadLines;
}

/** Clean lines, the last ones of many. */
export interface ReadLines {
  readonly lines: readonly ScriptLine[];
  /** How many more there were before them. */
  readonly dropped: number;
}

function piecesOf(line: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at === 0 || at < line.length; at += LONGEST_LINE) {
    pieces.push(line.slice(at, at + LONGEST_LINE));
  }
  return pieces;
}

/**
 * Makes what takes output apart.
 *
 * @param secret What is never shown, such as the token that the script has.
 * @returns The reader.
 */
export function createLineReader(secret: string | undefined): LineReader {
  const begun = { out: "", err: "" };
  const cleanLine = (line: string) => {
    const shown = secret === undefined || secret === ""
      ? line
      : line.replaceAll(secret, "[access token]");
    return sanitizeText(shown.replace(/\r$/, "").replace(COLORS, ""));
  };
  const read = (
    stream: ScriptLine["stream"],
    texts: readonly string[],
  ): ReadLines => {
    const all = texts.slice(-SCRIPT_LINES_KEPT).flatMap((text) =>
      piecesOf(cleanLine(text)).map((piece) => ({ stream, text: piece }))
    );
    const lines = all.slice(-SCRIPT_LINES_KEPT);
    const skipped = Math.max(0, texts.length - SCRIPT_LINES_KEPT);
    return { lines, dropped: skipped + all.length - lines.length };
  };
  return {
    take(stream, text) {
      const texts = (begun[stream] + text).split("\n");
      const last = texts.pop() ?? "";
      // Whoever never ends a line shall not fill the memory with it.
      const isTooLong = last.length > 64 * LONGEST_LINE;
      begun[stream] = isTooLong ? "" : last;
      return read(stream, isTooLong ? [...texts, last] : texts);
    },
    rest() {
      const out = read("out", begun.out === "" ? [] : [begun.out]);
      const err = read("err", begun.err === "" ? [] : [begun.err]);
      begun.out = begun.err = "";
      return {
        lines: [...out.lines, ...err.lines],
        dropped: out.dropped + err.dropped,
      };
    },
  };
}
