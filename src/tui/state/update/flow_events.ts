import type {
  AuthorizationUrlEvent,
  FlowEvent,
  SignedInEvent,
  UserCodeEvent,
  WarningEvent,
} from "../../../engine/events.ts";
import type { BrowserScreen, DeviceScreen, Screen, State } from "../model.ts";
import { EMPTY_FIELD } from "../text_field.ts";
import { notice, warn } from "./passing.ts";

/** Takes news of the current run over. */
export function flowEvent(state: State, event: FlowEvent): State {
  const { run, screen } = state;
  if (run === undefined) return state;
  if (event.type === "user_code") {
    const qr = screen.kind === "device" ? screen.qr : true;
    const { profile } = run;
    return inFront(state, deviceScreen(event, { now: state.now, profile, qr }));
  }
  if (event.type === "authorization_url") {
    return inFront(state, browserScreen(event, run.profile));
  }
  if (event.type === "warning") {
    return onWarning(state, event);
  }
  if (event.type === "command") {
    const text = `Running ${event.command.join(" ")}`;
    return notice(state, { text, tone: "ok" });
  }
  if (screen.kind === "device") {
    return { ...state, screen: onDevice(screen, event) };
  }
  if (screen.kind === "browser") {
    return { ...state, screen: onBrowser(screen, event) };
  }
  return state;
}

/** What is about the token itself is still true when the run has ended. */
function onWarning(
  state: State,
  { code, message, hint }: WarningEvent,
): State {
  const text = hint === undefined ? message : `${message}. ${hint}`;
  const outlasts = code === "storage_failed" || code === "extended_lifetime";
  if (!outlasts || state.run === undefined) {
    return notice(state, { text, tone: "warn" });
  }
  return warn({ ...state, run: { ...state.run, warning: text } }, text);
}

function inFront(state: State, screen: Screen): State {
  return { ...state, screen, overlays: [] };
}

function deviceScreen(
  event: UserCodeEvent,
  { now, profile, qr }: {
    readonly now: number;
    readonly profile: string;
    readonly qr: boolean;
  },
): DeviceScreen {
  return {
    kind: "device",
    profile,
    userCode: event.userCode,
    verificationUri: event.verificationUri,
    ...(event.foreignHost === undefined
      ? {}
      : { foreignHost: event.foreignHost }),
    givenAt: now,
    expiresAt: event.expiresAt,
    intervalMs: event.intervalMs,
    attempt: 0,
    status: "waiting",
    qr,
  };
}

function browserScreen(
  event: AuthorizationUrlEvent,
  profile: string,
): BrowserScreen {
  return {
    kind: "browser",
    profile,
    url: event.url,
    ...(event.localUrl === undefined ? {} : { localUrl: event.localUrl }),
    redirectUri: event.redirectUri,
    method: event.method,
    browser: "unknown",
    received: false,
    field: EMPTY_FIELD,
    typing: false,
    submitted: false,
  };
}

function onDevice(screen: DeviceScreen, event: FlowEvent): DeviceScreen {
  const { reason: _old, ...rest } = screen;
  switch (event.type) {
    case "polling":
      return { ...screen, attempt: event.attempt };
    case "authorization_pending":
      // A slower pace stays in sight: the person should know why it is slow.
      return {
        ...rest,
        attempt: event.attempt,
        intervalMs: event.intervalMs,
        nextPollAt: event.nextPollAt,
        status: screen.status === "slow_down" ? "slow_down" : "waiting",
      };
    case "slow_down":
      return {
        ...rest,
        attempt: event.attempt,
        intervalMs: event.intervalMs,
        nextPollAt: event.nextPollAt,
        status: "slow_down",
      };
    case "connection_lost":
      return {
        ...rest,
        attempt: event.attempt,
        reason: event.reason,
        nextPollAt: event.nextPollAt,
        status: "lost",
      };
    default:
      return screen;
  }
}

function onBrowser(screen: BrowserScreen, event: FlowEvent): BrowserScreen {
  switch (event.type) {
    case "browser_opened":
      return { ...screen, browser: "opened" };
    case "browser_failed":
      return { ...screen, browser: "failed", reason: event.reason };
    case "redirect_received":
      return { ...screen, received: true, typing: false };
    case "signed_in":
      return { ...screen, ...accountOf(event) };
    default:
      return screen;
  }
}

function accountOf(
  { account: { username, name, oid } }: SignedInEvent,
): Pick<BrowserScreen, "account"> {
  const account = username ?? name ?? oid;
  return account === undefined ? {} : { account };
}

/** Asks for a pasted address, again when the last one would not do. */
export function pasteWanted(state: State, problem?: string): State {
  const { screen } = state;
  if (screen.kind !== "browser") return state;
  const { problem: _old, ...rest } = screen;
  return {
    ...state,
    screen: {
      ...rest,
      method: "paste",
      submitted: false,
      ...(problem === undefined ? {} : { problem, field: EMPTY_FIELD }),
    },
  };
}
