import { explainParameter } from "../../engine/entra/parameters.ts";
import type { ExchangeEvent } from "../../engine/events.ts";
import { sanitizeText } from "../../engine/text.ts";
import { type ApiCall, contentText } from "../../engine/trace/api_call.ts";
import type { TraceContent } from "../../engine/trace/step.ts";
import { jsonText } from "../output/json.ts";

/** How much a trace tells. */
export interface TraceLinesOptions {
  /** Whether every parameter is followed by what it means. */
  readonly verbose?: boolean;
}

function meaningLines(name: string, indent: string): string[] {
  const meaning = explainParameter(name)?.meaning;
  return meaning === undefined ? [] : [`${indent}# ${meaning}`];
}

function parameterLines(
  parameters: Readonly<Record<string, string>>,
  { verbose = false }: TraceLinesOptions,
): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => [
    `    ${name}=${value}`,
    ...(verbose ? meaningLines(name, "      ") : []),
  ]);
}

/** A member of the answer itself stands one level in. */
function bodyLines(
  body: unknown,
  { verbose = false }: TraceLinesOptions,
): string[] {
  if (body === undefined) return [];
  return jsonText(body, 2).split("\n").flatMap((line) => {
    const name = /^ {2}"([^"\\]+)":/.exec(line)?.[1];
    return [
      `    ${line}`,
      ...(verbose && name !== undefined ? meaningLines(name, "      ") : []),
    ];
  });
}

/**
 * Tells one step of a protocol: what was sent and what came back. Secrets were
 * redacted when the event was made.
 *
 * @param event The step.
 * @param options How much to tell.
 * @returns Lines.
 */
export function traceLines(
  event: ExchangeEvent,
  options: TraceLinesOptions = {},
): string[] {
  const { request, response, failure, step, durationMs } = event;
  const answer = response === undefined
    ? `< no answer: ${failure ?? "unknown"}`
    : `< ${response.status}`;
  return [
    `> ${request.method} ${request.url} (${step})`,
    ...parameterLines(request.parameters, options),
    `${answer} after ${Math.round(durationMs)} ms`,
    ...bodyLines(response?.body, options),
  ].map((line) => sanitizeText(line));
}

/**
 * Tells a request to an API, and how its answer begins.
 *
 * @param call The request.
 * @returns Lines.
 */
export function apiCallLines(call: ApiCall): string[] {
  const { method, url, headers, content, status, ids, failure } = call;
  const { durationMs, claims } = call;
  const answer = status === undefined
    ? `< no answer: ${failure ?? "unknown"}`
    : `< ${status}`;
  const pairs = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([name, value]) => `    ${name}: ${value}`);
  return [
    `> ${method} ${url} (api)`,
    ...pairs(headers),
    ...(content === undefined ? [] : [`    (${contentText(content)})`]),
    `${answer} after ${Math.round(durationMs)} ms`,
    ...pairs(ids),
    ...(claims === undefined ? [] : [`    claims challenge: ${claims}`]),
  ].map((line) => sanitizeText(line));
}

/**
 * Tells what an API answered.
 *
 * @param content What it is.
 * @returns A line.
 */
export function apiAnswerLine(content: TraceContent): string {
  return sanitizeText(`    (${contentText(content)})`);
}
