import { askedBy } from "./explain_exchange.ts";
import {
  type Participant,
  PARTICIPANTS,
  participantsOf,
  type TraceStep,
} from "./step.ts";

/** Longer texts make a diagram that nobody reads. */
const LONGEST_TEXT = 120;

/**
 * What Mermaid reads as its own inside a text: comments, ends of statements,
 * entities, directives, mathematics, HTML, and Markdown's fences around it.
 */
const READ_AS_MARKUP = /[#;%$<>"`&\\{}|]/g;
/** Mermaid drops the end of a statement that looks like one of these. */
const KEYWORDS = /style|classDef/gi;

function entity(character: string): string {
  return `#${character.codePointAt(0)};`;
}

/**
 * Makes a text stand for itself inside a Mermaid diagram: one line, every
 * character that means something as an entity.
 *
 * @param text Any text.
 * @returns The text for a diagram.
 */
export function mermaidText(text: string): string {
  const line = text.toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const short = line.length > LONGEST_TEXT
    ? `${line.slice(0, LONGEST_TEXT).toWellFormed()}…`
    : line;
  return short.replace(READ_AS_MARKUP, entity)
    .replace(
      KEYWORDS,
      (word) => entity(word.charAt(0)) + word.slice(1),
    );
}

function pathOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${parsed.host}${parsed.pathname}`;
}

function namesOf(step: TraceStep, part: "request" | "response"): string {
  return step.parameters.filter((one) => one.part === part)
    .map(({ name }) => name).join(", ");
}

function arrow(
  from: Participant,
  to: Participant,
  { text, dashed = false }: {
    readonly text: string;
    readonly dashed?: boolean;
  },
): string {
  return `    ${from}${dashed ? "-->>" : "->>"}${to}: ${text}`;
}

/** A request: what is asked, then what came back. */
function exchangeLines(step: TraceStep): readonly string[] {
  const { from, to, request, title, result, response } = step;
  if (request === undefined) return [];
  const { url } = askedBy(request);
  const asked = namesOf(step, "request");
  const what = [
    mermaidText(title),
    mermaidText(`${request.method} ${pathOf(url)}`),
    ...(asked === "" ? [] : [mermaidText(asked)]),
  ].join("<br/>");
  if (response === undefined && result === undefined) {
    return [arrow(from, to, { text: what })];
  }
  const came = namesOf(step, "response");
  const answer = [
    mermaidText(result ?? ""),
    ...(came === "" ? [] : [mermaidText(came)]),
  ].join("<br/>");
  const back = response === undefined
    ? `    Note over ${from},${to}: ${answer}`
    : arrow(to, from, { text: answer, dashed: true });
  return [arrow(from, to, { text: what }), back];
}

function plainLines(step: TraceStep): readonly string[] {
  const { from, to, title, result } = step;
  const text = [title, ...(result === undefined ? [] : [result])]
    .map(mermaidText).join("<br/>");
  return from === to
    ? [`    Note over ${from}: ${text}`]
    : [arrow(from, to, { text, dashed: step.outcome === "next" })];
}

function stepLines(step: TraceStep): readonly string[] {
  const isExchange = step.request !== undefined && step.from !== "you" &&
    step.to !== "you";
  const lines = isExchange ? exchangeLines(step) : plainLines(step);
  if (step.count === undefined) return lines;
  return [
    `    loop ${step.count} times`,
    ...lines.map((line) => `    ${line}`),
    "    end",
  ];
}

/**
 * Draws steps as a Mermaid sequence diagram.
 *
 * @param steps The steps.
 * @returns The diagram's text, with a final newline.
 * @see {@link https://mermaid.js.org/syntax/sequenceDiagram.html | Sequence diagrams}
 */
export function toMermaid(steps: readonly TraceStep[]): string {
  return [
    "sequenceDiagram",
    ...participantsOf(steps).map((one) =>
      `    participant ${one} as ${PARTICIPANTS[one]}`
    ),
    ...steps.flatMap((step, index) =>
      stepLines({ ...step, title: `(${index + 1}) ${step.title}` })
    ),
  ].join("\n") + "\n";
}
