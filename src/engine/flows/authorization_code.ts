import type { BrowserFlowEvent, ExchangeEvent } from "../events.ts";
import type { Ports, RedirectReceiver, RedirectRequest } from "../ports/mod.ts";
import type { Token } from "../token.ts";
import { checkUserScopes } from "../entra/scopes.ts";
import {
  authorizationResponse,
  type PendingAuthorization,
  prepareAuthorization,
} from "../protocol/authorization.ts";
import { redeemCode } from "../protocol/code_redemption.ts";
import type { GrantRequest } from "../protocol/grant.ts";
import { redactParameters } from "../protocol/redaction.ts";
import { checkRedirectUri } from "../protocol/redirect_uri.ts";
import { createWire } from "../protocol/wire.ts";

/** What a sign-in in a browser may ask for. */
export interface AuthorizationCodeRequest
  extends GrantRequest, RedirectRequest {
  /** User name to fill in. */
  readonly loginHint?: string;
  /** Domain that skips home realm discovery. */
  readonly domainHint?: string;
  /** `prompt`: `login`, `consent`, `select_account`, `none` or `create`. */
  readonly prompt?: string;
  /** Whether to open the browser. */
  readonly openBrowser?: boolean;
}

/** What a sign-in in a browser needs of the world. */
export type BrowserFlowPorts = Pick<
  Ports,
  "fetch" | "clock" | "random" | "browser" | "redirect"
>;

function exchangeOf(pending: PendingAuthorization, { answer, at, now }: {
  readonly answer: URLSearchParams;
  readonly at: number;
  readonly now: number;
}): ExchangeEvent {
  const { url } = pending;
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
  { receiver, ports, request, signal }: {
    readonly receiver: RedirectReceiver;
    readonly ports: BrowserFlowPorts;
    readonly request: AuthorizationCodeRequest;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<BrowserFlowEvent, URLSearchParams> {
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
  if (request.openBrowser) {
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
  return await authorizationResponse(answer, pending);
}

/**
 * Runs the authorization code grant with PKCE: the user signs in with a
 * browser, and the code that comes back becomes a token.
 *
 * @param request The client, what the token is for, and how to come back.
 * @param ports Network, time, randomness, browser and the way back.
 * @param options The signal that ends the run.
 * @returns Events, then the token.
 * @throws {AuthError} `access_denied` if the user says no, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow | Authorization code flow}
 */
export async function* authorizationCode(
  request: AuthorizationCodeRequest,
  ports: BrowserFlowPorts,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<BrowserFlowEvent, Token> {
  checkUserScopes(request.scopes);
  if (request.redirectUri !== undefined) checkRedirectUri(request.redirectUri);
  const { signal } = options;
  const receiver = await ports.redirect.open(request, signal);
  let pending: PendingAuthorization;
  let answer: URLSearchParams;
  try {
    pending = await prepareAuthorization(request, {
      receiver,
      random: ports.random,
    });
    answer = yield* askUser(pending, { receiver, ports, request, signal });
  } finally {
    await receiver.close();
  }
  const wire = createWire(ports, signal);
  return yield* redeemCode({
    request,
    pending,
    answer,
    wire,
    now: () => ports.clock.now(),
  });
}
