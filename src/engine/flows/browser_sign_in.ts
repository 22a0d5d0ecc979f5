import type { BrowserFlowEvent, ExchangeEvent } from "../events.ts";
import type {
  AuthorizationResponse,
  Ports,
  RedirectReceiver,
} from "../ports/mod.ts";
import {
  type AuthorizationRequest,
  checkAuthorization,
  type PendingAuthorization,
  prepareAuthorization,
  type ResponseType,
} from "../protocol/authorization.ts";
import { checkAnswer } from "../protocol/authorization_answer.ts";
import { type Conversation, converse } from "../protocol/conversation.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import { redactParameters } from "../protocol/redaction.ts";
import { checkRedirectUri } from "../protocol/redirect_uri.ts";
import { checkRequest } from "./check_request.ts";

/** What a sign-in in a browser needs of the world. */
export type BrowserFlowPorts = Pick<
  Ports,
  "fetch" | "clock" | "random" | "browser" | "redirect"
>;

/** How a sign-in in a browser is run. */
export interface BrowserSignIn {
  readonly ports: BrowserFlowPorts;
  readonly options: FlowOptions;
  readonly responseType: ResponseType;
}

/** A sign-in that came back. */
export interface SignedIn {
  readonly talk: Conversation;
  readonly pending: PendingAuthorization;
  /** All that came back. */
  readonly answer: URLSearchParams;
  /** The same without tokens, as {@linkcode checkAnswer} returned it. */
  readonly checked: URLSearchParams;
}

function exchangeOf({ url }: PendingAuthorization, { answer, at, now }: {
  readonly answer: URLSearchParams;
  readonly at: number;
  readonly now: number;
}): ExchangeEvent {
  return {
    type: "exchange",
    step: "authorization",
    request: {
      method: "GET",
      url: url.origin + url.pathname,
      parameters: redactParameters(url.searchParams),
    },
    response: { status: 302, body: redactParameters(answer) },
    at,
    durationMs: now - at,
  };
}

async function* openBrowser(url: URL, { browser, signal }: {
  readonly browser: Ports["browser"];
  readonly signal: AbortSignal | undefined;
}): AsyncGenerator<BrowserFlowEvent, void> {
  try {
    await browser.open(url, signal);
    yield { type: "browser_opened" };
  } catch (error) {
    signal?.throwIfAborted();
    // The address can still be visited by hand, so this is no failure.
    const reason = error instanceof Error ? error.message : String(error);
    yield { type: "browser_failed", reason };
  }
}

async function* askUser(
  pending: PendingAuthorization,
  { receiver, ports, signal }: {
    readonly receiver: RedirectReceiver;
    readonly ports: BrowserFlowPorts;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<BrowserFlowEvent, AuthorizationResponse> {
  const at = ports.clock.now();
  const local = receiver.offer(pending.url);
  yield {
    type: "authorization_url",
    url: pending.url.href,
    ...(local === undefined ? {} : { localUrl: local.href }),
    redirectUri: receiver.redirectUri,
    method: receiver.method,
  };
  const arriving = receiver.receive(pending.state, signal);
  // It is awaited below; until then its failure must not count as unheard.
  arriving.catch(() => {});
  if (pending.request.openBrowser) {
    yield* openBrowser(local ?? pending.url, {
      browser: ports.browser,
      signal,
    });
  }
  const answer = await arriving;
  yield { type: "redirect_received" };
  yield exchangeOf(pending, {
    answer: answer.parameters,
    at,
    now: ports.clock.now(),
  });
  return answer;
}

/**
 * Sends the user to the sign-in page and checks what comes back, but for the
 * tokens in it.
 *
 * @param request The client, what is asked for, and how to come back.
 * @param how The world, and what is to be handed over.
 * @returns Events, then what came back.
 * @throws {AuthError} `access_denied` if the user says no, or what went wrong on the way.
 */
export async function* signInWithBrowser(
  request: AuthorizationRequest,
  { ports, options, responseType }: BrowserSignIn,
): AsyncGenerator<BrowserFlowEvent, SignedIn> {
  checkRequest(request, { action: "Cannot sign in", scopes: "user" });
  checkAuthorization(request, responseType);
  if (request.redirectUri !== undefined) checkRedirectUri(request.redirectUri);
  const talk = converse(request, { ports, options });
  const { random } = ports;
  const { signal } = options;
  const receiver = await ports.redirect.open(
    { ...request, carriesTokens: responseType !== "code" },
    signal,
  );
  let pending: PendingAuthorization;
  let answer: AuthorizationResponse;
  try {
    pending = await prepareAuthorization(request, {
      receiver,
      random,
      responseType,
    });
    answer = yield* askUser(pending, { receiver, ports, signal });
  } finally {
    await receiver.close();
  }
  const checked = await checkAnswer(answer, { pending, talk });
  return { talk, pending, answer: answer.parameters, checked };
}
