import type { ServerErrorDetails } from "../errors.ts";

/**
 * The authority said no, before anybody has decided what that means: while
 * polling, `authorization_pending` is no failure at all.
 */
export class ServerAnswer extends Error {
  /** `"ServerAnswer"`. */
  override readonly name = "ServerAnswer";
  /** What it said. */
  readonly details: ServerErrorDetails;

  constructor(details: ServerErrorDetails) {
    super(`The server answered "${details.error}"`);
    this.details = details;
  }
}

/** Enough for every sentence and list that an authority writes. */
const LONGEST_TEXT = 8_192;
const MOST_CODES = 16;

type Body = Readonly<Record<string, unknown>>;

function textOf(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === "string" ? value.slice(0, LONGEST_TEXT) : undefined;
}

function optional<K extends string, V>(
  name: K,
  value: V | undefined,
): { [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
}

/** Managed identity endpoints write the list as text: `"[500011]"`. */
function codesOf(body: Body): number[] {
  const listed = body.error_codes;
  const items = Array.isArray(listed)
    ? listed
    : typeof listed === "string"
    ? listed.match(/\d+/g) ?? []
    : [];
  const codes = items.slice(0, MOST_CODES)
    .filter((item) => typeof item === "number" || typeof item === "string")
    .map(Number).filter(Number.isSafeInteger);
  if (codes.length > 0) return codes;
  const named = textOf(body, "error_description")?.match(/\bAADSTS(\d{4,8})\b/);
  return named ? [Number(named[1])] : [];
}

/** `Retry-After` is a number of seconds or a date. */
function retryAfterMs(
  headers: Headers | undefined,
  now: number,
): number | undefined {
  const text = headers?.get("retry-after")?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** What surrounds an error body. */
export interface AnswerContext {
  /** HTTP status, unless the answer came by redirect. */
  readonly status?: number;
  /** HTTP headers. */
  readonly headers?: Headers;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Reads an OAuth error body.
 *
 * @param body The parsed body, or the parameters of a redirect by name.
 * @param context Status, headers and time.
 * @returns What the authority said.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application | Error response}
 */
export function readServerError(
  body: Body,
  context: AnswerContext,
): ServerErrorDetails {
  return {
    error: textOf(body, "error") ?? `http_${context.status ?? "error"}`,
    ...optional("description", textOf(body, "error_description")),
    ...optional(
      "suberror",
      textOf(body, "suberror") ?? textOf(body, "error_subcode"),
    ),
    ...optional("status", context.status),
    ...optional("claims", textOf(body, "claims")),
    ...optional("retryAfterMs", retryAfterMs(context.headers, context.now)),
    entra: {
      codes: codesOf(body),
      ...optional("traceId", textOf(body, "trace_id")),
      ...optional("correlationId", textOf(body, "correlation_id")),
      ...optional("timestamp", textOf(body, "timestamp")),
    },
  };
}
