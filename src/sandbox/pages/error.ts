import { html } from "hono/html";
import { answerHeaders, type Trace } from "../error_body.ts";
import type { EntraRefusal } from "../refusals.ts";
import { refusalEntry } from "../refusals.ts";
import { page } from "./layout.ts";

/** A refusal that is shown and never redirected, because nobody knows where to. */
export function refusalPage(
  refusal: EntraRefusal,
  trace: Trace,
): Promise<Response> {
  const code = refusal.code === undefined
    ? refusal.error
    : `AADSTS${refusal.code}`;
  return page({
    title: "Sorry, this does not work",
    status: refusal.status,
    headers: answerHeaders(trace, refusal),
    body: html`
      <h1>Sorry, this does not work</h1>
      <p class="bad" role="alert"><strong>${code}</strong>: ${refusal
        .message}</p>
      <dl>
        <dt>Error</dt>
        <dd>${refusal.error}</dd>
        <dt>Trace ID</dt>
        <dd>${trace.traceId}</dd>
        <dt>Correlation ID</dt>
        <dd>${trace.correlationId}</dd>
        <dt>Timestamp</dt>
        <dd>${trace.timestamp}</dd>
      </dl>
      <p
        class="muted">The application is not told. Fix the request and start again.</p>
    `,
  });
}

/** The page that `error_uri` points to. */
export function codePage(code: string): Promise<Response> {
  const entry = refusalEntry(Number(code));
  return page({
    title: "About an error code",
    status: entry === undefined ? 404 : 200,
    body: entry === undefined
      ? html`
        <h1>Unknown code</h1>
        <p>The sandbox has no error <code>${code}</code>.</p>
      `
      : html`
        <h1>AADSTS${code}</h1>
        <dl>
          <dt>Error</dt>
          <dd>${entry.error}</dd>
          <dt>Text</dt>
          <dd>${entry.text}</dd>
        </dl>
      `,
  });
}
