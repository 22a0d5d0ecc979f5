import * as oauth from "oauth4webapi";
import { AuthError } from "../errors.ts";
import type { DeviceCodeEvent, ExchangeEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import type { Token } from "../token.ts";
import { checkUserScopes, withSignInScopes } from "../entra/scopes.ts";
import {
  backOffMs,
  DEFAULT_INTERVAL_MS,
  pollOutcome,
  SLOW_DOWN_MS,
} from "../protocol/device_poll.ts";
import { toAuthError } from "../protocol/failure.ts";
import {
  entraParameters,
  type Grant,
  type GrantRequest,
  over,
  serverFor,
  toGrant,
} from "../protocol/grant.ts";
import { step } from "../protocol/step.ts";
import { toToken } from "../protocol/token_response.ts";
import { createWire, type Wire } from "../protocol/wire.ts";

/** What a device sign-in may ask for. */
export interface DeviceCodeRequest extends GrantRequest {
  /** Language of the server's message, such as `de-DE`. */
  readonly market?: string;
}

/** What a device sign-in needs of the world. */
export type DeviceCodePorts = Pick<Ports, "fetch" | "clock">;

/** One run's fixed parts. */
interface Run {
  readonly request: DeviceCodeRequest;
  readonly ports: DeviceCodePorts;
  readonly grant: Grant;
  readonly wire: Wire;
  readonly signal: AbortSignal | undefined;
}

/** A code that waits for its user. */
interface PendingSignIn {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresAt: number;
  readonly intervalMs: number;
}

/** The text is shown to people, so it must be an address and nothing else. */
function readVerificationUri(text: string): string {
  const url = URL.parse(text);
  const web = url?.protocol === "https:" || url?.protocol === "http:";
  if (url !== null && web && url.username === "" && url.password === "") {
    return url.href;
  }
  throw new AuthError(
    "response_invalid",
    "Cannot start the device sign-in: the server names no usable address",
    {
      hint: "Check that the authority's address is that of an Entra ID tenant",
    },
  );
}

async function* start(run: Run): AsyncGenerator<ExchangeEvent, PendingSignIn> {
  const { request, grant, wire, ports } = run;
  const endpoint = new URL(request.authority.deviceAuthorizationEndpoint);
  if (request.market !== undefined) {
    endpoint.searchParams.set("mkt", request.market);
  }
  const as = { ...grant.as, device_authorization_endpoint: endpoint.href };
  const parameters = {
    ...entraParameters(request),
    scope: withSignInScopes(request.scopes).join(" "),
  };
  const answer = yield* step(wire, {
    action: "Cannot start the device sign-in",
    async run() {
      const options = over(wire, {
        step: "device_authorization",
        authority: request.authority,
      });
      const response = await oauth.deviceAuthorizationRequest(
        as,
        grant.client,
        grant.auth,
        parameters,
        options,
      );
      return await oauth.processDeviceAuthorizationResponse(
        as,
        grant.client,
        response,
      );
    },
  });
  return toPendingSignIn(answer, ports.clock.now());
}

function toPendingSignIn(
  answer: oauth.DeviceAuthorizationResponse,
  now: number,
): PendingSignIn {
  return {
    deviceCode: answer.device_code,
    userCode: answer.user_code,
    verificationUri: readVerificationUri(answer.verification_uri),
    expiresAt: now + answer.expires_in * 1000,
    intervalMs: answer.interval === undefined
      ? DEFAULT_INTERVAL_MS
      : answer.interval * 1000,
  };
}

async function poll(run: Run, deviceCode: string): Promise<Token> {
  const { request, grant, wire, ports } = run;
  const response = await oauth.deviceCodeGrantRequest(
    grant.as,
    grant.client,
    grant.auth,
    deviceCode,
    {
      ...over(wire, { step: "token", authority: request.authority }),
      additionalParameters: { client_info: "1" },
    },
  );
  const as = await serverFor(grant, { response, authority: request.authority });
  const answer = await oauth.processDeviceCodeResponse(
    as,
    grant.client,
    response,
  );
  return toToken(answer, { request, now: ports.clock.now() });
}

/** Waits for the next poll, but never past the end of the code. */
async function waitForTurn(
  run: Run,
  { at, expiresAt }: { at: number; expiresAt: number },
): Promise<void> {
  const { clock } = run.ports;
  await clock.sleep(
    Math.max(0, Math.min(at, expiresAt) - clock.now()),
    run.signal,
  );
  if (clock.now() < expiresAt) return;
  throw new AuthError(
    "expired_token",
    "Cannot finish the device sign-in: the code has expired",
    {
      hint: "Start again and enter the new code before it expires",
    },
  );
}

async function* pollUntilDone(
  run: Run,
  pending: PendingSignIn,
): AsyncGenerator<DeviceCodeEvent, Token> {
  const { clock } = run.ports;
  const { deviceCode, expiresAt } = pending;
  let { intervalMs } = pending;
  let nextPollAt = clock.now() + intervalMs;
  let failures = 0;
  for (let attempt = 1;; attempt++) {
    await waitForTurn(run, { at: nextPollAt, expiresAt });
    yield { type: "polling", attempt };
    let thrown: unknown;
    try {
      const token = await poll(run, deviceCode);
      yield* run.wire.drain();
      return token;
    } catch (error) {
      thrown = error;
    }
    yield* run.wire.drain();
    const outcome = pollOutcome(thrown);
    if (outcome === undefined) {
      throw await toAuthError(thrown, "Cannot finish the device sign-in");
    }
    failures = outcome.type === "connection_lost" ? failures + 1 : 0;
    if (outcome.type === "slow_down") intervalMs += SLOW_DOWN_MS;
    const pause = failures === 0 ? intervalMs : backOffMs(intervalMs, failures);
    nextPollAt = clock.now() + Math.max(pause, outcome.retryAfterMs);
    yield outcome.type === "connection_lost"
      ? { type: outcome.type, attempt, reason: outcome.reason, nextPollAt }
      : { type: outcome.type, attempt, intervalMs, nextPollAt };
  }
}

/**
 * Runs the device authorization grant: the user enters a code on another
 * device while this one polls. The first poll waits one interval; `slow_down`
 * lengthens it for good; lost connections and busy servers do not end it.
 *
 * @param request The client and what the token is for.
 * @param ports The network and the time.
 * @param options The signal that ends the run.
 * @returns Events, then the token.
 * @throws {AuthError} `access_denied` if the user says no, `expired_token` if the code runs out, or what the authority refused.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628.html | RFC 8628}
 */
export async function* deviceCode(
  request: DeviceCodeRequest,
  ports: DeviceCodePorts,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<DeviceCodeEvent, Token> {
  checkUserScopes(request.scopes);
  const { signal } = options;
  const wire = createWire(ports, signal);
  const run: Run = { request, ports, grant: toGrant(request), wire, signal };
  const pending = yield* start(run);
  const { userCode, verificationUri, expiresAt, intervalMs } = pending;
  yield { type: "user_code", userCode, verificationUri, expiresAt, intervalMs };
  return yield* pollUntilDone(run, pending);
}
