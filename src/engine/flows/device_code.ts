import * as oauth from "oauth4webapi";
import { withSignInScopes } from "../entra/scopes.ts";
import { AuthError } from "../errors.ts";
import type {
  DeviceCodeEvent,
  ExchangeEvent,
  UserCodeEvent,
} from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import {
  type Conversation,
  converse,
  type FlowOptions,
} from "../protocol/conversation.ts";
import { type PendingDevice, pollForDevice } from "../protocol/device_poll.ts";
import { DEFAULT_INTERVAL_MS } from "../protocol/device_poll_rules.ts";
import { bodyParameters, type GrantRequest, over } from "../protocol/grant.ts";
import { step } from "../protocol/step.ts";
import type { Token } from "../token.ts";
import { checkRequest } from "./check_request.ts";

/** What a device sign-in may ask for. */
export interface DeviceCodeRequest extends GrantRequest {
  /** Language of the server's message, such as `de-DE`. */
  readonly market?: string;
  /** Whether a code that expires is followed by a new one; by default it ends the run. */
  readonly renewCode?: boolean;
}

/** What a device sign-in needs of the world. */
export type DeviceCodePorts = Pick<Ports, "fetch" | "clock">;

const ACTION = "Cannot start the device sign-in";

/** The text is shown to people, so it must be an address and nothing else. */
function readVerificationUri(text: string): string {
  const url = URL.parse(text);
  const web = url?.protocol === "https:" || url?.protocol === "http:";
  if (url !== null && web && url.username === "" && url.password === "") {
    return url.href;
  }
  throw new AuthError(
    "response_invalid",
    `${ACTION}: the server names no usable address`,
    {
      hint: "Check that the authority's address is that of an Entra ID tenant",
    },
  );
}

/** Entra takes the language of its message in the address. */
function serverFor(
  { grant }: Conversation,
  market: string | undefined,
): oauth.AuthorizationServer {
  const { device_authorization_endpoint: endpoint } = grant.as;
  if (endpoint === undefined) {
    throw new AuthError(
      "invalid_authority",
      `${ACTION}: the authority offers none`,
      { hint: "Use the interactive or the authorization-code flow" },
    );
  }
  if (market === undefined) return grant.as;
  const url = new URL(endpoint);
  url.searchParams.set("mkt", market);
  return { ...grant.as, device_authorization_endpoint: url.href };
}

async function* start(
  talk: Conversation,
  request: DeviceCodeRequest,
): AsyncGenerator<ExchangeEvent, PendingDevice> {
  const { grant, wire, clock } = talk;
  const as = serverFor(talk, request.market);
  const answer = yield* step(wire, {
    action: ACTION,
    async run() {
      const response = await oauth.deviceAuthorizationRequest(
        as,
        grant.client,
        grant.auth,
        {
          ...bodyParameters(request),
          scope: withSignInScopes(request.scopes).join(" "),
        },
        over(wire, {
          step: "device_authorization",
          authority: request.authority,
        }),
      );
      return await oauth.processDeviceAuthorizationResponse(
        as,
        grant.client,
        response,
      );
    },
  });
  return toPendingDevice(answer, clock.now());
}

function toPendingDevice(
  answer: oauth.DeviceAuthorizationResponse,
  now: number,
): PendingDevice {
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

function toUserCode(pending: PendingDevice): UserCodeEvent {
  const { userCode, verificationUri, expiresAt, intervalMs } = pending;
  return {
    type: "user_code",
    userCode,
    verificationUri,
    expiresAt,
    intervalMs,
  };
}

/**
 * Runs the device authorization grant: the user enters a code on another
 * device while this one polls. The first poll waits one interval; `slow_down`
 * lengthens it for good; lost connections and busy servers do not end it.
 *
 * @param request The client and what the token is for.
 * @param ports The network and the time.
 * @param options The signal that ends the run, and kept keys.
 * @returns Events, then the token.
 * @throws {AuthError} `access_denied` if the user says no, `expired_token` if the code runs out, or what the authority refused.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628.html | RFC 8628}
 */
export async function* deviceCode(
  request: DeviceCodeRequest,
  ports: DeviceCodePorts,
  options: FlowOptions = {},
): AsyncGenerator<DeviceCodeEvent, Token> {
  checkRequest(request, { action: ACTION, scopes: "user" });
  const talk = converse(request, { ports, options });
  for (;;) {
    const pending = yield* start(talk, request);
    yield toUserCode(pending);
    try {
      return yield* pollForDevice(talk, pending);
    } catch (error) {
      const expired = error instanceof AuthError &&
        error.code === "expired_token";
      if (!expired || !request.renewCode) throw error;
    }
  }
}
