import type { ClaimReading, ShownToken } from "../state/model.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import { fit, hanging, type Line, type Span, widthOf, wrap } from "./line.ts";
import { type Present, relatively } from "./time.ts";

/** How claims are laid out. */
export interface ClaimsOptions {
  /** When and where moments are read. */
  readonly present: Present;
  /** Cells in a row. */
  readonly width: number;
  /** Signs; Unicode when absent. */
  readonly glyphs?: Glyphs;
  /** Cells of the names; longer ones stand on a line of their own. */
  readonly nameCells?: number;
}

/** One row of claims. */
export interface ClaimRow {
  readonly line: Line;
  /** Which claim it belongs to; absent for headings. */
  readonly of?: number;
}

/** Where nothing else is asked for. */
const NAME_CELLS = 20;
const INDENT = "  ";
const BLANK: ClaimRow = { line: [] };

/**
 * Everything that a token says, as lines.
 *
 * @param token The token.
 * @param options The width, the time and the signs.
 * @returns The lines: warnings, the claims in groups, the header.
 */
export function claimsDocument(
  { reading: { warnings, claims } }: ShownToken,
  options: ClaimsOptions,
): readonly Line[] {
  return sections([
    warningRows(warnings, options),
    ...groupRows(claims, options),
  ]).map(({ line }) => line);
}

/**
 * Claims as rows of which one claim is selected.
 *
 * @param claims The claims, in their order.
 * @param options The width, the time, the signs, what a reader is warned of,
 * and the selected claim.
 * @returns The rows: warnings, then the claims in groups.
 */
export function claimRows(
  claims: readonly ClaimReading[],
  options: ClaimsOptions & {
    readonly warnings?: readonly string[];
    readonly selected?: number;
  },
): readonly ClaimRow[] {
  return sections([
    warningRows(options.warnings ?? [], options),
    ...groupRows(claims, options),
  ]);
}

function sections(
  all: readonly (readonly ClaimRow[])[],
): readonly ClaimRow[] {
  return all.filter((rows) => rows.length > 0)
    .flatMap((rows, index) => index === 0 ? rows : [BLANK, ...rows]);
}

function warningRows(
  warnings: readonly string[],
  { width, glyphs = UNICODE }: ClaimsOptions,
): readonly ClaimRow[] {
  return warnings.flatMap((text) =>
    hanging(` ${glyphs.warning}`, text, { width: width - 2 })
  ).map((line) => ({ line }));
}

function groupRows(
  claims: readonly ClaimReading[],
  options: ClaimsOptions & { readonly selected?: number },
): readonly (readonly ClaimRow[])[] {
  const indexed = claims.map((claim, index) => ({ claim, index }));
  const groups = [...Map.groupBy(indexed, ({ claim }) => claim.group)];
  return groups.map(([group, members]) => {
    const heading: ClaimRow = {
      line: [{ text: ` ${titleOf(group)}`, role: "text.strong" }],
    };
    const rows = members.flatMap(({ claim, index }) =>
      claimLines(claim, { ...options, isSelected: index === options.selected })
        .map((line): ClaimRow => ({ line, of: index }))
    );
    // A pane of nothing but the header has its title already.
    const isAlone = group === "header" && groups.length === 1;
    return isAlone ? rows : [heading, ...rows];
  });
}

function titleOf(group: ClaimReading["group"]): string {
  return group.charAt(0).toUpperCase() + group.slice(1);
}

/** A moment is told as it is now, and not as it was when the token was read. */
function valueOf({ value, raw, moment }: ClaimReading, present: Present) {
  return moment === undefined
    ? value
    : `${relatively(moment, present)} (${raw})`;
}

function claimLines(
  claim: ClaimReading,
  { isSelected, ...options }: ClaimsOptions & { readonly isSelected: boolean },
): readonly Line[] {
  const { width, glyphs = UNICODE, nameCells = NAME_CELLS } = options;
  const cells = Math.min(nameCells, Math.floor(width / 3));
  const room = Math.max(1, width - cells - 4);
  const values = wrap(valueOf(claim, options.present), room);
  const long = widthOf(claim.name) > cells;
  const lead = INDENT + " ".repeat(cells) + " ";
  const pointer: Span = isSelected
    ? { text: `${glyphs.selected} `, role: "selection" }
    : { text: INDENT };
  const name = (text: string): Line => [
    pointer,
    { text, role: isSelected ? "selection" : "text.key" },
  ];
  const rest = values.map((text, index): Line =>
    index === 0 && !long
      ? [...name(`${fit(claim.name, cells)} `), { text }]
      : [{ text: lead }, { text }]
  );
  const meaning = claim.meaning === undefined ? [] : wrap(claim.meaning, room)
    .map((text): Line => [{ text: lead }, { text, role: "text.muted" }]);
  return [...(long ? [name(claim.name)] : []), ...rest, ...meaning];
}
