/**
 * The loopback redirect: a listener that lives as long as one sign-in waits.
 * May touch the network of this machine.
 *
 * @module
 */
import { toBase64Url } from "../../engine/encoding.ts";
import { isLoopback } from "../../engine/entra/authority.ts";
import { AuthError } from "../../engine/errors.ts";
import type {
  AuthorizationResponse,
  RedirectReceiver,
  RedirectRequest,
  ResponseMode,
} from "../../engine/ports/mod.ts";
import { environmentVariable } from "../environment.ts";
import { systemRandom } from "../random.ts";
import { listenOnLoopback } from "./listeners.ts";
import {
  donePage,
  fragmentPage,
  leadTo,
  nothingHere,
  strangerPage,
} from "./pages.ts";

/** Of the short address; whoever can guess it learns the state of the sign-in. */
const START_BYTES = 9;
/** An answer has a few kilobytes. */
const LARGEST_FORM = 128 * 1024;

/** One wait: what is expected, and whom to tell. */
interface Wait {
  readonly state: string;
  readonly resolve: (answer: AuthorizationResponse) => void;
}

interface Receiver {
  /** Where the short address that leads to the sign-in page lives. */
  readonly startPath: string;
  readonly path: string;
  readonly responseMode: ResponseMode;
  authorizationUrl: URL | undefined;
  wait: Wait | undefined;
}

/** Compares without telling by its duration how much was right. */
function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) =>
    new TextEncoder().encode(text)
  ) as [Uint8Array, Uint8Array];
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) {
    difference |= (a[i] ?? 0) ^ (b[i % Math.max(1, b.length)] ?? 0);
  }
  return difference === 0;
}

/** A name that leads here by someone else's DNS is not ours. */
function isOwnHost(request: Request, port: number): boolean {
  const host = URL.parse(`http://${request.headers.get("host") ?? ""}`);
  return host !== null && isLoopback(host.hostname) &&
    host.port === String(port);
}

async function readAnswer(
  receiver: Receiver,
  request: Request,
): Promise<URLSearchParams | Response> {
  const { responseMode } = receiver;
  if (request.method === "GET" && responseMode === "fragment") {
    return await fragmentPage();
  }
  if (responseMode === "query") {
    return request.method === "GET"
      ? new URL(request.url).searchParams
      : nothingHere(405);
  }
  if (request.method !== "POST") {
    return nothingHere(request.method === "GET" ? 404 : 405);
  }
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    return nothingHere(415);
  }
  const text = await readForm(request).catch(() => undefined);
  return text === undefined ? nothingHere(413) : new URLSearchParams(text);
}

async function readForm(request: Request): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of request.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > LARGEST_FORM) return undefined;
  }
  return text;
}

async function handle(
  receiver: Receiver,
  { request, port }: { readonly request: Request; readonly port: number },
): Promise<Response> {
  if (!isOwnHost(request, port)) return nothingHere(421);
  const { pathname } = new URL(request.url);
  const { authorizationUrl } = receiver;
  if (
    pathname === receiver.startPath && request.method === "GET" &&
    authorizationUrl
  ) {
    return leadTo(authorizationUrl);
  }
  if (pathname !== receiver.path) return nothingHere(404);
  const parameters = await readAnswer(receiver, request);
  return parameters instanceof Response
    ? parameters
    : take(receiver, parameters);
}

/** What an answer has one of at least. */
const ANSWERS = ["code", "error", "id_token", "access_token"];

function take(
  receiver: Receiver,
  parameters: URLSearchParams,
): Response | Promise<Response> {
  if (!ANSWERS.some((name) => parameters.has(name))) return nothingHere(404);
  const { wait } = receiver;
  const states = parameters.getAll("state");
  if (
    wait === undefined || states.length !== 1 ||
    !isSame(states[0] ?? "", wait.state)
  ) {
    return strangerPage();
  }
  receiver.wait = undefined;
  wait.resolve({ parameters, hasState: true });
  return donePage();
}

function receive(
  receiver: Receiver,
  { state, signal }: {
    readonly state: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<AuthorizationResponse> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    receiver.wait = {
      state,
      resolve(answer) {
        signal?.removeEventListener("abort", abort);
        resolve(answer);
      },
    };
  });
}

/** Entra takes any port of a registered `http://localhost`; a fixed URI is kept letter for letter. */
function place(
  request: RedirectRequest,
): {
  ports: readonly number[] | undefined;
  uri: (port: number) => string;
  path: string;
} {
  const { redirectUri, ports } = request;
  if (redirectUri === undefined) {
    return { ports, uri: (port) => `http://localhost:${port}`, path: "/" };
  }
  const url = new URL(redirectUri);
  if (url.port !== "") {
    return {
      ports: [Number(url.port)],
      uri: () => redirectUri,
      path: url.pathname,
    };
  }
  const rest = redirectUri.slice(
    redirectUri.indexOf(url.hostname) + url.hostname.length,
  );
  return {
    ports,
    uri: (port) => `http://${url.hostname}:${port}${rest}`,
    path: url.pathname,
  };
}

/** The runtime's telemetry sends whole addresses away, and with them a code. */
function checkTelemetry(responseMode: ResponseMode): void {
  if (responseMode !== "query") return;
  if (environmentVariable("OTEL_DENO") !== "true") return;
  throw new AuthError(
    "redirect_unavailable",
    "Cannot take the code in an address: OTEL_DENO would send it to a collector",
    { hint: "Unset OTEL_DENO, or use the response mode form_post" },
  );
}

/**
 * Starts to listen for the browser's answer.
 *
 * @param request The redirect URI and the ports.
 * @param signal Ends the wait.
 * @returns The receiver; close it when the wait is over.
 * @throws {AuthError} `redirect_unavailable` if no port is free.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3 | RFC 8252, section 7.3}
 */
export async function openLoopback(
  request: RedirectRequest,
  signal?: AbortSignal,
): Promise<RedirectReceiver> {
  signal?.throwIfAborted();
  const { ports, uri, path } = place(request);
  const { responseMode = "form_post" } = request;
  checkTelemetry(responseMode);
  const receiver: Receiver = {
    startPath: `/${toBase64Url(systemRandom.bytes(START_BYTES))}`,
    path,
    responseMode,
    authorizationUrl: undefined,
    wait: undefined,
  };
  const listeners = await listenOnLoopback(
    ports,
    (each, port) => handle(receiver, { request: each, port }),
  );
  let closing: Promise<void> | undefined;
  return {
    redirectUri: uri(listeners.port),
    method: "loopback",
    responseMode,
    offer(authorizationUrl) {
      receiver.authorizationUrl = authorizationUrl;
      return new URL(receiver.startPath, `http://localhost:${listeners.port}`);
    },
    receive: (state, until) => receive(receiver, { state, signal: until }),
    close: () => closing ??= listeners.close(),
  };
}
