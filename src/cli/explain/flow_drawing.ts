import type { TraceStep } from "../../engine/trace/step.ts";
import {
  lifelinesOf,
  namesRow,
  stepRow,
} from "../../tui/document/trace_diagram.ts";
import { UNICODE } from "../../tui/theme/glyphs.ts";
import { lineText } from "../output/line_text.ts";
import { wrapText } from "../output/wrap.ts";
import type { Style } from "../terminal/style.ts";
import type { FlowStep } from "./flow_entries.ts";

const NUMBER_WIDTH = 4;
/** A title needs 25 cells between two lifelines. */
const CELLS_BETWEEN = 26;
/** Lifelines further apart are hard to follow. */
const WIDEST = 100;

/** How a flow is drawn. */
export interface DrawingOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** The marks of the stream. */
  readonly style: Style;
}

/** What comes after the flow is drawn like what goes on. */
function isOpen({ to }: FlowStep): boolean {
  return to === "api";
}

function asTraced(step: FlowStep): TraceStep {
  const { from, to, title } = step;
  const outcome = isOpen(step) ? "next" : "done";
  return { kind: "note", from, to, title, at: 0, parameters: [], outcome };
}

function diagram(
  steps: readonly FlowStep[],
  { width, style }: DrawingOptions,
): readonly string[] {
  const cells = Math.min(WIDEST, width - NUMBER_WIDTH - 2);
  const most = Math.max(2, 1 + Math.floor(cells / CELLS_BETWEEN));
  const traced = steps.map(asTraced);
  const lifelines = lifelinesOf(traced, { width: cells, most });
  const rows = steps.map((step, index) => {
    const look = {
      glyphs: UNICODE,
      role: isOpen(step) ? "text.muted" : "text.plain",
      isSelected: false,
      isOpen: isOpen(step),
    } as const;
    const line = stepRow(asTraced(step), { lifelines, look });
    return `${String(index + 1).padStart(NUMBER_WIDTH - 1)} ${
      lineText(line, style)
    }`;
  });
  const names = " ".repeat(NUMBER_WIDTH) + lineText(namesRow(lifelines), style);
  return [names, ...rows].map((line) => line.trimEnd());
}

function stepLines(
  { from, to, title, purpose, sends = [], answers = [] }: FlowStep,
  { index, width, style }: DrawingOptions & { readonly index: number },
): readonly string[] {
  const indent = " ".repeat(NUMBER_WIDTH + 1);
  // A person is shown something, or brings it; only a server answers.
  const brings = from === "you" || to === "you" ? "with" : "answers";
  const wrapped = (text: string) =>
    wrapText(text, width - indent.length).map((line) => indent + line);
  return [
    `${String(index + 1).padStart(NUMBER_WIDTH - 1)}  ${style.strong(title)}`,
    ...(purpose === undefined ? [] : wrapped(purpose)),
    ...(sends.length === 0 ? [] : wrapped(`sends: ${sends.join(", ")}`)),
    ...(answers.length === 0
      ? []
      : wrapped(`${brings}: ${answers.join(", ")}`)),
  ];
}

/**
 * Draws a flow as a sequence diagram, and tells each step below it.
 *
 * @param steps The steps.
 * @param options How to draw it.
 * @returns The lines.
 */
export function flowLines(
  steps: readonly FlowStep[],
  options: DrawingOptions,
): readonly string[] {
  return [
    ...diagram(steps, options),
    "",
    ...steps.flatMap((step, index) => stepLines(step, { ...options, index })),
  ];
}
