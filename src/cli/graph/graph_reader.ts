import { sendWithToken } from "../../engine/api/client_calls.ts";
import { AuthError } from "../../engine/errors.ts";
import type { Clock, Fetch } from "../../engine/ports/mod.ts";
import { GraphError, readRefusal } from "./graph_error.ts";
import type { GraphPlace } from "./graph_place.ts";

/** One JSON object of an answer. */
export type GraphObject = Readonly<Record<string, unknown>>;

/** What a reader works with. */
export interface GraphTools extends GraphPlace {
  /** Gets the token, with the claims of a challenge where there was one. */
  readonly token: (claims?: string) => Promise<string>;
  /** The network. */
  readonly fetch: Fetch;
  /** Waits between attempts. */
  readonly clock: Clock;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** One request. */
export interface GraphRequest {
  /** Below the address of Graph, or a whole address that Graph gave. */
  readonly path: string;
  /** What cannot be done when it fails, such as `Cannot read the app registrations`. */
  readonly action: string;
  /** Sent as JSON; a request without one only reads. */
  readonly body?: unknown;
}

/** Asks Graph. */
export interface GraphReader {
  /**
   * Sends one request; once more where Graph is busy.
   *
   * @throws {GraphError} If Graph refuses.
   * @throws {AuthError} If it cannot be reached, or its answer is none.
   */
  ask(request: GraphRequest): Promise<GraphObject>;
}

const ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 30_000;

/** Where a server does not say how long to wait. */
function pauseMs(response: Response, attempt: number): number {
  const seconds = Number(response.headers.get("retry-after") ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? seconds * 1_000
    : attempt * 2_000;
}

/** A change may have been made although the answer says otherwise. */
function isWorthAnother(
  { status }: Response,
  { body }: GraphRequest,
): boolean {
  return status === 429 ||
    body === undefined && (status === 503 || status === 504);
}

function addressOf(
  { base }: GraphPlace,
  { path, action }: GraphRequest,
): URL {
  const url = URL.parse(path, base);
  if (
    url !== null && url.origin === base.origin &&
    url.pathname.startsWith(base.pathname) &&
    url.username === "" && url.password === ""
  ) {
    return url;
  }
  // The token would go along.
  throw new AuthError(
    "response_invalid",
    `${action}: Graph's answer leads to ${
      url === null ? "no address" : `"${url.host}"`
    }, which is not where it came from`,
    { hint: "Nothing was sent there; check the network and the proxy" },
  );
}

function toNetworkError(error: unknown, host: string): unknown {
  if (error instanceof AuthError) return error;
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new AuthError(
      "timed_out",
      `Cannot reach "${host}": no answer in time`,
      { cause: error, hint: "Check the network and the proxy, then try again" },
    );
  }
  if (!(error instanceof TypeError)) return error;
  return new AuthError("network_error", `Cannot reach "${host}"`, {
    cause: error,
    hint: "Check the network and the proxy, then try again",
  });
}

function isObject(value: unknown): value is GraphObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function readAnswer(
  response: Response,
  { action }: GraphRequest,
): Promise<GraphObject> {
  const text = await response.text().catch((cause) => {
    throw new AuthError("network_error", `${action}: the answer broke off`, {
      cause,
      hint: "Check the network and the proxy, then try again",
    });
  });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!response.ok) throw new GraphError(action, readRefusal(body, response));
  if (isObject(body)) return body;
  throw new AuthError(
    "response_invalid",
    `${action}: the answer is not what Graph sends (HTTP ${response.status})`,
    {
      hint: "Check whether a proxy or a sign-in page stands in between",
    },
  );
}

function toRequest(
  url: URL,
  { body, signal }: {
    readonly body: unknown;
    readonly signal: AbortSignal;
  },
): Request {
  const accept = "application/json";
  if (body === undefined) {
    return new Request(url, { headers: { accept }, signal });
  }
  return new Request(url, {
    method: "POST",
    headers: { accept, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

async function send(
  request: GraphRequest,
  tools: GraphTools,
): Promise<Response> {
  const { token, signal } = tools;
  const url = addressOf(tools, request);
  const fetch: Fetch = async (sent) => {
    try {
      return await tools.fetch(sent);
    } catch (error) {
      signal.throwIfAborted();
      throw toNetworkError(error, url.host);
    }
  };
  const { body } = request;
  return await sendWithToken(toRequest(url, { body, signal }), {
    token,
    fetch,
  });
}

/**
 * Makes a reader of Graph.
 *
 * @param tools The network, and how a token is got.
 * @returns The reader.
 */
export function createGraphReader(tools: GraphTools): GraphReader {
  const { clock, signal } = tools;
  return {
    async ask(request) {
      for (let attempt = 1;; attempt++) {
        const response = await send(request, tools);
        const pause = pauseMs(response, attempt);
        const isOver = attempt === ATTEMPTS || pause > LONGEST_PAUSE_MS;
        if (isOver || !isWorthAnother(response, request)) {
          return await readAnswer(response, request);
        }
        await response.body?.cancel();
        await clock.sleep(pause, signal);
      }
    },
  };
}
