import { errorTimestamp, type SandboxClock } from "./clock.ts";
import type { EntraRefusal } from "./refusals.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What identifies one request in error bodies and headers. */
export interface Trace {
  readonly traceId: string;
  readonly correlationId: string;
  /** Present when the client sent one: it is echoed. */
  readonly clientRequestId: string | undefined;
  readonly timestamp: string;
  readonly origin: string;
}

export interface ErrorBody {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly error_uri?: string;
  readonly suberror?: string;
  readonly claims?: string;
}

export function createTrace(
  { origin, clock }: { origin: string; clock: SandboxClock },
  clientRequestId: string | undefined,
): Trace {
  const known = clientRequestId !== undefined && GUID.test(clientRequestId);
  return {
    traceId: crypto.randomUUID(),
    correlationId: known ? clientRequestId : crypto.randomUUID(),
    clientRequestId: known ? clientRequestId : undefined,
    timestamp: errorTimestamp(clock),
    origin,
  };
}

/** The JSON of a refusal, in Entra's shape and text style. */
export function errorBody(refusal: EntraRefusal, trace: Trace): ErrorBody {
  const { code, suberror, claims } = refusal;
  return {
    error: refusal.error,
    error_description: [
      code === undefined
        ? refusal.message
        : `AADSTS${code}: ${refusal.message}`,
      `Trace ID: ${trace.traceId}`,
      `Correlation ID: ${trace.correlationId}`,
      `Timestamp: ${trace.timestamp}`,
    ].join("\r\n"),
    error_codes: code === undefined ? [] : [code],
    timestamp: trace.timestamp,
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    ...(code === undefined
      ? {}
      : { error_uri: `${trace.origin}/error?code=${code}` }),
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  };
}

/** The headers of every answer of the token and device authorization endpoints. */
export function answerHeaders(
  trace: Trace,
  refusal?: EntraRefusal,
): Record<string, string> {
  return {
    "cache-control": "no-store, no-cache",
    pragma: "no-cache",
    expires: "-1",
    "x-content-type-options": "nosniff",
    "x-ms-request-id": trace.traceId,
    "x-ms-ests-server": "sandbox",
    "x-ms-clitelem": `1,${refusal?.code ?? 0},0,,`,
    ...(trace.clientRequestId === undefined
      ? {}
      : { "client-request-id": trace.clientRequestId }),
  };
}

export function refusalResponse(refusal: EntraRefusal, trace: Trace): Response {
  return Response.json(errorBody(refusal, trace), {
    status: refusal.status,
    headers: {
      ...answerHeaders(trace, refusal),
      "content-type": "application/json; charset=utf-8",
    },
  });
}
