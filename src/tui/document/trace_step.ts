import type { TraceParameter, TraceStep } from "../../engine/trace/step.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import { fit, type Line, widthOf, wrap } from "./line.ts";
import { tookOf, WHO } from "./trace_rows.ts";

/** How a step is laid out. */
export interface StepOptions {
  /** Cells in a row. */
  readonly width: number;
  /** Signs; Unicode when absent. */
  readonly glyphs?: Glyphs;
}

/** Longer names stand on a line of their own. */
const NAME_CELLS = 24;
const BLANK: Line = [];

function sentences(text: string | undefined, width: number): readonly Line[] {
  if (text === undefined || text === "") return [];
  return wrap(text, Math.max(1, width - 2)).map((line) => [
    { text: ` ${line}` },
  ]);
}

function whoOf({ from, to }: TraceStep): string {
  return from === to ? WHO[from] : `${WHO[from]} to ${WHO[to]}`;
}

function factsOf(step: TraceStep): string {
  const { durationMs, count, result } = step;
  return [
    whoOf(step),
    ...(count === undefined ? [] : [`${count} times`]),
    ...(durationMs === undefined ? [] : [`took ${tookOf(durationMs)}`]),
    ...(result === undefined ? [] : [result]),
  ].join(", ");
}

/** Nearly all are https, which then need not be said. */
function addressOf({ method, url }: NonNullable<TraceStep["request"]>): string {
  const [place = ""] = url.split("?");
  return `${method} ${place.replace(/^https:\/\//, "")}`;
}

/** What was secret says so in words, since its value is not here. */
function valueOf({ value, isSecret }: TraceParameter): string {
  const length = /^\[redacted, (\d+ characters)\]$/.exec(value)?.[1];
  if (!isSecret) return value;
  return length === undefined ? "secret, hidden" : `secret, hidden, ${length}`;
}

function parameterLines(
  parameter: TraceParameter,
  width: number,
): readonly Line[] {
  const cells = Math.min(NAME_CELLS, Math.floor(width / 3));
  const room = Math.max(1, width - cells - 4);
  const { name, meaning, isSecret } = parameter;
  const isLong = widthOf(name) > cells;
  const lead = " ".repeat(cells + 3);
  const values = wrap(valueOf(parameter), room).map((text, index): Line => [
    index === 0 && !isLong
      ? { text: `  ${fit(name, cells)} `, role: "text.key" }
      : { text: lead },
    { text, ...(isSecret ? { role: "text.muted" as const } : {}) },
  ]);
  const explained = meaning === undefined
    ? []
    : wrap(meaning, room).map((text): Line => [
      { text: lead },
      { text, role: "text.muted" },
    ]);
  const head: readonly Line[] = isLong
    ? wrap(name, Math.max(1, width - 3)).map((text) => [
      { text: `  ${text}`, role: "text.key" },
    ])
    : [];
  return [...head, ...values, ...explained];
}

function section(
  title: string,
  parameters: readonly TraceParameter[],
  { width }: StepOptions,
): readonly Line[] {
  if (parameters.length === 0) return [];
  return [
    BLANK,
    [{ text: ` ${title}`, role: "text.strong" }],
    ...parameters.flatMap((one) => parameterLines(one, width)),
  ];
}

/**
 * One step in full: what it is for, what was sent and what came back, every
 * parameter with its meaning.
 *
 * @param step The step.
 * @param options The width, and the signs.
 * @returns The lines.
 */
export function stepDocument(
  step: TraceStep,
  options: StepOptions,
): readonly Line[] {
  const { width, glyphs = UNICODE } = options;
  const { title, purpose, request, parameters } = step;
  const address = request && addressOf(request);
  const sent = parameters.filter(({ part }) => part === "request");
  const came = parameters.filter(({ part }) => part === "response");
  const isSilent = request === undefined && parameters.length === 0;
  return [
    [{ text: ` ${glyphs.selected} ${title}`, role: "text.strong" }],
    ...sentences(factsOf(step), width),
    ...sentences(address, width),
    ...(purpose === undefined ? [] : [BLANK]),
    ...sentences(purpose, width),
    ...section("Sent", sent, options),
    ...section(step.kind === "note" ? "Shown" : "Came back", came, options),
    ...(isSilent
      ? [BLANK, ...sentences("No request was made for this step.", width)]
      : []),
  ];
}
