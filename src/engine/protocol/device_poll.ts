import * as oauth from "oauth4webapi";
import { AuthError } from "../errors.ts";
import type { DeviceCodeEvent } from "../events.ts";
import type { Token } from "../token.ts";
import type { Conversation } from "./conversation.ts";
import { backOffMs, pollOutcome, SLOW_DOWN_MS } from "./device_poll_rules.ts";
import { expectUser } from "./expected_user.ts";
import { toAuthError } from "./failure.ts";
import { bodyParameters, over } from "./grant.ts";
import { readToken } from "./redeem.ts";
import { step } from "./step.ts";

/** A code that waits for its user. */
export interface PendingDevice {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly intervalMs: number;
}

const ACTION = "Cannot finish the device sign-in";

function poll(
  { request, grant, wire, clock }: Conversation,
  { deviceCode, expiresAt }: Pick<PendingDevice, "deviceCode" | "expiresAt">,
): Promise<Response> {
  // A server that does not answer must not hold the flow past the code's end.
  const signal = clock.deadline?.(Math.max(0, expiresAt - clock.now()));
  return oauth.deviceCodeGrantRequest(
    grant.as,
    grant.client,
    grant.auth,
    deviceCode,
    {
      ...over(wire, { step: "token", authority: request.authority }),
      additionalParameters: bodyParameters(request),
      ...(signal === undefined ? {} : { signal }),
    },
  );
}

/** Waits for the next poll, but never past the end of the code. */
async function waitForTurn(
  { clock, signal }: Conversation,
  { at, expiresAt }: { readonly at: number; readonly expiresAt: number },
): Promise<void> {
  const wakeAt = Math.min(at, expiresAt);
  await clock.sleep(Math.max(0, wakeAt - clock.now()), signal);
  if (clock.now() < expiresAt) return;
  throw new AuthError("expired_token", `${ACTION}: the code has expired`, {
    hint: "Start again and enter the new code before it expires",
  });
}

/** How often has been asked, and when again. */
interface Rhythm {
  readonly attempt: number;
  readonly intervalMs: number;
  readonly failures: number;
  readonly nextPollAt: number;
}

/** What a failed poll means for the next one. */
async function afterFailure(
  error: unknown,
  { rhythm, now }: { readonly rhythm: Rhythm; readonly now: number },
): Promise<{ readonly event: DeviceCodeEvent; readonly rhythm: Rhythm }> {
  const outcome = pollOutcome(error);
  if (outcome === undefined) throw await toAuthError(error, ACTION);
  const { attempt } = rhythm;
  const lost = outcome.type === "connection_lost";
  const failures = lost ? rhythm.failures + 1 : 0;
  const intervalMs = rhythm.intervalMs +
    (outcome.type === "slow_down" ? SLOW_DOWN_MS : 0);
  const pause = lost ? backOffMs(intervalMs, failures) : intervalMs;
  const nextPollAt = now + Math.max(pause, outcome.retryAfterMs);
  return {
    event: lost
      ? { type: outcome.type, attempt, reason: outcome.reason, nextPollAt }
      : { type: outcome.type, attempt, intervalMs, nextPollAt },
    rhythm: { attempt: attempt + 1, intervalMs, failures, nextPollAt },
  };
}

/**
 * Polls until the user has decided. Only the authority's own refusal, the end
 * of the code, or a wrong token ends it: once a token was issued, the code is
 * used up, so what comes after the answer is never a reason to poll again.
 *
 * @param talk The conversation.
 * @param pending The code.
 * @returns Events, then the token.
 * @throws {AuthError} `access_denied`, `expired_token`, or what the authority refused.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628.html#section-3.4 | RFC 8628, section 3.4}
 */
export async function* pollForDevice(
  talk: Conversation,
  { deviceCode, expiresAt, intervalMs }: PendingDevice,
): AsyncGenerator<DeviceCodeEvent, Token> {
  const { clock, wire } = talk;
  const nextPollAt = clock.now() + intervalMs;
  let rhythm: Rhythm = { attempt: 1, intervalMs, failures: 0, nextPollAt };
  for (;;) {
    await waitForTurn(talk, { at: rhythm.nextPollAt, expiresAt });
    yield { type: "polling", attempt: rhythm.attempt };
    let response: Response;
    try {
      response = await poll(talk, { deviceCode, expiresAt });
    } catch (error) {
      yield* wire.drain();
      talk.signal?.throwIfAborted();
      const after = await afterFailure(error, { rhythm, now: clock.now() });
      rhythm = after.rhythm;
      yield after.event;
      continue;
    }
    return yield* step(wire, {
      action: ACTION,
      run: () => readToken(response, { talk, readUser: expectUser() }),
    });
  }
}
