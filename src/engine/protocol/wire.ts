import { AuthError } from "../errors.ts";
import type { ExchangeEvent, ExchangeStep } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import {
  createScrubber,
  redactBody,
  redactParameters,
  redactUrl,
} from "./redaction.ts";
import { readServerError, ServerAnswer } from "./server_answer.ts";

/** What a call of `oauth4webapi`'s custom fetch brings. */
export interface WireRequest {
  readonly method: string;
  readonly body?: URLSearchParams | null | undefined;
  readonly headers: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
  /** Tells which answers the caller reads by itself; none unless given. */
  readonly keeps?: (status: number) => boolean;
}

/** The one way from the engine to the network; keeps a record of each exchange. */
export interface Wire {
  /** Sends one request; rejects with {@linkcode ServerAnswer} when the server refuses. */
  send(step: ExchangeStep, url: string, init: WireRequest): Promise<Response>;
  /** The exchanges since the last call. */
  drain(): ExchangeEvent[];
}

function hostOf(url: string): string {
  return new URL(url).host;
}

function notJson(
  { status }: Response,
  { text, url }: { readonly text: string; readonly url: string },
): AuthError {
  const what = text === ""
    ? "an empty answer"
    : /^\s*</.test(text)
    ? "a web page instead of JSON"
    : "something that is not JSON";
  const code = status >= 500 ? "server_error" : "response_invalid";
  return new AuthError(
    code,
    `Cannot read the answer of "${
      hostOf(url)
    }": it is ${what} (HTTP ${status})`,
    {
      hint: code === "server_error"
        ? "The server is having trouble: try again later"
        : "Check the authority's address, and whether a proxy or a sign-in page of the network stands in between",
    },
  );
}

/** A megabyte: an answer has a few kilobytes. */
const LARGEST_ANSWER = 1024 * 1024;

function parse(text: string): unknown {
  if (text.length > LARGEST_ANSWER) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readJson(
  response: Response,
  { url, read }: {
    readonly url: string;
    readonly read: () => Promise<string>;
  },
): Promise<Record<string, unknown>> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    // Following it would carry the secret in the body to another host.
    throw new AuthError(
      "response_invalid",
      `Cannot use the answer of "${
        hostOf(url)
      }": it redirects elsewhere (HTTP ${response.status})`,
      {
        hint:
          "Check the authority's address; redirects are never followed, because the request holds secrets",
      },
    );
  }
  const text = await read();
  const body = parse(text);
  if (!body || typeof body !== "object" || Array.isArray(body)) {
    throw notJson(response, { text, url });
  }
  return body as Record<string, unknown>;
}

function toNetworkError(error: unknown, url: string): AuthError {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new AuthError(
      "timed_out",
      `Cannot reach "${hostOf(url)}": no answer in time`,
      {
        cause: error,
        hint: "Check the network and the proxy, then try again",
      },
    );
  }
  return new AuthError("network_error", `Cannot reach "${hostOf(url)}"`, {
    cause: error,
    // Deno's own refusal: no network is at fault.
    hint: error instanceof Error && error.name === "NotCapable"
      ? "Allow this program to use the network: deno run --allow-net"
      : "Check the network, the proxy and the authority's address, then try again",
  });
}

/** What the server means by an answer that is not a success. */
function refusal(
  { status, headers }: Response,
  { body, url, now }: {
    readonly body: Record<string, unknown>;
    readonly url: string;
    readonly now: number;
  },
): Error {
  const inProtocol = typeof body.error === "string" || status === 429 ||
    status >= 500;
  if (inProtocol) {
    return new ServerAnswer(readServerError(body, { status, headers, now }));
  }
  return new AuthError(
    "response_invalid",
    `Cannot read the answer of "${
      hostOf(url)
    }": it is no OAuth answer (HTTP ${status})`,
    {
      hint: "Check that the authority's address is that of an Entra ID tenant",
    },
  );
}

/** JSON again, with what `oauth4webapi` refuses but Entra's relatives send put right. */
function toResponse(body: Record<string, unknown>): Response {
  if (typeof body.interval === "string") body.interval = Number(body.interval);
  return Response.json(body);
}

/** One request on its way, and what is told of it. */
interface Sending {
  readonly ports: Pick<Ports, "fetch" | "clock">;
  readonly signal: AbortSignal | undefined;
  readonly request: Request;
  readonly keeps: WireRequest["keeps"];
  /** Takes the secrets that were sent out of what came back. */
  readonly scrub: <T>(value: T) => T;
  event: ExchangeEvent;
}

/** The network can fail before the answer, and in the middle of it. */
async function onNetwork<T>(sending: Sending, work: Promise<T>): Promise<T> {
  const { signal, request } = sending;
  try {
    return await work;
  } catch (error) {
    signal?.throwIfAborted();
    const failure = error instanceof AuthError
      ? error
      : toNetworkError(error, request.url);
    sending.event = { ...sending.event, failure: failure.message };
    throw failure;
  }
}

/** Hands an answer over as it is, and shows what can be shown of it. */
async function keep(response: Response, sending: Sending): Promise<Response> {
  const { status, headers } = response;
  const text = await onNetwork(sending, response.text());
  const body = parse(text);
  const shown = body === undefined
    ? {}
    : { body: sending.scrub(redactBody(body)) };
  sending.event = { ...sending.event, response: { status, ...shown } };
  return new Response(text === "" ? null : text, { status, headers });
}

async function exchange(sending: Sending): Promise<Response> {
  const { ports, request, scrub } = sending;
  const response = await onNetwork(sending, ports.fetch(request));
  const { status } = response;
  sending.event = { ...sending.event, response: { status } };
  if (sending.keeps?.(status)) return await keep(response, sending);
  const { url } = request;
  const read = () => onNetwork(sending, response.text());
  const body = await readJson(response, { url, read });
  const shown = scrub(redactBody(body));
  sending.event = { ...sending.event, response: { status, body: shown } };
  // Some authorities send errors with status 200.
  if (status !== 200 || body.error !== undefined) {
    const now = ports.clock.now();
    throw refusal(response, { body: scrub(body), url, now });
  }
  return toResponse(body);
}

function toRequest(url: string, { init, signal }: {
  readonly init: WireRequest;
  readonly signal: AbortSignal | undefined;
}): Request {
  return new Request(url, {
    method: init.method,
    headers: init.headers,
    redirect: "manual",
    ...(init.body ? { body: init.body } : {}),
    signal: AbortSignal.any([signal, init.signal].filter((each) => !!each)),
  });
}

/**
 * Opens a wire.
 *
 * @param ports The network and the time.
 * @param signal Ends every exchange.
 * @returns The wire.
 */
export function createWire(
  ports: Pick<Ports, "fetch" | "clock">,
  signal?: AbortSignal,
): Wire {
  let exchanges: ExchangeEvent[] = [];
  return {
    async send(step, url, init) {
      signal?.throwIfAborted();
      const at = ports.clock.now();
      const request = toRequest(url, { init, signal });
      const sent = init.body ?? new URLSearchParams();
      const shown = {
        method: init.method,
        url: redactUrl(new URL(url)),
        parameters: redactParameters(sent),
      };
      const sending: Sending = {
        ports,
        signal,
        request,
        keeps: init.keeps,
        scrub: createScrubber(sent),
        event: { type: "exchange", step, request: shown, at, durationMs: 0 },
      };
      try {
        return await exchange(sending);
      } finally {
        const durationMs = ports.clock.now() - at;
        exchanges.push({ ...sending.event, durationMs });
      }
    },
    drain() {
      const drained = exchanges;
      exchanges = [];
      return drained;
    },
  };
}
