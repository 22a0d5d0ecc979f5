import type {
  ClaimDifference,
  TokenDiff,
} from "../../engine/jwt/diff_result.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Style } from "../terminal/style.ts";

const SIGNS: Readonly<Record<ClaimDifference["change"], string>> = {
  added: "+",
  removed: "-",
  changed: "~",
};

function groupLines(
  group: ClaimDifference["group"],
  { differences, width, style }: {
    readonly differences: readonly ClaimDifference[];
    readonly width: number;
    readonly style: Style;
  },
): readonly string[] {
  const members = differences.filter((each) => each.group === group);
  if (members.length === 0) return [];
  return [
    style.strong(group.charAt(0).toUpperCase() + group.slice(1)),
    ...members.map(({ name, change, text }) =>
      `  ${SIGNS[change]} ${sanitizeText(name).padEnd(width)}  ${
        sanitizeText(text)
      }`
    ),
    "",
  ];
}

/**
 * Shows two compared tokens to people.
 *
 * @param diff What differs.
 * @param style The marks of the stream.
 * @returns Lines with a final newline.
 */
export function prettyDiff(
  { differences, same }: TokenDiff,
  style: Style,
): string {
  const groups = [...new Set(differences.map(({ group }) => group))];
  const width = Math.max(
    0,
    ...differences.map(({ name }) => sanitizeText(name).length),
  );
  const count = differences.length;
  const alike = `${same.length} ${
    same.length === 1 ? "claim is" : "claims are"
  } the same`;
  return [
    ...groups.flatMap((group) =>
      groupLines(group, { differences, width, style })
    ),
    count === 0
      ? "The tokens say the same"
      : `${count} ${count === 1 ? "difference" : "differences"}; ${alike}`,
    "Signatures not verified",
  ].join("\n") + "\n";
}
