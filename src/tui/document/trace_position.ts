import type { State } from "../state/model.ts";
import {
  traceOf,
  type TraceOverlay,
  type TraceStepOverlay,
} from "../state/trace.ts";
import { traceLayout } from "./trace_rows.ts";

/**
 * Which step is in front.
 *
 * @param state The interface.
 * @param overlay The trace or one of its steps.
 * @returns `3 of 12`, and how many are not kept.
 */
export function tracePosition(
  state: State,
  overlay: TraceOverlay | TraceStepOverlay,
): string {
  const trace = traceOf(state, overlay.runId);
  if (trace === undefined || trace.steps.length === 0) return "";
  const index = overlay.kind === "trace" ? overlay.selected : overlay.index;
  const { steps, dropped } = trace;
  const more = dropped === 0 ? "" : ` (${dropped} more not kept)`;
  return `${index + 1} of ${steps.length}${more}`;
}

/**
 * Where the steps of a trace are drawn.
 *
 * @param state The interface.
 * @param overlay The trace.
 * @returns How many there are and can be seen, and the first one's row in the
 * body.
 */
export function traceRows(
  state: State,
  { runId, selected }: TraceOverlay,
): {
  readonly count: number;
  readonly selected: number;
  readonly rows: number;
  readonly top: number;
} {
  const { kind, rows } = traceLayout(state);
  const count = traceOf(state, runId)?.steps.length ?? 0;
  return { count, selected, rows, top: kind === "diagram" ? 1 : 0 };
}
