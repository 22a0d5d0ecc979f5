import type { ExchangeEvent, ExchangeResponse } from "../events.ts";
import { explainExchange } from "./explain_exchange.ts";
import type { Trace, TraceStep } from "./step.ts";
import { POLL, wordsFor } from "./titles.ts";

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
/** Answers to a poll that are no end of the flow. */
const GOES_ON = ["authorization_pending", "slow_down"];

function errorOf(response: ExchangeResponse | undefined): string | undefined {
  const body = response?.body;
  if (typeof body !== "object" || body === null) return undefined;
  const { error } = body as { readonly error?: unknown };
  return typeof error === "string" ? error : undefined;
}

function isPoll({ step, request }: ExchangeEvent): boolean {
  return step === "token" && request.parameters.grant_type === DEVICE_GRANT;
}

/** A lost connection does not end the polling, and neither does a busy server. */
function goesOn(event: ExchangeEvent): boolean {
  const { response } = event;
  if (!isPoll(event)) return false;
  if (response === undefined || response.status >= 500) return true;
  return response.status === 429 || GOES_ON.includes(errorOf(response) ?? "");
}

function resultOf({ response, failure }: ExchangeEvent): string {
  if (response === undefined) return `no answer: ${failure ?? "unknown"}`;
  const error = errorOf(response);
  return error === undefined
    ? String(response.status)
    : `${response.status} ${error}`;
}

function isGood({ response }: ExchangeEvent): boolean {
  return response !== undefined && response.status < 400 &&
    errorOf(response) === undefined;
}

/**
 * Makes a request and its answer one step.
 *
 * @param event The request and its answer.
 * @returns The step.
 */
export function exchangeStep(event: ExchangeEvent): TraceStep {
  const { step, request, response, at, durationMs } = event;
  const waits = goesOn(event);
  const isRefused = isPoll(event) && !isGood(event);
  return {
    kind: waits ? "poll" : "exchange",
    from: "client",
    to: step === "managed_identity" ? "machine" : "entra",
    ...(isRefused ? POLL : wordsFor(event)),
    at,
    durationMs,
    request,
    ...(response === undefined ? {} : { response }),
    parameters: explainExchange(request, response),
    outcome: waits ? "waiting" : isGood(event) ? "done" : "failed",
    result: resultOf(event),
  };
}

/** Where the polls of the newest device code are, when there was one. */
function pollsAt(steps: readonly TraceStep[]): number {
  const start = steps.findLastIndex(({ kind }) => kind === "sign_in");
  const at = steps.findLastIndex(({ kind }) => kind === "poll");
  return at > start ? at : -1;
}

/** The newest poll stands for all of them. */
function foldPoll(steps: readonly TraceStep[], poll: TraceStep) {
  const index = pollsAt(steps);
  const before = steps[index];
  if (before === undefined) return [...steps, poll];
  const count = (before.count ?? 1) + 1;
  // A slower pace holds for all polls that follow.
  const pace = /, now every .*$/.exec(before.result ?? "")?.[0] ?? "";
  const result = `${poll.result ?? ""}${pace}`;
  return steps.with(index, { ...poll, at: before.at, count, result });
}

/** What was asked stands where the address was handed over; this is what came of it. */
function fillRedirect(
  steps: readonly TraceStep[],
  answer: TraceStep,
): readonly TraceStep[] {
  const index = steps.findLastIndex(({ kind }) => kind === "redirect");
  const redirect = steps[index] ??
    { ...answer, kind: "redirect", from: "you", to: "client" } as const;
  const { request: _asked, ...rest } = redirect;
  const { response, result, outcome } = answer;
  const filled: TraceStep = {
    ...rest,
    parameters: answer.parameters.filter(({ part }) => part === "response"),
    ...(response === undefined ? {} : { response }),
    ...(result === undefined ? {} : { result }),
    outcome,
  };
  return index < 0 ? [...steps, filled] : steps.with(index, filled);
}

/**
 * Adds a request and its answer to what was seen so far.
 *
 * @param steps The steps so far.
 * @param event The request and its answer.
 * @returns All steps: polls of one code are one of them.
 */
export function withExchange(
  steps: Trace["steps"],
  event: ExchangeEvent,
): Trace["steps"] {
  const made = exchangeStep(event);
  if (made.kind === "poll") return foldPoll(steps, made);
  return event.step === "authorization"
    ? fillRedirect(steps, made)
    : [...steps, made];
}
