import { explainParameter } from "../entra/parameters.ts";
import type { ExchangeRequest, ExchangeResponse } from "../events.ts";
import { ownMember } from "../jwt/json_object.ts";
import type { TraceParameter } from "./step.ts";

/** Longer values are for whoever exports the trace. */
const LONGEST_VALUE = 400;
/** An answer of hostile size is not drawn. */
const MOST_PARAMETERS = 100;

/**
 * Tells whether a value stands in for a secret.
 *
 * @param value A value as an event shows it.
 * @returns Whether redaction has written it.
 */
export function isRedacted(value: string): boolean {
  return /^\[redacted(?:, \d+ characters| text)\]$/.test(value);
}

/** A body of hostile depth cannot be written. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "(cannot be written as JSON)";
  }
}

function clipped(text: string): string {
  return text.length <= LONGEST_VALUE
    ? text
    : `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)`;
}

/** A known value has a meaning of its own. */
function meaningOf(
  name: string,
  value: string,
): Pick<TraceParameter, "meaning" | "reference"> {
  const info = explainParameter(name);
  if (info === undefined) return {};
  const { reference } = info;
  const known = info.values === undefined
    ? undefined
    : ownMember(info.values, value);
  const meaning = typeof known === "string"
    ? `${info.meaning} Here: ${known}.`
    : info.meaning;
  return { meaning, reference };
}

/**
 * Explains one parameter.
 *
 * @param name Its name on the wire.
 * @param value Its value, redacted when it was secret.
 * @param part Whether it was sent or came back.
 * @returns The parameter with its meaning.
 */
export function explained(
  name: string,
  value: unknown,
  { part }: Pick<TraceParameter, "part">,
): TraceParameter {
  const text = textOf(value);
  return {
    name,
    value: clipped(text),
    ...meaningOf(name, text),
    isSecret: isRedacted(text),
    part,
  };
}

/** In a request this is a switch, and only in an answer what it asks for. */
function asSwitch(name: string, value: string): string {
  const isSwitch = name === "client_info" &&
    value === "[redacted, 1 characters]";
  return isSwitch ? "1" : value;
}

/**
 * All that a request asks, wherever it stands: in the query or in the body.
 *
 * @param request The request.
 * @returns Names and values, and the address without its query.
 */
export function askedBy(
  { url, parameters }: ExchangeRequest,
): { readonly url: string; readonly asked: readonly [string, string][] } {
  const parsed = URL.parse(url);
  const sent: readonly [string, string][] = [
    ...parsed?.searchParams ?? [],
    ...Object.entries(parameters),
  ];
  return {
    url: parsed === null ? url : `${parsed.origin}${parsed.pathname}`,
    asked: sent.map(([name, value]) => [name, asSwitch(name, value)]),
  };
}

/**
 * Explains what was sent and what came back.
 *
 * @param request The request.
 * @param response The answer, when there was one.
 * @returns The parameters, those of the request first.
 */
export function explainExchange(
  request: ExchangeRequest,
  response: ExchangeResponse | undefined,
): readonly TraceParameter[] {
  const body = response?.body;
  const members = typeof body === "object" && body !== null &&
      !Array.isArray(body)
    ? Object.entries(body)
    : [];
  return [
    ...askedBy(request).asked.map(([name, value]) =>
      explained(name, value, { part: "request" })
    ),
    ...members.map(([name, value]) =>
      explained(name, value, { part: "response" })
    ),
  ].slice(0, MOST_PARAMETERS);
}
