import type { ExchangeRequest, FlowEvent } from "../events.ts";
import type { Ports, RedirectReceiver, RedirectRequest } from "../ports/mod.ts";
import { redactParameters, redactUrl } from "../protocol/redaction.ts";
import { isLoopbackRedirect } from "../protocol/redirect_uri.ts";
import { Secret } from "../secret.ts";

/** The first thing that a flow would do to the world. */
export type FlowPreview =
  | {
    /** An HTTP request, secrets redacted. */
    readonly type: "request";
    /** What would be sent. */
    readonly request: ExchangeRequest;
  }
  | {
    /** A page that the user would visit. */
    readonly type: "authorization";
    /** What the browser would ask for, secrets redacted. */
    readonly request: ExchangeRequest;
  }
  | {
    /** A program that would be run. */
    readonly type: "command";
    /** The program and its arguments. */
    readonly command: readonly string[];
  };

/** Thrown where the flow would reach the world, so that it goes no further. */
class Reached extends Error {
  readonly preview: FlowPreview;

  constructor(preview: FlowPreview) {
    super("A preview goes no further");
    this.preview = preview;
  }
}

/** What a port that only looks has seen. */
interface Sight {
  seen: FlowPreview | undefined;
}

function stop(sight: Sight, preview: FlowPreview): never {
  sight.seen = preview;
  throw new Reached(preview);
}

async function look(sight: Sight, request: Request): Promise<never> {
  const form = new URLSearchParams(await request.text());
  const shown = {
    method: request.method,
    url: redactUrl(new URL(request.url)),
    parameters: redactParameters(form),
  };
  return stop(sight, { type: "request", request: shown });
}

/** A receiver that listens nowhere: the port is not known before it is taken. */
function idleReceiver(
  { redirectUri, ports, responseMode, carriesTokens }: RedirectRequest,
): RedirectReceiver {
  const port = ports?.[0] ?? 0;
  const loopback = redirectUri === undefined || isLoopbackRedirect(redirectUri);
  return {
    redirectUri: redirectUri ?? `http://localhost:${port}`,
    method: loopback ? "loopback" : "paste",
    responseMode: responseMode ??
      (loopback ? "form_post" : carriesTokens ? "fragment" : "query"),
    offer: () => undefined,
    receive: () => Promise.reject(new Error("A preview waits for nothing")),
    close: () => Promise.resolve(),
  };
}

function previewPorts(ports: Ports, sight: Sight): Ports {
  const fetch = (request: Request) => look(sight, request);
  return {
    ...ports,
    fetch,
    prompt: { secret: () => Promise.resolve(new Secret("asked for later")) },
    redirect: { open: (request) => Promise.resolve(idleReceiver(request)) },
    managedIdentity: { ...ports.managedIdentity, fetch },
  };
}

/** An event that says what would happen next, before it does. */
function previewOf(event: FlowEvent): FlowPreview | undefined {
  if (event.type === "command") {
    return { type: "command", command: event.command };
  }
  if (event.type !== "authorization_url") return undefined;
  const url = new URL(event.url);
  return {
    type: "authorization",
    request: {
      method: "GET",
      url: url.origin + url.pathname,
      parameters: redactParameters(url.searchParams),
    },
  };
}

/**
 * Runs up to the point where the world would be reached, and tells what would
 * be sent. Nothing is sent, opened, listened to or run, and nobody is asked;
 * secrets are read where the request needs them, and redacted.
 *
 * @param start Begins the run with the ports that it is given.
 * @param ports The world, of which only randomness and time are used.
 * @returns The first thing that would be done.
 * @throws {AuthError} What is refused before anything is sent.
 */
export async function preview(
  start: (ports: Ports) => AsyncGenerator<FlowEvent, unknown>,
  ports: Ports,
): Promise<FlowPreview> {
  const sight: Sight = { seen: undefined };
  const run = start(previewPorts(ports, sight));
  try {
    for (let next = await run.next(); !next.done; next = await run.next()) {
      const found = previewOf(next.value);
      if (found !== undefined) return found;
    }
  } catch (error) {
    if (sight.seen !== undefined) return sight.seen;
    throw error;
  }
  throw new TypeError("The run ended without reaching the world");
}
