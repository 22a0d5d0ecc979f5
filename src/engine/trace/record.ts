import type { FlowEvent } from "../events.ts";
import { withExchange } from "./exchange_step.ts";
import { type TraceEnd, withEnd } from "./end.ts";
import { stepsFor } from "./silent_steps.ts";
import type { Trace, TraceStep } from "./step.ts";

/** Something that happened, and when. */
export type TraceNews =
  | {
    /** What the flow reported. */
    readonly event: FlowEvent;
    /** When, in milliseconds since the epoch. */
    readonly at: number;
  }
  | {
    /** How the flow ended. */
    readonly end: TraceEnd;
    /** When, in milliseconds since the epoch. */
    readonly at: number;
  };

/** Nothing has happened yet. */
export const EMPTY_TRACE: Trace = { steps: [], dropped: 0 };

/** How many steps one flow may have. */
const MOST_STEPS = 200;

/** A user who has signed in has nothing more to do. */
function settle(steps: readonly TraceStep[], at: number): readonly TraceStep[] {
  return steps.map((step) =>
    (step.kind === "sign_in" || step.kind === "poll") &&
      step.outcome === "waiting"
      ? { ...step, outcome: "done", durationMs: Math.max(0, at - step.at) }
      : step
  );
}

/** Whether it takes the user's having finished. */
function showsSignIn(event: FlowEvent): boolean {
  if (event.type === "redirect_received") return true;
  return event.type === "exchange" && event.step === "token" &&
    event.response?.status === 200;
}

function withEvent(
  steps: readonly TraceStep[],
  { event, at }: Extract<TraceNews, { event: FlowEvent }>,
): readonly TraceStep[] {
  const settled = showsSignIn(event) ? settle(steps, at) : steps;
  return event.type === "exchange"
    ? withExchange(settled, event)
    : stepsFor(settled, { event, at });
}

/**
 * Adds what happened to a trace.
 *
 * @param trace What happened before.
 * @param news What happened now.
 * @returns The trace afterwards; the first of too many steps are kept.
 */
export function traced(trace: Trace, news: TraceNews): Trace {
  const steps = "event" in news
    ? withEvent(trace.steps, news)
    : withEnd(trace.steps, news);
  if (steps === trace.steps) return trace;
  const kept = steps.slice(0, MOST_STEPS);
  const dropped = trace.dropped + steps.length - kept.length;
  return { steps: kept, dropped };
}
