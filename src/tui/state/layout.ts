import type { Size } from "./model.ts";

/** The least that a screen needs, in cells. */
export const LEAST: Size = { columns: 60, rows: 15 };

/** Whoever hears a text hears all of it: the terminal breaks its lines. */
const SPOKEN_COLUMNS = 2000;

/**
 * The size that frames are made for when they are spoken.
 *
 * @param size The terminal's size in cells.
 * @returns A size in which no text is cut.
 */
export function spokenSize({ columns, rows }: Size): Size {
  return {
    columns: SPOKEN_COLUMNS,
    rows: Math.max(rows, LEAST.rows),
    spokenOn: columns,
  };
}

/** Where things go for a size; the same for drawing and for scrolling. */
export interface Layout {
  /** `tiny` is one status line, `narrow` one column, `wide` two. */
  readonly kind: "tiny" | "narrow" | "wide";
  /** Cells in a row. */
  readonly columns: number;
  /** Rows drawn: one fewer than the terminal has, so that no console scrolls. */
  readonly height: number;
  /** Rows between the rule under the title and the notice line. */
  readonly body: number;
  /** Rows of the profile list, without its heading. */
  readonly list: number;
  /** Cells of the list. */
  readonly listColumns: number;
  /** Cells of the pane beside the list; 0 when there is none. */
  readonly sideColumns: number;
}

/** A rectangle of cells. */
export interface Box {
  /** Cells from the left, from 0. */
  readonly x: number;
  /** Rows from the top, from 0. */
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

/** The three things that can be read of a token. */
export type TokenPane = "claims" | "header" | "raw";

/** Where the parts of the token screen go, counted from the body's corner. */
export interface TokenBoxes {
  /** Whose token it is, its state, its span of time. */
  readonly head: Box;
  /** The panes in sight; in one column only the one in front is. */
  readonly panes: readonly (Box & { readonly pane: TokenPane })[];
}

/** Title, rule, notice and footer. */
const CHROME_ROWS = 4;
/** What the selected profile needs under a list without a pane beside it. */
const SUMMARY_ROWS = 4;
const HEADING_ROWS = 1;
/** Whose token, its state, its span of time. */
const TOKEN_HEAD_ROWS = 3;
/** From so many rows on there is air under the head of a token. */
const AIRY_ROWS = 14;
/** Left of this share of the width are the claims. */
const CLAIMS_SHARE = 0.6;
/** Between the claims and what is beside them. */
const APART = 1;
/** The title of a pane. */
export const PANE_TITLE_ROWS = 1;

/**
 * Decides where things go.
 *
 * @param size The terminal's size in cells.
 * @returns The rooms.
 */
export function layoutOf(size: Size): Layout {
  const { columns, rows } = size;
  const tiny = columns < LEAST.columns || rows < LEAST.rows;
  // Panes side by side would be heard as one line.
  const wide = !tiny && columns >= 100 && size.spokenOn === undefined;
  const height = Math.max(1, rows - 1);
  const body = Math.max(1, height - CHROME_ROWS);
  const side = wide ? Math.floor(columns * 0.52) : 0;
  return {
    kind: tiny ? "tiny" : wide ? "wide" : "narrow",
    columns,
    height,
    body,
    list: Math.max(1, body - HEADING_ROWS - (wide ? 0 : SUMMARY_ROWS)),
    listColumns: columns - side,
    sideColumns: side,
  };
}

/**
 * Decides where the parts of the token screen go.
 *
 * @param size The terminal's size in cells.
 * @param front The pane in front.
 * @returns The head, and the panes below it: one, or all three where there is
 * room for two columns.
 */
export function tokenBoxes(size: Size, front: TokenPane): TokenBoxes {
  const { columns, body, kind } = layoutOf(size);
  const y = TOKEN_HEAD_ROWS + (body >= AIRY_ROWS ? 1 : 0);
  const rows = Math.max(PANE_TITLE_ROWS + 1, body - y);
  const head = { x: 0, y: 0, columns, rows: y };
  if (kind !== "wide") {
    return { head, panes: [{ pane: front, x: 0, y, columns, rows }] };
  }
  const left = Math.floor(columns * CLAIMS_SHARE);
  const beside = { x: left, columns: columns - left };
  const top = Math.floor(rows / 2);
  return {
    head,
    panes: [
      { pane: "claims", x: 0, y, columns: left - APART, rows },
      { pane: "header", ...beside, y, rows: top },
      { pane: "raw", ...beside, y: y + top, rows: rows - top },
    ],
  };
}

/** A part of the screen, by its name. */
export type Part =
  | "status"
  | "title"
  | "rule"
  | "list"
  | "strip"
  | "side"
  | "head"
  | TokenPane
  | "notice"
  | "footer";

/** Rows above the body: the title and the rule under it. */
const BODY_TOP = 2;

/**
 * Every part of a screen and where it is drawn.
 *
 * @param size The terminal's size in cells.
 * @param screen The list of profiles, or a token with this pane in front.
 * @returns The parts, from the top; together they cover what is drawn.
 */
export function partsOf(
  size: Size,
  screen: "home" | TokenPane,
): readonly (Box & { readonly part: Part })[] {
  const { kind, columns, body } = layoutOf(size);
  const row = { x: 0, columns, rows: 1 };
  if (kind === "tiny") return [{ part: "status", ...row, y: 0 }];
  const inside = screen === "home"
    ? homeParts(size)
    : tokenParts(tokenBoxes(size, screen));
  return [
    { part: "title", ...row, y: 0 },
    { part: "rule", ...row, y: 1 },
    ...inside.map((box) => ({ ...box, y: box.y + BODY_TOP })),
    { part: "notice", ...row, y: BODY_TOP + body },
    { part: "footer", ...row, y: BODY_TOP + body + 1 },
  ];
}

function homeParts(size: Size): readonly (Box & { readonly part: Part })[] {
  const { kind, body, columns, listColumns, sideColumns } = layoutOf(size);
  if (kind === "wide") {
    const rows = { y: 0, rows: body };
    return [
      { part: "list", x: 0, columns: listColumns, ...rows },
      { part: "side", x: listColumns, columns: sideColumns, ...rows },
    ];
  }
  const y = body - SUMMARY_ROWS;
  return [
    { part: "list", x: 0, y: 0, columns, rows: y },
    { part: "strip", x: 0, y, columns, rows: SUMMARY_ROWS },
  ];
}

function tokenParts(
  { head, panes }: TokenBoxes,
): readonly (Box & { readonly part: Part })[] {
  return [
    { part: "head", ...head },
    ...panes.map(({ pane, ...box }) => ({ part: pane, ...box })),
  ];
}
