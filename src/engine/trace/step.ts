/**
 * Traces: the steps of a flow as a person learns them, made from the events
 * that every flow reports, and written as Mermaid, curl, Markdown or JSON.
 * Pure; may import the engine's events, its redaction and its tables.
 *
 * @module
 */
import type { ExchangeRequest, ExchangeResponse } from "../events.ts";

/** Who takes part: the order is that of the columns in a diagram. */
export type Participant = "you" | "client" | "machine" | "entra" | "api";

/** What a step came to. */
export type TraceOutcome =
  /** It went well. */
  | "done"
  /** It goes on, or waits for somebody. */
  | "waiting"
  /** It was refused, or broke. */
  | "failed"
  /** What comes after the flow; nobody has done it yet. */
  | "next";

/** One parameter of a request, or one member of an answer. */
export interface TraceParameter {
  /** Its name on the wire. */
  readonly name: string;
  /** Its value as it may be shown. */
  readonly value: string;
  /** What it means; absent when nobody knows. */
  readonly meaning?: string;
  /** The specification or the page that has it. */
  readonly reference?: string;
  /** Whether the value was secret, so that it is not here. */
  readonly isSecret: boolean;
  /** Whether it was sent or came back. */
  readonly part: "request" | "response";
}

/** What was sent to an API or came back, without what is in it. */
export interface TraceContent {
  /** What it says that it is. */
  readonly kind: "JSON" | "text" | "binary";
  /** How long it is; absent when it was not read to its end. */
  readonly bytes?: number;
  /** Names of the outermost members of JSON, the first ones. */
  readonly members?: readonly string[];
}

/** One request as a trace shows it. */
export interface TraceRequest extends ExchangeRequest {
  /** Headers of a request to an API; the token by the name of a variable. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What was sent to an API. */
  readonly content?: TraceContent;
}

/** One answer as a trace shows it. */
export interface TraceResponse extends ExchangeResponse {
  /** Headers of an API's answer that name the request to its support. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What an API answered. */
  readonly content?: TraceContent;
}

/** What kind of step it is, where the next event has to know. */
export type TraceStepKind =
  | "exchange"
  | "poll"
  | "sign_in"
  | "redirect"
  | "command"
  | "note";

/** One step of a flow: who told whom what, and what came of it. */
export interface TraceStep {
  /** What kind of step it is. */
  readonly kind: TraceStepKind;
  /** Who begins it. */
  readonly from: Participant;
  /** Whom it is for; the same as `from` for what happens inside. */
  readonly to: Participant;
  /** What it is, a few words. */
  readonly title: string;
  /** Why there is such a step, one sentence or two. */
  readonly purpose?: string;
  /** When it began, milliseconds since the epoch. */
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly durationMs?: number;
  /** What was sent, secrets redacted. */
  readonly request?: TraceRequest;
  /** What came back, secrets redacted. */
  readonly response?: TraceResponse;
  /** What was sent and what came back, explained. */
  readonly parameters: readonly TraceParameter[];
  /** What it came to. */
  readonly outcome: TraceOutcome;
  /** The same in a few words, such as `200` or `400 authorization_pending`. */
  readonly result?: string;
  /** How often it was made, when that is more than once. */
  readonly count?: number;
}

/** The steps of one flow. */
export interface Trace {
  /** The steps, in their order. */
  readonly steps: readonly TraceStep[];
  /** How many more there were than are kept. */
  readonly dropped: number;
}

/** What the participants are called. */
export const PARTICIPANTS: Readonly<Record<Participant, string>> = {
  you: "You",
  client: "Entrada",
  machine: "This machine",
  entra: "Entra",
  api: "API",
};

/**
 * Tells who takes part in some steps.
 *
 * @param steps The steps.
 * @returns Whoever does, in the order of the columns.
 */
export function participantsOf(
  steps: readonly Pick<TraceStep, "from" | "to">[],
): readonly Participant[] {
  const seen = new Set(steps.flatMap(({ from, to }) => [from, to]));
  return (Object.keys(PARTICIPANTS) as Participant[])
    .filter((one) => seen.has(one));
}

/**
 * Names what steps are about.
 *
 * @param steps The steps.
 * @returns `API calls` or `a sign-in`.
 */
export function subjectOf(steps: readonly TraceStep[]): string {
  return steps.some(({ to, request }) => to === "api" && request !== undefined)
    ? "API calls"
    : "a sign-in";
}
