import type { TraceStep } from "../../engine/trace/step.ts";
import { layoutOf } from "../state/layout.ts";
import type { State } from "../state/model.ts";
import {
  isLive,
  type RunTrace,
  traceOf,
  type TraceOverlay,
} from "../state/trace.ts";
import { windowOf } from "../state/window.ts";
import type { Glyphs } from "../theme/glyphs.ts";
import { clip, clipWords, fit, type Line, wrap } from "./line.ts";
import {
  type Lifelines,
  lifelinesOf,
  namesRow,
  stepRow,
} from "./trace_diagram.ts";
import {
  drawnOutcome,
  NUMBER_CELLS,
  OUTCOME_ROLES,
  OUTCOME_WORDS,
  resultText,
  tookOf,
  type TraceLayout,
  traceLayout,
  WHO,
} from "./trace_rows.ts";

/** What the rows of one drawing share. */
interface Drawing {
  readonly trace: RunTrace;
  readonly isLive: boolean;
  readonly selected: number;
  readonly glyphs: Glyphs;
  readonly layout: TraceLayout;
  readonly lifelines: Lifelines;
}

/** A step and which one it is. */
interface Numbered {
  readonly step: TraceStep;
  readonly index: number;
}

/** Whom a step is between: `Entrada → Entra`. */
function betweenOf({ from, to }: TraceStep, glyphs: Glyphs): string {
  return from === to ? WHO[from] : `${WHO[from]} ${glyphs.arrow} ${WHO[to]}`;
}

function leadOf(
  index: number,
  { selected, glyphs }: Drawing,
): Line[number] {
  const isSelected = index === selected;
  const sign = isSelected ? glyphs.selected : " ";
  const number = String(index + 1).padStart(3);
  return {
    text: fit(`${sign}${number} `, NUMBER_CELLS),
    role: isSelected ? "selection" : "text.muted",
  };
}

function row({ step, index }: Numbered, drawing: Drawing): Line {
  const { layout, glyphs, lifelines, selected } = drawing;
  const outcome = drawnOutcome(step, drawing.isLive);
  const role = OUTCOME_ROLES[outcome];
  const room = { width: layout.results - 1, ellipsis: glyphs.ellipsis };
  const result = {
    text: ` ${clip(resultText(step, { outcome, glyphs }), room)}`,
    role,
  };
  const isSelected = index === selected;
  if (layout.kind === "diagram") {
    const isOpen = outcome !== "done" && outcome !== "failed";
    const look = { glyphs, role, isSelected, isOpen };
    return [
      leadOf(index, drawing),
      ...stepRow(step, { lifelines, look }),
      result,
    ];
  }
  const text = `${betweenOf(step, glyphs)}  ${step.title}`;
  return [leadOf(index, drawing), {
    text: fit(text, { width: layout.width, ellipsis: glyphs.ellipsis }),
    role: isSelected ? "text.strong" : "text.plain",
  }, result];
}

/** Frames are spoken: one sentence a step, and no column. */
function spoken({ step, index }: Numbered, drawing: Drawing): Line {
  const { from, to, title, count, result, durationMs } = step;
  const outcome = OUTCOME_WORDS[drawnOutcome(step, drawing.isLive)];
  const facts = [
    outcome,
    ...(count === undefined ? [] : [`${count} times`]),
    ...(result === undefined ? [] : [result]),
    ...(durationMs === undefined ? [] : [tookOf(durationMs)]),
  ].join(", ");
  const who = from === to ? WHO[from] : `${WHO[from]} to ${WHO[to]}`;
  const chosen = index === drawing.selected ? "selected: " : "";
  const end = title.endsWith("?") ? "" : ".";
  return [{ text: `${chosen}${index + 1}. ${who}: ${title}${end} ${facts}` }];
}

/** What is told of the selected step below the others. */
function aboutLines(drawing: Drawing, width: number): readonly Line[] {
  const { trace, selected, glyphs, layout: { about } } = drawing;
  const step = trace.steps[selected];
  if (step === undefined || about === 0) return [];
  const { title, purpose, result } = step;
  const { ellipsis } = glyphs;
  const lead = ` ${betweenOf(step, glyphs)}: ${title}`;
  const head: Line = [
    { text: clip(lead, { width, ellipsis }), role: "text.strong" },
  ];
  const fact = clip(` ${result ?? ""}`, { width, ellipsis });
  const facts: readonly Line[] = result === undefined ? [] : [[{ text: fact }]];
  const left = about - 2 - facts.length;
  const words = wrap(purpose ?? "", Math.max(1, width - 2));
  const text = words.length > left
    ? [
      ...words.slice(0, Math.max(0, left - 1)),
      clipWords(words.slice(Math.max(0, left - 1)).join(" "), {
        width: width - 2,
        ellipsis,
      }),
    ].slice(0, left)
    : words;
  return [
    [{ text: glyphs.rule.repeat(width), role: "border" }],
    head,
    ...facts,
    ...text.map((line): Line => [{ text: ` ${line}`, role: "text.muted" }]),
  ];
}

function headOf({ layout, lifelines }: Drawing): readonly Line[] {
  return layout.kind === "list" ? [] : [[
    { text: " ".repeat(NUMBER_CELLS) },
    ...namesRow(lifelines),
  ]];
}

/**
 * The steps of a run that are in sight, and what is told of the selected one.
 *
 * @param state The interface.
 * @param overlay The run and the selected step.
 * @param options The signs.
 * @returns The lines of the whole body.
 */
export function traceDocument(
  state: State,
  overlay: TraceOverlay,
  { glyphs }: { readonly glyphs: Glyphs },
): readonly Line[] {
  const trace = traceOf(state, overlay.runId);
  if (trace === undefined) {
    return [[{ text: " This run is not kept any more" }]];
  }
  const layout = traceLayout(state);
  const { selected } = overlay;
  const drawing: Drawing = {
    trace,
    isLive: isLive(state, trace),
    selected,
    glyphs,
    layout,
    lifelines: lifelinesOf(trace.steps, layout),
  };
  const count = trace.steps.length;
  const [start, end] = windowOf({ count, selected, rows: layout.rows });
  const draw = state.screenReader ? spoken : row;
  const rows = trace.steps.slice(start, end).map((step, index) =>
    draw({ step, index: start + index }, drawing)
  );
  const blank = Math.max(0, layout.rows - rows.length);
  return [
    ...headOf(drawing),
    ...rows,
    ...Array.from({ length: layout.about === 0 ? 0 : blank }, (): Line => []),
    ...aboutLines(drawing, layoutOf(state.size).columns),
  ];
}
