import { toMermaid } from "./mermaid.ts";
import {
  PARTICIPANTS,
  subjectOf,
  type TraceParameter,
  type TraceStep,
} from "./step.ts";

/** What Markdown reads as its own, also inside a table. */
const READ_AS_MARKUP = /[\\`*_{}[\]<>()#+.!|~&-]/g;

function plain(text: string): string {
  return text.toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(READ_AS_MARKUP, "\\$&");
}

function row(parameter: TraceParameter): string {
  const { name, value, meaning = "", reference, part } = parameter;
  const named = reference === undefined
    ? plain(name)
    : `[${plain(name)}](${reference})`;
  const way = part === "request" ? "sent" : "came back";
  return `| ${[way, named, plain(value), plain(meaning)].join(" | ")} |`;
}

function section(step: TraceStep, index: number): readonly string[] {
  const { from, to, title, purpose, result, count, parameters } = step;
  const who = from === to
    ? PARTICIPANTS[from]
    : `${PARTICIPANTS[from]} to ${PARTICIPANTS[to]}`;
  const times = count === undefined ? "" : `, ${count} times`;
  return [
    `## ${index + 1}. ${plain(title)}`,
    "",
    `${who}${times}${result === undefined ? "" : `: ${plain(result)}`}`,
    ...(purpose === undefined ? [] : ["", plain(purpose)]),
    ...(parameters.length === 0 ? [] : [
      "",
      "| | name | value | meaning |",
      "| --- | --- | --- | --- |",
      ...parameters.map(row),
    ]),
    "",
  ];
}

/**
 * Writes steps as Markdown: the diagram, then every step with its parameters.
 *
 * @param steps The steps.
 * @returns The document, with a final newline.
 */
export function toMarkdown(steps: readonly TraceStep[]): string {
  return [
    `# Trace of ${subjectOf(steps)}`,
    "",
    "```mermaid",
    toMermaid(steps).trimEnd(),
    "```",
    "",
    ...steps.flatMap(section),
  ].join("\n");
}
