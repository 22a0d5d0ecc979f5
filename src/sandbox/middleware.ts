import type { MiddlewareHandler } from "hono";
import type { AppContext, Variables } from "./app.ts";
import type { Authority } from "./authority.ts";
import { controlFailure } from "./control_routes.ts";
import { createTrace, refusalResponse } from "./error_body.ts";
import { isOwnHost } from "./guard.ts";
import { refusalPage } from "./pages/error.ts";
import type { Recorder } from "./recorder.ts";
import { EntraRefusal } from "./refusals.ts";

const MAX_BODY_BYTES = 1024 * 1024;
const CONTROL = "/_sandbox/";
const PAGES = /\/oauth2\/v2\.0\/(authorize|logout)$|^\/(signin|devicelogin)\b/;

/** Before every route: a trace, the host check, the body, the record. */
export function observe(
  authority: Authority,
  recorder: Recorder,
): MiddlewareHandler<{ Variables: Variables }> {
  return async (context, next) => {
    const request = context.req.raw;
    if (!isOwnHost(request, authority.origin)) {
      return context.text(
        "The sandbox answers only to its own loopback address\n",
        403,
      );
    }
    const body = await readBody(request);
    if (body === undefined) return context.text("The body is too large\n", 413);
    context.set("body", body);
    context.set(
      "trace",
      createTrace(authority, clientRequestId(request, body)),
    );
    if (context.req.path.startsWith(CONTROL)) return await next();
    const answered = recorder.begin(request, body);
    await next();
    answered(context.res.status);
  };
}

// MSAL JS sends it in the form or the query, other libraries as a header.
function clientRequestId(request: Request, body: string): string | undefined {
  const name = "client-request-id";
  return request.headers.get(name) ??
    new URL(request.url).searchParams.get(name) ??
    new URLSearchParams(body).get(name) ?? undefined;
}

/** Stops at the limit: what is not read needs no memory. */
async function readBody(request: Request): Promise<string | undefined> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > MAX_BODY_BYTES) return undefined;
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.byteLength;
    // Leaving the loop cancels the body.
    if (bytes > MAX_BODY_BYTES) return undefined;
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

/** After every route: a refusal becomes a page for a person, JSON for a program. */
export function answerFailure(
  error: Error,
  context: AppContext,
): Response | Promise<Response> {
  const trace = context.get("trace");
  if (context.req.path.startsWith(CONTROL)) {
    const failure = controlFailure(error, trace);
    if (failure !== undefined) return failure;
  }
  if (!(error instanceof EntraRefusal)) throw error;
  return PAGES.test(context.req.path)
    ? refusalPage(error, trace)
    : refusalResponse(error, trace);
}
