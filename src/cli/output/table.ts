/**
 * Lays out rows in columns.
 *
 * @param rows The cells; every row has as many.
 * @returns Lines; the last column is not padded.
 */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const [first = []] = rows;
  const widths = first.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")
      .trimEnd()
  );
}

/** How long a part of a GUID or a name remains useful. */
const SHORT = 9;

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function widthOf(rows: readonly (readonly string[])[]): number {
  return Math.max(0, ...tableLines(rows).map((line) => line.length));
}

/**
 * Makes rows narrower until they fit, one column after the other: a cell that
 * is cut ends in `…`, so that no line breaks in the middle of an id.
 *
 * @param rows The cells; every row has as many.
 * @param options The width of a line, and which columns give way, first to last.
 * @returns The cells.
 */
export function fitRows(
  rows: readonly (readonly string[])[],
  { width, order }: {
    readonly width: number;
    readonly order: readonly number[];
  },
): readonly (readonly string[])[] {
  let fitted = rows;
  for (const column of order) {
    const excess = widthOf(fitted) - width;
    if (excess <= 0) return fitted;
    const widest = Math.max(...fitted.map((row) => row[column]?.length ?? 0));
    const room = Math.max(SHORT, widest - excess);
    fitted = fitted.map((row) =>
      row.map((cell, index) => index === column ? shortened(cell, room) : cell)
    );
  }
  return fitted;
}
