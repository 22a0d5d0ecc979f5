import { stepDocument } from "../../document/trace_step.ts";
import { traceLayout } from "../../document/trace_rows.ts";
import type { Step } from "../effect.ts";
import { layoutOf } from "../layout.ts";
import type { WorldMessage } from "../message.ts";
import type { MenuEntry, Overlay, Run, State } from "../model.ts";
import { frontOverlay, placeOf, profileInFront } from "../select.ts";
import {
  newestTrace,
  type RunTrace,
  type TraceFormat,
  traceOf,
  type TraceOverlay,
  TRACES_KEPT,
  type TraceStepOverlay,
} from "../trace.ts";
import { notice } from "./passing.ts";

type Traced = Extract<WorldMessage, { type: "traced" }>;

function traceFor(run: Run, { trace }: Traced): RunTrace {
  const flow = run.flow === undefined ? {} : { flow: run.flow };
  return { ...trace, runId: run.id, profile: run.profile, ...flow };
}

/** Takes the steps of the current run over. */
export function traceGrew(state: State, message: Traced): State {
  const { run } = state;
  if (run === undefined) return state;
  const before = traceOf(state, run.id);
  const others = state.traces.filter((one) => one !== before);
  const now = traceFor(run, message);
  return {
    ...state,
    traces: [...others, now].slice(-TRACES_KEPT),
    overlays: state.overlays.map((overlay) =>
      followed(overlay, { before, now })
    ),
  };
}

/** Whoever looks at the newest step goes on to the next one. */
function followed(
  overlay: Overlay,
  { before, now }: {
    readonly before: RunTrace | undefined;
    readonly now: RunTrace;
  },
): Overlay {
  if (overlay.kind !== "trace" || overlay.runId !== now.runId) return overlay;
  const last = (before?.steps.length ?? 0) - 1;
  return overlay.selected < last
    ? overlay
    : { ...overlay, selected: Math.max(0, now.steps.length - 1) };
}

/** Opens the newest run of the profile in front: a run's newest step, or the first one. */
export function openTrace(state: State): State {
  const trace = newestTrace(state, profileInFront(state));
  if (trace === undefined) return state;
  const selected = state.run?.id === trace.runId
    ? Math.max(0, trace.steps.length - 1)
    : 0;
  return over(state, { kind: "trace", runId: trace.runId, selected });
}

function over(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays, overlay] };
}

/** Opens the selected step. */
export function openTraceStep(state: State): State {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "trace") return state;
  const { runId, selected } = overlay;
  if (traceOf(state, runId)?.steps[selected] === undefined) return state;
  return over(state, { kind: "trace_step", runId, index: selected, scroll: 0 });
}

/** Selects a step. */
export function pickTraceStep(state: State, index: number): State {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "trace") return state;
  if (traceOf(state, overlay.runId)?.steps[index] === undefined) return state;
  const picked: Overlay = { ...overlay, selected: index };
  return { ...state, overlays: [...state.overlays.slice(0, -1), picked] };
}

/** Goes on to a step beside the open one, which is then selected below it. */
export function turnTraceStep(state: State, by: 1 | -1): State {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "trace_step") return state;
  const index = overlay.index + by;
  if (traceOf(state, overlay.runId)?.steps[index] === undefined) return state;
  return {
    ...state,
    overlays: state.overlays.map((one) => {
      if (one === overlay) return { ...overlay, index, scroll: 0 };
      return one.kind === "trace" ? { ...one, selected: index } : one;
    }),
  };
}

/** Where a trace can be moved to: the selected step, or the text of one. */
export function rangeOfTrace(
  state: State,
  overlay: TraceOverlay | TraceStepOverlay,
): { readonly at: number; readonly last: number; readonly page: number } {
  const trace = traceOf(state, overlay.runId);
  if (overlay.kind === "trace") {
    const last = Math.max(0, (trace?.steps.length ?? 0) - 1);
    return { at: overlay.selected, last, page: traceLayout(state).rows };
  }
  const { body, columns } = layoutOf(state.size);
  const step = trace?.steps[overlay.index];
  const lines = step === undefined
    ? 0
    : stepDocument(step, { width: columns }).length;
  const last = Math.max(0, lines - body);
  return { at: overlay.scroll, last, page: body };
}

/** Moves in a trace. */
export function movedTrace(
  overlay: TraceOverlay | TraceStepOverlay,
  to: number,
): Overlay {
  return overlay.kind === "trace"
    ? { ...overlay, selected: to }
    : { ...overlay, scroll: to };
}

const FORMATS: readonly (readonly [string, TraceFormat, string])[] = [
  ["c", "curl", "curl commands, secrets as variables"],
  ["m", "mermaid", "Mermaid sequence diagram"],
  ["d", "markdown", "Markdown, with every parameter"],
  ["j", "json", "JSON"],
];

function runInFront(state: State): number | undefined {
  const overlay = state.overlays.findLast(({ kind }) => kind === "trace");
  return overlay?.kind === "trace" ? overlay.runId : undefined;
}

/** Lists how the trace can be copied. */
export function askTraceFormat(state: State): State {
  const entries = FORMATS.map(([key, format, label]): MenuEntry => ({
    key,
    label: format === "curl" ? "curl" : format,
    detail: label,
    message: { type: "copy_trace", format },
  }));
  return over(state, {
    kind: "menu",
    title: "Copy the trace as",
    entries,
    selected: 0,
  });
}

/** Copies the trace that is open. */
export function copyTrace(state: State, format: TraceFormat): Step {
  const overlays = state.overlays.filter(({ kind }) => kind !== "menu");
  const closed: State = { ...state, overlays };
  const { clipboard } = state.settings;
  const trace = traceOf(state, runInFront(state) ?? -1);
  if (trace === undefined || clipboard === "off") {
    const text = trace === undefined
      ? "There is nothing to copy here"
      : "Copying is switched off in the settings";
    return [notice(closed, { text, tone: "warn" }), []];
  }
  const { steps, dropped } = trace;
  return [closed, [{
    type: "copy_trace",
    format,
    trace: { steps, dropped },
    via: clipboard,
    place: placeOf(state),
  }]];
}

/** A person who watches the steps goes on watching when the run ends. */
export function watched(state: State): readonly Overlay[] {
  return state.overlays.filter(({ kind }) =>
    kind === "trace" || kind === "trace_step"
  );
}
