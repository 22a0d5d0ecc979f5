import { AuthError } from "../errors.ts";
import type { ExchangeEvent, ExchangeStep } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import { redactBody, redactParameters, redactUrl } from "./redaction.ts";
import { readServerError, ServerAnswer } from "./server_answer.ts";

/** What a call of `oauth4webapi`'s custom fetch brings. */
export interface WireRequest {
  readonly method: string;
  readonly body?: URLSearchParams | null | undefined;
  readonly headers: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
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

function notJson(response: Response, text: string, url: string): AuthError {
  const what = text === ""
    ? "an empty answer"
    : /^\s*</.test(text)
    ? "a web page instead of JSON"
    : "something that is not JSON";
  const code = response.status >= 500 ? "server_error" : "response_invalid";
  return new AuthError(
    code,
    `Cannot read the answer of "${
      hostOf(url)
    }": it is ${what} (HTTP ${response.status})`,
    {
      hint: code === "server_error"
        ? "The server is having trouble: try again later"
        : "Check the authority's address, and whether a proxy or a sign-in page of the network stands in between",
    },
  );
}

async function readJson(
  response: Response,
  url: string,
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
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw notJson(response, text, url);
  }
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw notJson(response, text, url);
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
    hint:
      "Check the network, the proxy and the authority's address, then try again",
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

  async function exchange(
    url: string,
    init: WireRequest,
    seen: (part: Partial<ExchangeEvent>) => void,
  ) {
    let response: Response;
    try {
      response = await ports.fetch(
        new Request(url, {
          method: init.method,
          headers: init.headers,
          redirect: "manual",
          ...(init.body ? { body: init.body } : {}),
          ...(signal ? { signal } : {}),
        }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      const failure = error instanceof AuthError
        ? error
        : toNetworkError(error, url);
      seen({ failure: failure.message });
      throw failure;
    }
    seen({ response: { status: response.status } });
    const body = await readJson(response, url);
    seen({ response: { status: response.status, body: redactBody(body) } });
    // Some authorities send errors with status 200.
    if (response.status !== 200 || body.error !== undefined) {
      throw refusal(response, { body, url, now: ports.clock.now() });
    }
    return toResponse(body);
  }

  return {
    async send(step, url, init) {
      signal?.throwIfAborted();
      const at = ports.clock.now();
      let event: ExchangeEvent = {
        type: "exchange",
        step,
        request: {
          method: init.method,
          url: redactUrl(new URL(url)),
          parameters: redactParameters(init.body ?? new URLSearchParams()),
        },
        at,
        durationMs: 0,
      };
      try {
        return await exchange(
          url,
          init,
          (part) => event = { ...event, ...part },
        );
      } finally {
        exchanges.push({ ...event, durationMs: ports.clock.now() - at });
      }
    },
    drain() {
      const drained = exchanges;
      exchanges = [];
      return drained;
    },
  };
}
