import type { AcquiredToken } from "../client.ts";
import type { TraceStep } from "./step.ts";

/** How a flow ended. */
export type TraceEnd =
  | {
    /** With a token; nothing of the token itself gets into a trace. */
    readonly token: Pick<AcquiredToken, "source" | "scopes">;
  }
  | {
    /** Without one, and why, in a sentence. */
    readonly failure: string;
  };

const STEP = { kind: "note", parameters: [] } as const;

/** What nobody waits for any more. */
function settled(
  steps: readonly TraceStep[],
  { at, isGood }: { readonly at: number; readonly isGood: boolean },
): readonly TraceStep[] {
  return steps.map((step) => {
    if (step.outcome !== "waiting") return step;
    const wasOnTheWay = step.kind === "command" || step.kind === "sign_in";
    const took = wasOnTheWay ? { durationMs: Math.max(0, at - step.at) } : {};
    return { ...step, ...took, outcome: isGood ? "done" : "failed" };
  });
}

function keptStep(at: number): TraceStep {
  return {
    ...STEP,
    from: "client",
    to: "client",
    title: "Use the kept token",
    purpose: "It is still good, so nothing is sent.",
    at,
    outcome: "done",
  };
}

function nextStep(
  { scopes }: { readonly scopes: readonly string[] },
  at: number,
): TraceStep {
  return {
    ...STEP,
    from: "client",
    to: "api",
    title: "Next: call the API",
    purpose:
      "Every call carries the header Authorization: Bearer and the token; the API checks it by itself.",
    at,
    outcome: "next",
    ...(scopes.length === 0 ? {} : { result: `allows ${scopes.join(" ")}` }),
  };
}

/**
 * Ends a trace: what was waited for is settled, and what comes next is told.
 *
 * @param steps The steps so far.
 * @param news How the flow ended, and when in milliseconds since the epoch.
 * @returns All steps.
 */
export function withEnd(
  steps: readonly TraceStep[],
  { end, at }: { readonly end: TraceEnd; readonly at: number },
): readonly TraceStep[] {
  if ("failure" in end) {
    const failed: TraceStep = {
      ...STEP,
      from: "client",
      to: "client",
      title: "End without a token",
      at,
      outcome: "failed",
      result: end.failure,
    };
    return [...settled(steps, { at, isGood: false }), failed];
  }
  const { source } = end.token;
  return [
    ...settled(steps, { at, isGood: true }),
    ...(source === "cache" ? [keptStep(at)] : []),
    nextStep(end.token, at),
  ];
}
