import type { ExchangeEvent } from "../engine/events.ts";
import { sanitizeText } from "../engine/text.ts";
import { jsonText } from "./output/json.ts";

function parameterLines(
  parameters: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(parameters).map(([name, value]) =>
    `    ${name}=${value}`
  );
}

/**
 * Tells one step of a protocol: what was sent and what came back. Secrets were
 * redacted when the event was made.
 *
 * @param event The step.
 * @returns Lines.
 */
export function traceLines(event: ExchangeEvent): string[] {
  const { request, response, failure, step, durationMs } = event;
  const body = response?.body === undefined
    ? []
    : jsonText(response.body, 2).split("\n").map((line) => `    ${line}`);
  const answer = response === undefined
    ? `< no answer: ${failure ?? "unknown"}`
    : `< ${response.status}`;
  return [
    `> ${request.method} ${request.url} (${step})`,
    ...parameterLines(request.parameters),
    `${answer} after ${Math.round(durationMs)} ms`,
    ...body,
  ].map((line) => sanitizeText(line));
}
