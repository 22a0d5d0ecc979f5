import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Trace } from "../../engine/trace/step.ts";
import type { State } from "./model.ts";

/** So many runs can be looked at again. */
export const TRACES_KEPT = 5;

/** The steps of one run; every text is clean. */
export interface RunTrace extends Trace {
  /** The run. */
  readonly runId: number;
  /** The profile that it served. */
  readonly profile: string;
  /** The flow asked for; absent when the client chose. */
  readonly flow?: FlowName;
}

/** The steps of a run, one of them selected. */
export interface TraceOverlay {
  readonly kind: "trace";
  readonly runId: number;
  readonly selected: number;
}

/** One step of a run with its parameters. */
export interface TraceStepOverlay {
  readonly kind: "trace_step";
  readonly runId: number;
  /** Which step. */
  readonly index: number;
  readonly scroll: number;
}

/** How a trace can be copied. */
export type TraceFormat = "curl" | "mermaid" | "markdown" | "json";

/**
 * The steps of a run.
 *
 * @param state The interface.
 * @param runId The run.
 * @returns Its trace, while it is kept.
 */
export function traceOf(
  { traces }: State,
  runId: number,
): RunTrace | undefined {
  return traces.find((one) => one.runId === runId);
}

/**
 * The newest run of a profile.
 *
 * @param state The interface.
 * @param profile The profile's name.
 * @returns Its trace, when there is one.
 */
export function newestTrace(
  { traces }: State,
  profile: string | undefined,
): RunTrace | undefined {
  return traces.findLast((one) => one.profile === profile);
}

/**
 * Tells whether a run is still under way.
 *
 * @param state The interface.
 * @param trace The run.
 * @returns Whether more steps may come.
 */
export function isLive({ run }: State, { runId }: RunTrace): boolean {
  return run?.id === runId;
}
