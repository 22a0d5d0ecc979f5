import type { AcquiredToken } from "../../engine/client.ts";
import { sendWithToken } from "../../engine/api/client_calls.ts";
import { hasUserName } from "../../engine/api/resource_hosts.ts";
import { isLoopback } from "../../engine/entra/authority.ts";
import { AuthError } from "../../engine/errors.ts";
import type { Fetch } from "../../engine/ports/mod.ts";
import { acquireToken, within } from "../call/acquire_token.ts";
import type { Call } from "../call/call.ts";
import { callPorts } from "../call/call_ports.ts";
import { clockFace } from "../terminal/durations.ts";
import type { Context } from "../context.ts";
import { ApiError } from "../errors.ts";
import { type CallFlags, NO_OUTPUT } from "../flags/use.ts";
import { tellWhenSlow } from "../terminal/slow_notice.ts";
import { createStatusLine } from "../terminal/status_line.ts";
import type { ApiRequest } from "./request.ts";

/** Sends requests with the token of one call. */
export interface ApiCaller {
  /**
   * Sends a request; redirects and waits as the options of the call say.
   *
   * @param request The request, where the token may go.
   * @returns The answer, whatever its status.
   * @throws {AuthError} If no token or no answer can be had.
   */
  send(request: ApiRequest): Promise<Response>;
}

/** What a caller needs. */
export interface CallerOptions {
  /** The call; its scopes are for the address. */
  readonly call: Call;
  /** Its options. */
  readonly flags: CallFlags;
  /** The world; its signal ends with the time of the call. */
  readonly context: Context;
  /** When the call began, milliseconds since the epoch. */
  readonly start: number;
}

/** An answer begins within this time, or the server is as good as gone. */
const ANSWER_MS = 100_000;
/** A token that ends sooner is not sent any more. */
const LAST_MS = 60_000;
const MOST_REDIRECTS = 10;
const MOST_WAITS = 2;
/** Without a time limit nobody waits longer for an API that is busy. */
const LONGEST_WAIT_MS = 60_000;

/** Whoever was to sign in has done so with the first token. */
function withoutPrompt(call: Call): Call {
  const { prompt: _asked, ...settings } = call.settings;
  return { ...call, settings };
}

function createTokens({ call, flags, context, start }: CallerOptions) {
  let kept: AcquiredToken | undefined;
  return async (challenge?: string): Promise<string> => {
    const now = context.io.clock.now();
    const isGood = kept !== undefined && kept.expiresAt - now > LAST_MS;
    if (kept === undefined || !isGood || challenge !== undefined) {
      const { force = false, ...others } = flags;
      kept = await acquireToken({
        call: kept === undefined ? call : withoutPrompt(call),
        flags: { ...others, ...NO_OUTPUT, force: force && kept === undefined },
        context,
        goneMs: now - start,
        ...(challenge === undefined ? {} : { challenge }),
      });
    }
    return kept.accessToken;
  };
}

function unreachable(cause: unknown, { host }: URL): AuthError {
  return new AuthError("network_error", `Cannot reach "${host}"`, {
    cause,
    hint: "Check the address, the network and the proxy, then try again",
  });
}

/** The network, with an end to the wait and words for what goes wrong. */
async function createNetwork({ context }: CallerOptions): Promise<Fetch> {
  const { io } = context;
  const ports = await callPorts(io, () => {});
  const network = tellWhenSlow(ports.apiFetch ?? ports.fetch, context);
  const fetch: Fetch = async (request) => {
    const url = new URL(request.url);
    try {
      return await within(ANSWER_MS, {
        io,
        action: `Cannot get an answer from "${url.host}"`,
        work: (signal) => network(new Request(request, { signal })),
      });
    } catch (error) {
      io.signal.throwIfAborted();
      throw error instanceof AuthError ? error : unreachable(error, url);
    }
  };
  return await context.trace?.watch(fetch) ?? fetch;
}

/** `Retry-After` is a number of seconds or a date. */
function retryAfterMs({ headers }: Response, now: number): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  const ms = /^\d{1,6}$/.test(text)
    ? Number(text) * 1_000
    : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

