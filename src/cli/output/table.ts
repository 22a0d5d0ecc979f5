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
