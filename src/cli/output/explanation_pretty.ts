import type {
  ClaimGroup,
  ExplainedClaim,
  Explanation,
} from "../../engine/jwt/explanation.ts";
import { sanitizeText } from "../../engine/text.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { ownMember } from "../../engine/jwt/json_object.ts";
import { timeOf } from "../../engine/jwt/instant.ts";
import { validityLine } from "../../tui/document/validity.ts";
import type { Style } from "../terminal/style.ts";
import type { Part } from "./explanation_view.ts";
import { jsonText } from "./json.ts";
import { lineText } from "./line_text.ts";
import { wrapText } from "./wrap.ts";

/** How a token is shown to people. */
export interface PrettyOptions {
  /** How much of it. */
  readonly part: Part;
  /** The marks of the stream. */
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
  /** The time to go by, milliseconds since the epoch. */
  readonly now: number;
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

function claimLines(
  claim: ExplainedClaim,
  { names, width }: { readonly names: number; readonly width: number },
): string[] {
  const name = sanitizeText(claim.name).padEnd(names);
  const words = claim.text === undefined ? "" : sanitizeText(claim.text);
  const raw = valueText(claim.value);
  const value = words === "" || words === raw ? raw : `${words} (${raw})`;
  const indent = " ".repeat(names + 4);
  const meaning = claim.meaning === undefined ? [] : wrapText(
    sanitizeText(claim.meaning),
    Math.max(MIN_WIDTH, width - indent.length),
  ).map((line) => indent + line);
  return [`  ${name}  ${value}`, ...meaning];
}

function groupLines(
  group: ClaimGroup,
  { claims, style, width }: {
    readonly claims: readonly ExplainedClaim[];
    readonly style: Style;
    readonly width: number;
  },
): string[] {
  const members = claims.filter((claim) => claim.group === group);
  if (members.length === 0) return [];
  const names = Math.max(
    ...members.map((claim) => sanitizeText(claim.name).length),
  );
  return [
    style.strong(group.charAt(0).toUpperCase() + group.slice(1)),
    ...members.flatMap((claim) => {
      const [value = "", ...meaning] = claimLines(claim, { names, width });
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

/** Below these a token is nearly of no use, and soon. */
const LAST_MS = 5 * 60_000;
const SOON_MS = 15 * 60_000;

function lifeText(leftMs: number, style: Style): string {
  const span = formatDuration(leftMs);
  if (leftMs <= 0) return style.error(`Expired ${span} ago`);
  const words = `Valid for ${span} more`;
  if (leftMs <= LAST_MS) return style.error(words);
  return leftMs <= SOON_MS ? style.warning(words) : words;
}

/** The life in words, and drawn: issued, not before, now, expires. */
function validityLines(
  { expiresInMs, token: { payload } }: Explanation,
  { style, width, now }: PrettyOptions,
): string[] {
  if (expiresInMs === undefined) return [];
  const timeIn = (name: string) => timeOf(ownMember(payload, name));
  const [issuedAt, notBefore] = [timeIn("iat"), timeIn("nbf")];
  const line = validityLine({
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(notBefore === undefined ? {} : { notBefore }),
    expiresAt: now + expiresInMs,
    now,
  }, { width, timeZone: "UTC" });
  return [
    lifeText(expiresInMs, style),
    ...(issuedAt === undefined && notBefore === undefined
      ? []
      : [lineText(line, style).trim()]),
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
  options: PrettyOptions,
): string {
  const { part, style, width } = options;
  const { token, claims } = explanation;
  // Of a text that is no JWT the summary says all, and so do these.
  const isOpaque = token.kind === "opaque";
  const warnings = explanation.warnings
    .filter(({ code }) => !(isOpaque && code === "opaque"));
  // What is damaged is among the warnings already.
  const problems = isOpaque
    ? []
    : token.problems.filter((problem) =>
      warnings.every(({ message }) => message !== problem)
    );
  const lines = [
    ...(part === "all"
      ? [
        style.strong(sanitizeText(explanation.summary)),
        ...validityLines(explanation, options),
        "",
      ]
      : []),
    ...(part === "claims" ? [] : headerLines(token.header, style)),
    ...(part === "header"
      ? []
      : GROUPS.flatMap((group) => groupLines(group, { claims, style, width }))),
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
