import type { FlowEvent } from "../../engine/events.ts";
import {
  EMPTY_TRACE,
  toCurl,
  toJson,
  toMarkdown,
  toMermaid,
  type Trace,
  traced,
  type TraceEnd,
  type TraceStep,
} from "../../engine/trace/mod.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Message } from "../state/message.ts";
import type { TraceFormat } from "../state/trace.ts";
import { clean } from "./present.ts";

/** What happened, without the time. */
type News = { readonly event: FlowEvent } | { readonly end: TraceEnd };

/**
 * Records one run, and tells its steps so far with everything that happens.
 *
 * @param world The time, and whom to tell.
 * @param runId The run.
 * @returns Takes what happened.
 */
export function createRecording(
  { services, dispatch }: {
    readonly services: { readonly clock: Clock };
    readonly dispatch: (message: Message) => void;
  },
  runId: number,
): (news: News) => void {
  let trace = EMPTY_TRACE;
  // A step that has not changed need not be cleaned again.
  const cleaned = new WeakMap<TraceStep, TraceStep>();
  const cleanStep = (step: TraceStep) => {
    const known = cleaned.get(step) ?? clean(step);
    cleaned.set(step, known);
    return known;
  };
  return (news) => {
    const after = traced(trace, { ...news, at: services.clock.now() });
    if (after === trace) return;
    trace = after;
    const steps = trace.steps.map(cleanStep);
    dispatch({ type: "traced", runId, trace: { ...trace, steps } });
  };
}

/**
 * Writes a trace for the clipboard.
 *
 * @param trace The trace.
 * @param format How.
 * @returns The text.
 */
export function traceText(trace: Trace, format: TraceFormat): string {
  switch (format) {
    case "curl":
      return toCurl(trace.steps);
    case "mermaid":
      return toMermaid(trace.steps);
    case "markdown":
      return toMarkdown(trace.steps);
    case "json":
      return toJson(trace);
  }
}
