import { FLOWS } from "../../../src/engine/flows/flow_names.ts";
import type { FlowEvent } from "../../../src/engine/events.ts";
import { holdToken, showToken } from "../../../src/tui/runtime/present.ts";
import { initialState } from "../../../src/tui/state/initial.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type {
  ErrorView,
  HeldToken,
  Protection,
  Size,
  State,
} from "../../../src/tui/state/model.ts";
import { update } from "../../../src/tui/state/update.ts";
import {
  CLAIMS,
  explain,
  makeJwt,
  makeToken,
  MINUTE,
  NOON,
  PROFILES,
} from "./fixtures.ts";

/** Plays messages one after the other. */
export function play(state: State, ...messages: readonly Message[]): State {
  return messages.reduce((now, message) => update(now, message)[0], state);
}

function held(expiresAt: number): HeldToken {
  const token = makeToken({ expiresAt });
  const explanation = explain(token.accessToken);
  return holdToken(token, { explanation, now: NOON });
}

/** Sealed, until the machine restarts. */
export const KERNEL: Protection = {
  name: "kernel",
  description:
    "sealed; the key is in the kernel's keyring, until this machine restarts",
};

/** Not sealed at all. */
export const PLAINTEXT: Protection = {
  name: "plaintext",
  description: "PLAINTEXT, because you asked for it",
};

/** The list of profiles with tokens in every state. */
export function home(size: Size = { columns: 80, rows: 24 }): State {
  const empty = initialState({
    now: NOON,
    size,
    flows: FLOWS.map(({ name, summary }) => ({ name, summary })),
    timeZone: "UTC",
    banner: "sandbox",
  });
  return play(
    empty,
    { type: "protection_known", protection: KERNEL },
    { type: "profiles_loaded", profiles: PROFILES },
    {
      type: "kept_found",
      listId: 1,
      names: PROFILES.map(({ name }) => name),
      tokens: new Map([
        ["graph-dev", held(NOON + 42 * MINUTE)],
        ["graph-prod", held(NOON + 3 * MINUTE)],
        ["arm-prod", held(NOON - MINUTE)],
      ]),
    },
  );
}

/** The same, tokens that anybody can read. */
export function plaintext(size?: Size): State {
  return play(home(size), {
    type: "protection_known",
    protection: PLAINTEXT,
  });
}

/** The same, tokens that cannot be kept. */
export function notKept(size?: Size): State {
  return play(home(size), {
    type: "protection_known",
    protection: {
      name: "memory",
      description: "in memory only for this run",
      problem:
        "Cannot use kept tokens: the system's keyring is locked. Log in at the desktop",
    },
  });
}

/** The list before anything is known of what is kept. */
export function looking(size?: Size): State {
  const state = home(size);
  const { protection: _later, ...rest } = state;
  return play({ ...rest, tokens: new Map() }, {
    type: "profiles_loaded",
    profiles: PROFILES,
  });
}

/** The question before tokens are forgotten. */
export function loggingOut(size?: Size): State {
  return play(home(size), { type: "ask_log_out" });
}

/** News of the run that is under way. */
export function news(state: State, ...events: readonly FlowEvent[]): State {
  const runId = state.runId;
  return events.reduce(
    (now, event) => play(now, { type: "flow_event", runId, event }),
    state,
  );
}

/** A code on screen, two polls in. */
export function device(size?: Size): State {
  const asked = play(home(size), {
    type: "get",
    flow: "device-code",
    force: true,
  });
  const shown = news(
    asked,
    {
      type: "user_code",
      userCode: "HVQ5NRAYK",
      verificationUri: "https://microsoft.com/devicelogin",
      expiresAt: NOON + 15 * MINUTE,
      intervalMs: 5000,
    },
    { type: "polling", attempt: 7 },
    {
      type: "authorization_pending",
      attempt: 7,
      intervalMs: 5000,
      nextPollAt: NOON + 40_000,
    },
  );
  return play(shown, { type: "tick", now: NOON + 35_000 });
}

/** A sign-in page being waited for. */
export function browser(method: "loopback" | "paste", size?: Size): State {
  const asked = play(home(size), {
    type: "get",
    flow: "interactive",
    force: true,
  });
  const url = "https://login.microsoftonline.com/contoso.onmicrosoft.com/" +
    `oauth2/v2.0/authorize?client_id=14d82eec&state=${"x".repeat(300)}`;
  return news(asked, {
    type: "authorization_url",
    url,
    ...(method === "loopback" ? { localUrl: "http://127.0.0.1:43121/" } : {}),
    redirectUri: method === "loopback"
      ? "http://localhost:43121"
      : "https://orders.contoso.com/callback",
    method,
  }, ...(method === "loopback" ? [{ type: "browser_opened" } as const] : []));
}

/** A token with its claims. */
export function token(size?: Size): State {
  return play(home(size), { type: "open_token" });
}

/** A pasted token. */
export function pasted(size?: Size): State {
  const jwt = makeJwt(CLAIMS);
  return play(home(size), {
    type: "token_pasted",
    token: showToken(jwt, explain(jwt)),
  });
}

export const REFUSED: ErrorView = {
  title: "The tenant does not allow device codes",
  message:
    "A Conditional Access policy of contoso.onmicrosoft.com blocks the device code flow for this user.",
  hint: "Sign in with the browser, or ask an administrator for an exception.",
  code: "access_denied",
  details: [
    { label: "Entra code", value: "AADSTS53003" },
    { label: "Trace id", value: "0f5c2a1e-6d0b-4f0a-9b1e-0c5a7a2b1100" },
    { label: "Correlation id", value: "7b1d9e4c-22aa-4d54-8e0f-1a2b3c4d5e6f" },
  ],
  suggestions: ["interactive", "authorization-code"],
};

/** The coach after a refused device code. */
export function failed(size?: Size): State {
  const state = device(size);
  return play(state, {
    type: "run_failed",
    runId: state.runId,
    error: REFUSED,
  });
}
