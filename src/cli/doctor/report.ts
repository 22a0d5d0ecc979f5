import { sanitizeText } from "../../engine/text.ts";
import { toJson } from "../output/json.ts";
import { TEXT_WIDTH, wrapText } from "../output/wrap.ts";
import type { Style } from "../terminal/style.ts";
import { VERSION } from "../version.ts";
import {
  type Area,
  AREAS,
  type Details,
  type Finding,
  type Level,
  summarize,
  type Summary,
} from "./finding.ts";

/** How the report is shown to people. */
export interface ReportOptions {
  /** The marks of the stream. */
  readonly style: Style;
  /** Whether the facts behind each finding are shown too. */
  readonly verbose: boolean;
}

const TITLES: Readonly<Record<Area, string>> = {
  runtime: "Runtime",
  profiles: "Profiles",
  environment: "Environment",
  storage: "Storage of tokens",
  network: "Network",
  clock: "Clock",
  loopback: "Loopback ports",
  browser: "Browser",
  clipboard: "Clipboard",
};

/** A sign and a word: never colour alone. */
const MARKS: Readonly<Record<Level, string>> = {
  ok: "✓ ok",
  note: "○ note",
  warning: "▲ warning",
  error: "✖ error",
};

const MARK_WIDTH = 11;
const INDENT = " ".repeat(MARK_WIDTH + 2);

function colored(level: Level, style: Style): string {
  const mark = MARKS[level].padEnd(MARK_WIDTH);
  if (level === "error") return style.error(mark);
  if (level === "warning") return style.warning(mark);
  return level === "note" ? style.strong(mark) : mark;
}

function detailLines(details: Details | undefined): string[] {
  return Object.entries(details ?? {}).map(([name, value]) =>
    `${name}: ${Array.isArray(value) ? value.join(", ") : value}`
  );
}

function findingLines(
  { level, message, fix, details }: Finding,
  { style, verbose }: ReportOptions,
): string[] {
  const wrap = (text: string) =>
    wrapText(sanitizeText(text), TEXT_WIDTH - INDENT.length);
  const [first = "", ...rest] = wrap(message);
  return [
    `  ${colored(level, style)}${first}`,
    ...rest.map((line) => INDENT + line),
    ...(fix === undefined ? [] : wrap(`Fix: ${fix}`).map((l) => INDENT + l)),
    ...(verbose ? detailLines(details) : [])
      .map((line) => INDENT + style.muted(sanitizeText(line))),
  ];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function summaryText({ ok, notes, warnings, errors }: Summary): string {
  return [
    `${ok} ok`,
    counted(notes, "note"),
    counted(warnings, "warning"),
    counted(errors, "error"),
  ].join(", ");
}

/**
 * Writes findings for people, by area.
 *
 * @param findings The findings.
 * @param options How to show them.
 * @returns Lines with a final newline; the last one counts.
 */
export function prettyReport(
  findings: readonly Finding[],
  options: ReportOptions,
): string {
  const areas = AREAS.flatMap((area) => {
    const members = findings.filter((each) => each.area === area);
    if (members.length === 0) return [];
    return [
      options.style.strong(TITLES[area]),
      ...members.flatMap((each) => findingLines(each, options)),
      "",
    ];
  });
  return [...areas, summaryText(summarize(findings))].join("\n") + "\n";
}

/**
 * Writes findings for programs: `version` is that of the program; members are
 * only ever added.
 *
 * @param findings The findings.
 * @returns Indented JSON with a final newline.
 */
export function jsonReport(findings: readonly Finding[]): string {
  const sorted = AREAS.flatMap((area) =>
    findings.filter((each) => each.area === area)
  );
  return toJson({
    version: VERSION,
    findings: sorted,
    summary: summarize(sorted),
  });
}
