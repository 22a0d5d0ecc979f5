import * as oauth from "oauth4webapi";
import type { Authority } from "../entra/authority.ts";
import { isDeviceHost, isMicrosoftLogin } from "../entra/clouds.ts";
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

/** Browsers take no more, and people none of either. */
const LONGEST_URI = 2_048;
const LONGEST_CODE = 64;
/** An interval near zero would be a storm of requests. */
const SHORTEST_INTERVAL_MS = 1_000;

const ACTION = "Cannot start the device sign-in";

/** The text is shown to people, so it must be an address and nothing else. */
function readVerificationUri(text: string, { insecure }: Authority): string {
  const url = text.length > LONGEST_URI ? null : URL.parse(text);
  const web = url?.protocol === "https:" ||
    (insecure && url?.protocol === "http:");
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
  const { authority } = request;
  return toPendingDevice(answer, { authority, now: clock.now() });
}

function readUserCode(text: string): string {
  if (text.length <= LONGEST_CODE) return text;
  throw new AuthError(
    "response_invalid",
    `${ACTION}: the server's code is too long to be entered`,
    {
      hint: "Check that the authority's address is that of an Entra ID tenant",
    },
  );
}

/** A server of this machine may be as fast as it says; others get a second. */
function readInterval(
  seconds: number | undefined,
  authority: Authority,
): number {
  if (seconds === undefined) return DEFAULT_INTERVAL_MS;
  const ms = seconds * 1000;
  return authority.insecure ? ms : Math.max(ms, SHORTEST_INTERVAL_MS);
}

function toPendingDevice(
  answer: oauth.DeviceAuthorizationResponse,
  { authority, now }: { readonly authority: Authority; readonly now: number },
): PendingDevice {
  return {
    deviceCode: answer.device_code,
    userCode: readUserCode(answer.user_code),
    verificationUri: readVerificationUri(answer.verification_uri, authority),
    expiresAt: now + answer.expires_in * 1000,
    intervalMs: readInterval(answer.interval, authority),
  };
}

function toUserCode(
  pending: PendingDevice,
  authority: Authority,
): UserCodeEvent {
  const { userCode, verificationUri, expiresAt, intervalMs } = pending;
  const { hostname, origin } = new URL(verificationUri);
  // Another's server could show its own user's code for Microsoft's page.
  const { hostname: issuer } = new URL(authority.origin);
  const known = origin === authority.origin ||
    (isMicrosoftLogin(issuer) && isDeviceHost(hostname));
  return {
    ...(known ? {} : { foreignHost: hostname }),
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
    yield toUserCode(pending, request.authority);
    try {
      return yield* pollForDevice(talk, pending);
    } catch (error) {
      const expired = error instanceof AuthError &&
        error.code === "expired_token";
      if (!expired || !request.renewCode) throw error;
    }
  }
}
