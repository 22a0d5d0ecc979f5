import type { Size } from "./model.ts";

/** The least that a screen needs, in cells. */
export const LEAST: Size = { columns: 60, rows: 15 };

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
  /** Rows of claims on the token screen. */
  readonly claims: number;
}

/** Title, rule, notice and footer. */
const CHROME_ROWS = 4;
/** What the selected profile needs under a list without a pane beside it. */
const SUMMARY_ROWS = 4;
const HEADING_ROWS = 1;
/** What stands above the claims: whose token, its state, its span of time. */
export const TOKEN_HEAD_ROWS = 5;

/**
 * Decides where things go.
 *
 * @param size The terminal's size in cells.
 * @returns The rooms.
 */
export function layoutOf(size: Size): Layout {
  const { columns, rows } = size;
  const tiny = columns < LEAST.columns || rows < LEAST.rows;
  const wide = !tiny && columns >= 100;
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
    claims: Math.max(1, body - TOKEN_HEAD_ROWS),
  };
}
