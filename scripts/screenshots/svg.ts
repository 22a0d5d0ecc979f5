import type { Cell, CellStyle } from "./terminal.ts";

/** Cells of the picture, in its own units. */
const WIDTH = 9;
const HEIGHT = 20;
const MARGIN = 16;
const BASELINE = 15;
/** The width of a character is six tenths of it in almost every font. */
const FONT_SIZE = 15;

const BACKGROUND = "#16181d";
const TEXT = "#d7dae0";

/** The sixteen colours, as a quiet dark theme has them. */
const COLORS: readonly string[] = [
  "#20232a",
  "#f07178",
  "#8cc98f",
  "#e6c07b",
  "#7aa2f7",
  "#c792ea",
  "#56c8d8",
  "#c8ccd4",
  "#5c6370",
  "#ff8b92",
  "#a6e3a1",
  "#ffd58f",
  "#9ab8ff",
  "#ddb6f2",
  "#7fe3f0",
  "#ffffff",
];

/** Characters that fill parts of a cell: drawn, since fonts leave gaps. */
const BLOCKS: Readonly<Record<string, readonly [top: number, height: number]>> =
  {
    "█": [0, 1],
    "▀": [0, 0.5],
    "▄": [0.5, 0.5],
    "━": [0.45, 0.14],
    "─": [0.48, 0.06],
  };

/** Neighbours that look alike. */
interface Run {
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  readonly style: CellStyle;
}

function paint(color: number | string | undefined, own: string): string {
  if (typeof color === "string") return color;
  return color === undefined ? own : COLORS[color] ?? own;
}

function isAlike(one: CellStyle, other: CellStyle): boolean {
  return one.color === other.color && one.background === other.background &&
    one.bold === other.bold && one.dim === other.dim &&
    one.underline === other.underline;
}

function isBlock(text: string): boolean {
  return text in BLOCKS;
}

function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: Run[] = [];
  row.forEach((cell, column) => {
    const last = runs.at(-1);
    const joins = last !== undefined && isAlike(last.style, cell) &&
      isBlock(last.text.slice(-1)) === isBlock(cell.text) &&
      (!isBlock(cell.text) || last.text.endsWith(cell.text));
    if (!joins) {
      runs.push({ column, cells: 1, text: cell.text, style: cell });
      return;
    }
    const longer = { cells: last.cells + 1, text: last.text + cell.text };
    runs[runs.length - 1] = { ...last, ...longer };
  });
  return runs;
}

function rectangle(
  [x, y, width, height]: readonly [number, number, number, number],
  fill: string,
): string {
  const [left, top, w, h] = [x, y, width, height].map((n) => +n.toFixed(2));
  return `<rect x="${left}" y="${top}" width="${w}" height="${h}" fill="${fill}" shape-rendering="crispEdges"/>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function drawn(run: Run, row: number): string {
  const { column, cells, text, style } = run;
  const x = MARGIN + column * WIDTH;
  const y = MARGIN + row * HEIGHT;
  const width = cells * WIDTH;
  const parts: string[] = [];
  if (style.background !== undefined) {
    const fill = paint(style.background, BACKGROUND);
    parts.push(rectangle([x, y, width, HEIGHT], fill));
  }
  const fill = paint(style.color, TEXT);
  const block = BLOCKS[text.slice(0, 1)];
  if (block !== undefined) {
    const [top, height] = block;
    const box = [x, y + top * HEIGHT, width, height * HEIGHT] as const;
    const shape = rectangle(box, fill);
    parts.push(style.dim ? `<g opacity="0.6">${shape}</g>` : shape);
  } else if (text.trim() !== "") {
    parts.push(textElement(run, { x, y, fill }));
  }
  return parts.join("");
}

/**
 * Its length is given, so that any font keeps the columns; a gap ends it, since
 * not every browser keeps more than one space.
 */
function textElement(
  { text, style }: Run,
  { x, y, fill }: {
    readonly x: number;
    readonly y: number;
    readonly fill: string;
  },
): string {
  const looks = [
    style.bold ? ' font-weight="bold"' : "",
    style.dim ? ' opacity="0.6"' : "",
    style.underline ? ' text-decoration="underline"' : "",
  ].join("");
  return Array.from(text.matchAll(/\S+(?: \S+)*/g), ({ 0: shown, index }) => {
    const at = x + [...text.slice(0, index)].length * WIDTH;
    const length = [...shown].length * WIDTH;
    return `<text x="${at}" y="${
      y + BASELINE
    }" fill="${fill}" textLength="${length}"${looks}>${escaped(shown)}</text>`;
  }).join("");
}

/**
 * Draws a screen as a picture that needs no font but a monospaced one.
 *
 * @param rows The screen's cells.
 * @param title What the picture shows, for those who do not see it.
 * @returns The text of an SVG file.
 */
export function svgOf(
  rows: readonly (readonly Cell[])[],
  title: string,
): string {
  const columns = rows[0]?.length ?? 0;
  const width = columns * WIDTH + 2 * MARGIN;
  const height = rows.length * HEIGHT + 2 * MARGIN;
  const lines = rows.map((row, index) =>
    runsOf(row).map((run) => drawn(run, index)).join("")
  ).filter((line) => line !== "");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="${FONT_SIZE}">`,
    `<title id="title">${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
