import { stripVTControlCharacters } from "node:util";

/** One character and how it looks. */
interface Cell {
  readonly text: string;
  readonly style: string;
}

const COLORS = [
  "black",
  "red",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyan",
  "white",
];

/** What an SGR code switches on, and in which slot; 0 and the ends are below. */
function slotOf(code: number): readonly [slot: string, word: string] {
  const flags: Record<number, readonly [string, string]> = {
    1: ["weight", "bold"],
    2: ["weight", "dim"],
    22: ["weight", ""],
    4: ["line", "underlined"],
    24: ["line", ""],
    7: ["inverse", "inverse"],
    27: ["inverse", ""],
    39: ["color", ""],
    49: ["ground", ""],
  };
  const flag = flags[code];
  if (flag !== undefined) return flag;
  const color = COLORS[code % 10] ?? "";
  if (code >= 30 && code < 38) return ["color", color];
  if (code >= 40 && code < 48) return ["ground", `on ${color}`];
  if (code >= 90 && code < 98) return ["color", `bright ${color}`];
  if (code >= 100 && code < 108) return ["ground", `on bright ${color}`];
  throw new RangeError(`SGR ${code} is none of the sixteen colours`);
}

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
/** SGR codes, a link's beginning or end, text. */
const PIECES = new RegExp(
  `${ESC}\\[([\\d;]*)m|${ESC}\\]8;[^${BEL}]*${BEL}|([^${ESC}]+)`,
  "g",
);

/** The cells of one drawn line. */
function cellsOf(line: string): readonly Cell[] {
  const slots = new Map<string, string>();
  const cells: Cell[] = [];
  for (const [, codes, text] of line.matchAll(PIECES)) {
    if (codes !== undefined) {
      for (const code of codes.split(";").map(Number)) {
        if (code === 0) slots.clear();
        else slots.set(...slotOf(code));
      }
      continue;
    }
    const style = ["weight", "line", "inverse", "color", "ground"]
      .map((slot) => slots.get(slot) ?? "").filter((word) => word !== "")
      .join(" ");
    for (const one of text ?? "") cells.push({ text: one, style });
  }
  return cells;
}

/** Long rows of one sign are counted, and spaces at the ends say nothing. */
function shortened(text: string): string {
  return text.trim().replace(
    /(\S)\1{5,}/gu,
    (all, sign) => `${sign}×${[...all].length}`,
  );
}

/** A frame in several themes: by how it looks in each of them, what does. */
export function styleTable(frames: readonly string[]): string {
  const groups = new Map<string, string[]>();
  const rows = frames.map((frame) => frame.split("\n").map(cellsOf));
  for (const [at, first] of (rows[0] ?? []).entries()) {
    let text = "";
    let looks = "";
    const close = () => {
      const shown = shortened(text);
      const isPlain = looks.split(" | ").every((look) => look === "plain");
      if (shown !== "" && !isPlain) {
        groups.set(looks, [...groups.get(looks) ?? [], shown]);
      }
      text = "";
    };
    for (const [x, cell] of first.entries()) {
      const now = rows.map((each) => each[at]?.[x]?.style || "plain")
        .join(" | ");
      if (now !== looks) close();
      looks = now;
      text += cell.text;
    }
    close();
  }
  return [...groups].map(([looks, texts]) =>
    `${looks}\n${[...new Set(texts)].map((text) => `    ${text}`).join("\n")}`
  ).join("\n");
}

/** What a frame says, without how it looks. */
export function plain(frame: string): string {
  return stripVTControlCharacters(frame)
    .split("\n").map((line) => line.trimEnd()).join("\n");
}
