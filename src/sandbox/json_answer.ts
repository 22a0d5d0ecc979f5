import { answerHeaders, type Trace } from "./error_body.ts";

/** A public document: discovery and keys. */
export function document(body: Record<string, unknown>): Response {
  return Response.json(body, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "max-age=86400, private",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, OPTIONS",
      "x-content-type-options": "nosniff",
    },
  });
}

/** An answer with something secret in it. */
export function answer(trace: Trace, body: Record<string, unknown>): Response {
  return Response.json(body, {
    headers: {
      ...answerHeaders(trace),
      "content-type": "application/json; charset=utf-8",
    },
  });
}