async function waitFor(ms: number, { io, messages, options }: Context) {
  const until = io.clock.now() + ms;
  const live = io.stderr.isTerminal && !options.quiet && !options.trace;
  const line = createStatusLine({ io, messages, live });
  const left = () => clockFace(until - io.clock.now());
  line.show(
    () => `The API is busy; trying again in ${left()}`,
    `The API is busy; trying again in ${Math.ceil(ms / 1_000)} s`,
  );
  try {
    await io.clock.sleep(ms, io.signal);
  } finally {
    line.stop();
  }
}

/** Plain http stays on this machine, and nobody else points into it. */
function isSafeFrom(from: URL, to: URL | null): boolean {
  if (to?.protocol === "https:") return true;
  return isLoopback(from.hostname) && to?.protocol === "http:" &&
    isLoopback(to.hostname);
}

/** Where an answer points, with what is sent on; nothing where it ends. */
function redirected(
  request: ApiRequest,
  response: Response,
): ApiRequest | undefined {
  const { status } = response;
  const location = response.headers.get("location");
  if (![301, 302, 303, 307, 308].includes(status) || location === null) {
    return undefined;
  }
  const url = URL.parse(location, request.url);
  const isElsewhere = url?.origin !== request.url.origin;
  const keeps = status === 307 || status === 308 ||
    ["GET", "HEAD"].includes(request.method);
  if (isElsewhere && !isSafeFrom(request.url, url)) {
    throw new ApiError("Cannot follow a redirect: its address is not https", {
      status,
    });
  }
  if (isElsewhere && keeps && request.body !== undefined) {
    throw new ApiError(
      `Cannot follow a redirect to "${url?.host}" with the data`,
      { status, hint: "Call that address itself if it is to have the data" },
    );
  }
  if (url !== null && hasUserName(url)) {
    throw new ApiError(
      `Cannot follow a redirect to "${url.host}": there is a user name in its address`,
      { status },
    );
  }
  const headers = new Headers(isElsewhere ? {} : request.headers);
  if (!keeps) headers.delete("content-type");
  const { body: _body, ...bare } = request;
  const method = keeps ? request.method : "GET";
  const next = { ...(keeps ? request : bare), method, headers };
  return { ...next, url: url ?? request.url };
}

/** Sends without looking at where the answer points. */
function createSender(
  fetch: Fetch,
  options: CallerOptions,
): (request: ApiRequest, isOurs: boolean) => Promise<Response> {
  const { context: { io, messages }, flags } = options;
  const token = createTokens(options);
  const onChallenge = () =>
    messages.note(
      "The API asks for another token (claims challenge); getting one",
    );
  let waits = 0;
  return async function send(asked, isOurs): Promise<Response> {
    const { method, url, headers, body } = asked;
    const request = new Request(url, {
      ...{ method, headers, redirect: "manual", signal: io.signal },
      ...(body === undefined ? {} : { body }),
    });
    const response = isOurs
      ? await sendWithToken(request, { token, fetch, onChallenge })
      : await fetch(request);
    if (response.status !== 429 || waits >= MOST_WAITS) return response;
    const waitMs = retryAfterMs(response, io.clock.now());
    const longest = flags.timeout ?? LONGEST_WAIT_MS;
    if (waitMs === undefined || waitMs > longest) return response;
    waits += 1;
    await response.body?.cancel();
    await waitFor(waitMs, options.context);
    return await send(asked, isOurs);
  };
}

/**
 * Makes what sends the requests of a call.
 *
 * @param options The call.
 * @returns The caller; it gets a token with the first request.
 */
export async function createCaller(options: CallerOptions): Promise<ApiCaller> {
  const fetch = await createNetwork(options);
  const sendOnce = createSender(fetch, options);
  return {
    async send(request) {
      const { origin } = request.url;
      let isOurs = true;
      for (let hops = 0;; hops++) {
        const response = await sendOnce(request, isOurs);
        if (!options.flags.location || hops >= MOST_REDIRECTS) return response;
        const next = redirected(request, response);
        if (next === undefined) return response;
        await response.body?.cancel();
        // Whoever was asked in between may point anywhere.
        isOurs &&= next.url.origin === origin;
        request = next;
      }
    },
  };
}
