/** A table before it is text: a head and rows of as many cells. */
export interface Table {
  /** Column titles. */
  readonly head: readonly string[];
  /** Cells in Markdown. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Writes a table the way the formatter leaves it.
 *
 * @param table What to write.
 * @returns Lines of Markdown without a newline at the end.
 */
export function markdownTable({ head, rows }: Table): string {
  const cells = [head, ...rows].map((row) =>
    row.map((cell) => cell.replaceAll("|", "\\|"))
  );
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => widthOf(row[column] ?? "")))
  );
  const lines = cells.map((row) =>
    lineOf(widths.map((width, at) => pad(row[at] ?? "", width)))
  );
  const rule = lineOf(widths.map((width) => "-".repeat(width)));
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

const graphemes = new Intl.Segmenter();
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]/u;

/** Columns in a fixed-width font: an emoji or an ideograph takes two. */
function widthOf(text: string): number {
  return [...graphemes.segment(text)]
    .map(({ segment }) => WIDE.test(segment) ? 2 : 1)
    .reduce((sum: number, width) => sum + width, 0);
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - widthOf(text));
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** What became of a document's tables. */
export interface Filled {
  /** The document with every marked table written anew. */
  readonly text: string;
  /** Tables that the document has no markers for. */
  readonly missing: readonly string[];
}

/**
 * Writes tables between their markers, `<!-- table:NAME -->` and
 * `<!-- /table:NAME -->`.
 *
 * @param document Markdown.
 * @param tables Tables by name.
 * @throws {Error} If a marker has no partner or names no table.
 */
export function fillTables(
  document: string,
  tables: Readonly<Record<string, Table>>,
): Filled {
  const seen = new Set<string>();
  const text = document.replace(
    /<!-- table:([\w-]+) -->[^]*?<!-- \/table:([\w-]+) -->/g,
    (_, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`No table is called "${name}"`);
      if (end !== name) throw new Error(`Table "${name}" ends as "${end}"`);
      seen.add(name);
      return `<!-- table:${name} -->\n\n${markdownTable(table)}\n\n` +
        `<!-- /table:${name} -->`;
    },
  );
  for (
    const [, name = ""] of document.matchAll(/<!-- \/?table:([\w-]+) -->/g)
  ) {
    if (!seen.has(name)) throw new Error(`Table "${name}" has only one marker`);
  }
  const missing = Object.keys(tables).filter((name) => !seen.has(name));
  return { text, missing };
}
