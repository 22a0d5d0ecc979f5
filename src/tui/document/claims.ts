import type { ClaimReading, ShownToken } from "../state/model.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import { fit, hanging, type Line, widthOf, wrap } from "./line.ts";

/** How claims are laid out. */
export interface ClaimsOptions {
  /** Cells in a row. */
  readonly width: number;
  /** Whether the token itself is shown in full. */
  readonly revealed?: boolean;
  /** Signs; Unicode when absent. */
  readonly glyphs?: Glyphs;
}

/** Longer names stand on a line of their own. */
const NAME_CELLS = 20;
const INDENT = "  ";
const BLANK: Line = [];

/**
 * Everything that a token says, as lines.
 *
 * @param token The token.
 * @param options The width and whether the token is shown in full.
 * @returns The lines: warnings, the token when revealed, the claims in groups.
 */
export function claimsDocument(
  token: ShownToken,
  options: ClaimsOptions,
): readonly Line[] {
  const { width, revealed = false, glyphs = UNICODE } = options;
  const { warnings, claims } = token.reading;
  const sections: Line[][] = [];
  if (warnings.length > 0) {
    sections.push(
      warnings.flatMap((text) =>
        hanging(` ${glyphs.warning}`, text, { width: width - 2 })
      ),
    );
  }
  if (revealed) sections.push(rawLines(token.access.reveal(), width));
  for (const [group, members] of Map.groupBy(claims, (one) => one.group)) {
    sections.push([
      [{ text: ` ${titleOf(group)}`, role: "text.strong" }],
      ...members.flatMap((claim) => claimLines(claim, width)),
    ]);
  }
  return sections.flatMap((lines, index) =>
    index === 0 ? lines : [BLANK, ...lines]
  );
}

function titleOf(group: ClaimReading["group"]): string {
  return group.charAt(0).toUpperCase() + group.slice(1);
}

function rawLines(token: string, width: number): Line[] {
  return [
    [{ text: " The token itself", role: "text.strong" }],
    ...wrap(token, Math.max(1, width - 4)).map((piece): Line => [
      { text: INDENT + piece },
    ]),
  ];
}

function claimLines(claim: ClaimReading, width: number): Line[] {
  const cells = Math.min(NAME_CELLS, Math.floor(width / 3));
  const room = Math.max(1, width - cells - 4);
  const values = wrap(claim.value, room);
  const long = widthOf(claim.name) > cells;
  const lead = INDENT + " ".repeat(cells) + " ";
  const head: Line[] = long
    ? [[{ text: INDENT + claim.name, role: "text.key" }]]
    : [];
  const rest = values.map((text, index): Line => [
    index === 0 && !long
      ? { text: `${INDENT}${fit(claim.name, cells)} `, role: "text.key" }
      : { text: lead },
    { text },
  ]);
  const meaning = claim.meaning === undefined ? [] : wrap(claim.meaning, room)
    .map((text): Line => [{ text: lead }, { text, role: "text.muted" }]);
  return [...head, ...rest, ...meaning];
}
