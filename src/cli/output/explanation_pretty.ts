import type {
  ClaimGroup,
  ExplainedClaim,
  Explanation,
} from "../../engine/jwt/explanation.ts";
import { sanitizeText } from "../../engine/text.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import type { Style } from "../style.ts";
import type { Part } from "./explanation_view.ts";
import { jsonText } from "./json.ts";
import { TEXT_WIDTH, wrapText } from "./wrap.ts";

/** How a token is shown to people. */
export interface PrettyOptions {
  /** How much of it. */
  readonly part: Part;
  /** The marks of the stream. */
  readonly style: Style;
}

/** A claim may have a very long name; its meaning stays readable. */
const MIN_WIDTH = 40;

const GROUPS: readonly ClaimGroup[] = [
  "who",
  "what it may do",
  "for whom",
  "how long",
  "technical",
];

function valueText(value: unknown): string {
  return sanitizeText(typeof value === "string" ? value : jsonText(value));
}

function claimLines(claim: ExplainedClaim, width: number): string[] {
  const name = sanitizeText(claim.name).padEnd(width);
  const words = claim.text === undefined ? "" : sanitizeText(claim.text);
  const raw = valueText(claim.value);
  const value = words === "" || words === raw ? raw : `${words} (${raw})`;
  const indent = " ".repeat(width + 4);
  const meaning = claim.meaning === undefined ? [] : wrapText(
    sanitizeText(claim.meaning),
    Math.max(MIN_WIDTH, TEXT_WIDTH - indent.length),
  ).map((line) => indent + line);
  return [`  ${name}  ${value}`, ...meaning];
}

function groupLines(
  group: ClaimGroup,
  { claims, style }: {
    readonly claims: readonly ExplainedClaim[];
    readonly style: Style;
  },
): string[] {
  const members = claims.filter((claim) => claim.group === group);
  if (members.length === 0) return [];
  const width = Math.max(
    ...members.map((claim) => sanitizeText(claim.name).length),
  );
  return [
    style.strong(group.charAt(0).toUpperCase() + group.slice(1)),
    ...members.flatMap((claim) => {
      const [value = "", ...meaning] = claimLines(claim, width);
      return [value, ...meaning.map(style.muted)];
    }),
    "",
  ];
}

function headerLines(
  header: Readonly<Record<string, unknown>>,
  style: Style,
): string[] {
  const names = Object.keys(header);
  if (names.length === 0) return [];
  const width = Math.max(...names.map((name) => sanitizeText(name).length));
  return [
    style.strong("Header"),
    ...Object.entries(header).map(([name, value]) =>
      `  ${sanitizeText(name).padEnd(width)}  ${valueText(value)}`
    ),
    "",
  ];
}

function validityLine({ expiresInMs }: Explanation): string[] {
  if (expiresInMs === undefined) return [];
  const span = formatDuration(expiresInMs);
  return [
    expiresInMs > 0 ? `Valid for ${span} more` : `Expired ${span} ago`,
  ];
}

/**
 * Shows an explained token to people.
 *
 * @param explanation The token in words.
 * @param options How to show it.
 * @returns Lines with a final newline; the last one says that nothing was
 * verified.
 */
export function prettyExplanation(
  explanation: Explanation,
  { part, style }: PrettyOptions,
): string {
  const { token, claims } = explanation;
  // Of a text that is no JWT the summary says all, and so do these.
  const isOpaque = token.kind === "opaque";
  const warnings = explanation.warnings
    .filter(({ code }) => !(isOpaque && code === "opaque"));
  const problems = isOpaque ? [] : token.problems;
  const lines = [
    ...(part === "all"
      ? [
        style.strong(sanitizeText(explanation.summary)),
        ...validityLine(explanation),
        "",
      ]
      : []),
    ...(part === "claims" ? [] : headerLines(token.header, style)),
    ...(part === "header"
      ? []
      : GROUPS.flatMap((group) => groupLines(group, { claims, style }))),
    ...warnings.map(({ message }) =>
      `${style.warning("Warning:")} ${sanitizeText(message)}`
    ),
    ...problems.map((problem) =>
      `${style.warning("Problem:")} ${sanitizeText(problem)}`
    ),
    "Signature not verified",
  ];
  return lines.join("\n") + "\n";
}
