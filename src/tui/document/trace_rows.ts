import type { Participant, TraceStep } from "../../engine/trace/step.ts";
import { layoutOf } from "../state/layout.ts";
import type { State } from "../state/model.ts";
import type { Glyphs } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";

/** What the participants are called. */
export const WHO: Readonly<Record<Participant, string>> = {
  you: "You",
  client: "Entrada",
  machine: "This machine",
  entra: "Entra",
  api: "API",
};

/** How a trace is laid out for a size. */
export interface TraceLayout {
  /** Columns of participants, or one line a step. */
  readonly kind: "diagram" | "list";
  /** Steps in sight. */
  readonly rows: number;
  /** Rows of what is told of the selected step. */
  readonly about: number;
  /** Cells of the diagram, or of the list's titles. */
  readonly width: number;
  /** Cells of what a step came to. */
  readonly results: number;
  /** How many participants have a column. */
  readonly most: number;
}

/** The selection's sign, the number, and spaces. */
export const NUMBER_CELLS = 6;
/** Names and lifelines further apart are hard to follow. */
const WIDEST = 116;

/**
 * Decides where the parts of a trace go.
 *
 * @param state The interface.
 * @returns The rooms.
 */
export function traceLayout(
  { size, screenReader }: Pick<State, "size" | "screenReader">,
): TraceLayout {
  const { body, columns } = layoutOf(size);
  const isList = screenReader || columns < 80;
  const about = screenReader ? 0 : body >= 15 ? 5 : 3;
  const results = columns >= 120 ? 26 : 16;
  return {
    kind: isList ? "list" : "diagram",
    rows: Math.max(1, body - about - (isList ? 0 : 1)),
    about,
    width: Math.min(WIDEST, columns - NUMBER_CELLS - results - 1),
    results,
    // A title needs 25 cells between two lifelines.
    most: columns >= 104 ? 4 : 3,
  };
}

/** A step that nobody waits for any more is not waiting. */
export type DrawnOutcome = TraceStep["outcome"] | "stopped";

/**
 * What a step came to, as it is drawn.
 *
 * @param step The step.
 * @param isLive Whether its run goes on.
 * @returns The outcome.
 */
export function drawnOutcome(
  { outcome }: TraceStep,
  isLive: boolean,
): DrawnOutcome {
  return outcome === "waiting" && !isLive ? "stopped" : outcome;
}

/** The colour of an outcome. */
export const OUTCOME_ROLES: Readonly<Record<DrawnOutcome, Role>> = {
  done: "status.ok",
  waiting: "status.busy",
  failed: "status.error",
  stopped: "status.warn",
  next: "text.muted",
};

/** The words for an outcome that no status tells. */
export const OUTCOME_WORDS: Readonly<Record<DrawnOutcome, string>> = {
  done: "done",
  waiting: "waiting",
  failed: "failed",
  stopped: "stopped",
  next: "next",
};

/** The sign of an outcome. */
export function signOf(outcome: DrawnOutcome, glyphs: Glyphs): string {
  const signs: Readonly<Record<DrawnOutcome, string>> = {
    done: glyphs.done,
    waiting: glyphs.busy,
    failed: glyphs.failed,
    stopped: glyphs.warning,
    next: glyphs.none,
  };
  return signs[outcome];
}

/**
 * How long a step took.
 *
 * @param ms Milliseconds.
 * @returns `120 ms`, `4.2 s`, `3 min`.
 */
export function tookOf(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/**
 * What a step came to, in a few words: `200 · 120 ms`, `waiting · ×7`.
 *
 * @param step The step.
 * @param options Its outcome and the signs.
 * @returns The words, the sign first.
 */
export function resultText(
  step: TraceStep,
  { outcome, glyphs }: {
    readonly outcome: DrawnOutcome;
    readonly glyphs: Glyphs;
  },
): string {
  const { kind, response, count, durationMs } = step;
  // Of many polls, neither the last status nor the last time says much.
  const isOne = kind !== "poll" && outcome !== "waiting";
  const word = response !== undefined && isOne
    ? String(response.status)
    : OUTCOME_WORDS[outcome];
  const times = count === undefined ? [] : [`${glyphs.by}${count}`];
  const took = durationMs !== undefined && isOne ? [tookOf(durationMs)] : [];
  const facts = [word, ...times, ...took].join(` ${glyphs.dot} `);
  return `${signOf(outcome, glyphs)} ${facts}`;
}
