import type { DifferenceReading, DiffOverlay } from "../state/check.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";
import { fit, hanging, type Line, widthOf, wrap } from "./line.ts";

/** Longer names stand on a line of their own. */
const NAME_CELLS = 20;

const SIGNS: Readonly<
  Record<DifferenceReading["change"], readonly [sign: string, role: Role]>
> = {
  added: ["+", "status.ok"],
  removed: ["-", "status.error"],
  changed: ["~", "status.warn"],
};

function differenceLines(
  { name, change, text }: DifferenceReading,
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): readonly Line[] {
  const [sign, role] = SIGNS[change];
  const cells = Math.min(NAME_CELLS, Math.floor(width / 3));
  const lead = " ".repeat(cells + 5);
  const words = text.replaceAll("→", glyphs.arrow);
  const values = wrap(words, Math.max(1, width - cells - 6));
  const head: Line = [{ text: `  ${sign} `, role }];
  const isLong = widthOf(name) > cells;
  const [first = "", ...rest] = values;
  return [
    ...(isLong ? [[...head, { text: name, role: "text.key" } as const]] : []),
    isLong ? [{ text: lead + first }] : [
      ...head,
      { text: `${fit(name, cells)} `, role: "text.key" },
      { text: first },
    ],
    ...rest.map((value): Line => [{ text: lead + value }]),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function headLines(
  { names: [first, second], differences, same }: DiffOverlay,
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): readonly Line[] {
  const found = differences === undefined
    ? "Comparing"
    : differences.length === 0
    ? "The tokens say the same"
    : `${counted(differences.length, "difference")}, ${
      counted(same, "claim")
    } the same`;
  const isDone = differences !== undefined;
  const title = `${first} ${glyphs.arrow} ${second}`;
  return [
    ...wrap(title, Math.max(1, width - 2)).map((text): Line => [
      { text: ` ${text}`, role: "text.strong" },
    ]),
    [{ text: ` ${found}`, role: isDone ? "text.plain" : "status.busy" }],
    ...(isDone && differences.length > 0
      ? [[
        {
          text: ` + only in the second   - only in the first   ~ changed`,
          role: "text.muted",
        } as const,
      ]]
      : []),
  ];
}

/**
 * What differs between two tokens, as lines.
 *
 * @param overlay The differences.
 * @param options The width and the signs.
 * @returns Whose tokens, how much differs, then the claims in groups.
 */
export function diffLines(
  overlay: DiffOverlay,
  { width, glyphs = UNICODE }: {
    readonly width: number;
    readonly glyphs?: Glyphs;
  },
): readonly Line[] {
  const { differences = [], problem } = overlay;
  if (problem !== undefined) {
    return hanging(` ${glyphs.warning}`, problem, { width: width - 1 });
  }
  const groups = [...Map.groupBy(differences, ({ group }) => group)];
  return [
    ...headLines(overlay, { width, glyphs }),
    ...groups.flatMap(([group, members]): readonly Line[] => [
      [],
      [{
        text: ` ${group.charAt(0).toUpperCase()}${group.slice(1)}`,
        role: "text.strong",
      }],
      ...members.flatMap((one) => differenceLines(one, { width, glyphs })),
    ]),
  ];
}
