import type { FlowEvent } from "../../src/engine/events.ts";
import {
  redactBody,
  redactParameters,
} from "../../src/engine/protocol/redaction.ts";
import {
  EMPTY_TRACE,
  traced,
  type TraceNews,
} from "../../src/engine/trace/mod.ts";
import { clean } from "../../src/tui/runtime/present.ts";
import type { Size, State } from "../../src/tui/state/model.ts";
import { traceOf } from "../../src/tui/state/trace.ts";
import { makeToken, MINUTE, NOON } from "./support/fixtures.ts";
import * as states from "./support/states.ts";

const TENANT_URL = "https://login.microsoftonline.com/contoso.onmicrosoft.com";
const CLIENT = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
/** What no frame may have. */
export const SECRETS: readonly string[] = [
  "the-device-code",
  "the-access-token",
  "the-refresh-token",
  "the-state-of-this-sign-in",
];

type Sent = Readonly<Record<string, string>>;

/** One request as the engine would report it. */
export function exchange(
  step: "device_authorization" | "token" | "jwks",
  { sent, status = 200, body, at, ms = 120 }: {
    readonly sent: Sent;
    readonly status?: number;
    readonly body: unknown;
    readonly at: number;
    readonly ms?: number;
  },
): FlowEvent {
  const path = {
    device_authorization: "/oauth2/v2.0/devicecode",
    token: "/oauth2/v2.0/token",
    jwks: "/discovery/v2.0/keys",
  }[step];
  return {
    type: "exchange",
    step,
    request: {
      method: step === "jwks" ? "GET" : "POST",
      url: TENANT_URL + path,
      parameters: redactParameters(new URLSearchParams(sent)),
    },
    response: { status, body: redactBody(body) },
    at,
    durationMs: ms,
  };
}

const START = exchange("device_authorization", {
  sent: { client_id: CLIENT, scope: "User.Read Mail.Read offline_access" },
  body: {
    user_code: "HVQ5NRAYK",
    device_code: "the-device-code",
    verification_uri: "https://microsoft.com/devicelogin",
    expires_in: 900,
    interval: 5,
    message: "Enter the code HVQ5NRAYK",
  },
  at: NOON,
});
const SHOWN: FlowEvent = {
  type: "user_code",
  userCode: "HVQ5NRAYK",
  verificationUri: "https://microsoft.com/devicelogin",
  expiresAt: NOON + 15 * MINUTE,
  intervalMs: 5000,
};
const POLL_SENT = {
  grant_type: DEVICE_GRANT,
  client_id: CLIENT,
  device_code: "the-device-code",
};

/** A poll that the user has not finished for. */
export function poll(attempt: number): FlowEvent {
  return exchange("token", {
    sent: POLL_SENT,
    status: 400,
    body: {
      error: "authorization_pending",
      error_description: "AADSTS70016: Waiting for the user",
      error_codes: [70016],
    },
    at: NOON + attempt * 5000,
    ms: 90,
  });
}

const GOT = exchange("token", {
  sent: POLL_SENT,
  body: {
    token_type: "Bearer",
    scope: "User.Read Mail.Read",
    expires_in: 3599,
    access_token: "the-access-token",
    refresh_token: "the-refresh-token",
  },
  at: NOON + 40_000,
  ms: 240,
});
const KEYS = exchange("jwks", {
  sent: {},
  body: { keys: [{ kid: "k1", kty: "RSA" }] },
  at: NOON + 40_300,
  ms: 60,
});

/** What a device sign-in reports, seven polls in. */
export const WAITING: readonly FlowEvent[] = [
  START,
  SHOWN,
  ...[1, 2, 3, 4, 5, 6, 7].map(poll),
];
/** What it reports from then on. */
export const DONE: readonly FlowEvent[] = [GOT, KEYS];

function told(state: State, news: TraceNews): State {
  const { steps, dropped } = traceOf(state, state.runId) ?? EMPTY_TRACE;
  const trace = traced({ steps, dropped }, news);
  const { runId } = state;
  return states.play(state, { type: "traced", runId, trace: clean(trace) });
}

/** Plays events as the runtime would, one every second. */
export function recorded(
  state: State,
  events: readonly FlowEvent[],
): State {
  let after = state;
  for (const event of events) {
    after = told(after, { event, at: after.now });
    if (event.type !== "exchange") after = states.news(after, event);
    after = states.play(after, { type: "tick", now: after.now + 1000 });
  }
  return after;
}

function asked(size?: Size): State {
  return states.play(states.home(size), {
    type: "get",
    flow: "device-code",
    force: true,
  });
}

/** The trace of a device code that waits. */
export function waiting(size?: Size): State {
  return states.play(recorded(asked(size), WAITING), { type: "open_trace" });
}

/** The trace of a device code that brought a token. */
export function done(size?: Size): State {
  const state = recorded(asked(size), [...WAITING, ...DONE]);
  const after = told(state, { end: { token: makeToken() }, at: state.now });
  return states.play(after, { type: "open_trace" }, {
    type: "move",
    distance: "last",
  });
}

/** The trace of a sign-in in the browser. */
export function browser(size?: Size): State {
  const state = states.play(states.home(size), {
    type: "get",
    flow: "interactive",
    force: true,
  });
  const url = new URL(`${TENANT_URL}/oauth2/v2.0/authorize`);
  const query = {
    client_id: CLIENT,
    response_type: "code",
    redirect_uri: "http://localhost:43121",
    response_mode: "form_post",
    scope: "User.Read openid profile offline_access",
    state: "the-state-of-this-sign-in",
    code_challenge: "bB1ju9q0N8VDaMu9iIaohqea2XcpfiZe6_H19fAVM7k",
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, value);
  }
  const after = recorded(state, [
    {
      type: "authorization_url",
      url: url.href,
      redirectUri: "http://localhost:43121",
      method: "loopback",
    },
    { type: "browser_opened" },
  ]);
  return states.play(after, { type: "open_trace" }, {
    type: "move",
    distance: "first",
  });
}

/** One step of it, with its parameters. */
export function step(size?: Size): State {
  return states.play(browser(size), { type: "open_trace_step" });
}

/** A run that was left before its end. */
export function stopped(size?: Size): State {
  const left = states.play(waiting(size), { type: "back" }, { type: "back" });
  return states.play(left, { type: "open_trace" });
}
