// The table of the README, out of the cells that ran.
import { markdownTable } from "../../scripts/tables/markdown.ts";
import { type Cell, COLUMNS, GAPS, nameOf, ROWS } from "./flow_matrix_cells.ts";

const README = new URL("../../README.md", import.meta.url);
const PLACE = /<!-- matrix:flows -->[^]*?<!-- \/matrix:flows -->/;

function cellText(cell: Cell, reached: ReadonlySet<string>): string {
  if (reached.has(nameOf(cell))) return "✔";
  const gap = GAPS.find(({ has }) => has(cell));
  return gap === undefined ? "" : `– ${gap.letter}`;
}

/**
 * Writes the table as the formatter leaves it.
 *
 * @param reached Names of the cells that ended with a token.
 */
export function matrixText(reached: ReadonlySet<string>): string {
  const table = markdownTable({
    head: [
      "Flow",
      "Client proves itself by",
      ...COLUMNS.map(({ door, authority }) => `${door}, ${authority}`),
    ],
    rows: ROWS.map((row) => [
      `\`${row.flow}\``,
      row.proof,
      ...COLUMNS.map((column) => cellText({ ...row, ...column }, reached)),
    ]),
  });
  const notes = GAPS.map(({ letter, reason }) => `${letter}: ${reason}.`);
  return [
    "<!-- matrix:flows -->",
    table,
    ...notes,
    "<!-- /matrix:flows -->",
  ].join("\n\n");
}

/** What stands in the README. */
export async function writtenMatrix(): Promise<string | undefined> {
  return PLACE.exec(await Deno.readTextFile(README))?.[0];
}

/** Writes the table into the README, between its markers. */
export async function writeMatrix(text: string): Promise<void> {
  const readme = await Deno.readTextFile(README);
  await Deno.writeTextFile(README, readme.replace(PLACE, () => text));
}
