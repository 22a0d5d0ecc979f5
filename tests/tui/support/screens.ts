import { diffTokens } from "../../../src/engine/jwt/diff.ts";
import { explainRejection } from "../../../src/engine/jwt/reject.ts";
import { checkReading } from "../../../src/tui/runtime/checks.ts";
import { HiddenText } from "../../../src/tui/state/form_hidden.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { Size, State } from "../../../src/tui/state/model.ts";
import * as traces from "../trace_states.ts";
import { CHECKS } from "./checks.ts";
import { CLAIMS, makeJwt, MINUTE, NOON } from "./fixtures.ts";
import { LISTS } from "./forms.ts";
import * as states from "./states.ts";

/** A screen at any size. */
export type Screens = Readonly<Record<string, (size: Size) => State>>;

function type(text: string): Message {
  return { type: "edit", edit: { kind: "insert", text } };
}

function ask(text: string): Message {
  return { type: "ask", act: { kind: "edit", edit: { kind: "insert", text } } };
}

function verified(size: Size): State {
  const checks = CHECKS.map((check): Message => ({
    type: "checked",
    checkId: 1,
    check: checkReading(check),
  }));
  return states.play(
    states.token(size),
    { type: "open_verify" },
    ...checks,
    { type: "verified", checkId: 1, outcome: "invalid" },
  );
}

function compared(size: Size): State {
  const other = { ...CLAIMS, scp: "Files.Read", upn: "grace@contoso.com" };
  const { differences, same } = diffTokens(
    makeJwt(CLAIMS),
    makeJwt({ ...other, ver: undefined }),
    { now: NOON },
  );
  return states.play(
    states.token(size),
    { type: "diff_with", profile: "graph-prod" },
    { type: "compared", checkId: 1, differences, same: same.length },
  );
}

function asking(size: Size): State {
  return states.play(states.token(size), { type: "open_why" });
}

function judged(size: Size, target: string): State {
  const asked = states.play(
    asking(size),
    { type: "ask", act: { kind: "edit", edit: { kind: "clear" } } },
    ask(target),
    { type: "accept" },
  );
  const { target: name, rejected, checks } = explainRejection(
    makeJwt(CLAIMS),
    target,
    { now: NOON },
  );
  return states.play(asked, {
    type: "judged",
    checkId: asked.checkId,
    target: name,
    rejected,
    checks: checks.map(checkReading),
  });
}

function expired(size: Size): State {
  const state = states.device(size);
  return states.play(state, {
    type: "run_failed",
    runId: state.runId,
    error: { ...states.REFUSED, code: "expired_token" },
  });
}

function signedIn(size: Size): State {
  const state = states.device(size);
  const [token] = states.home(size).tokens.values();
  if (token === undefined) throw new TypeError("No token");
  const runId = state.runId;
  return states.play(state, { type: "token_acquired", runId, token });
}

function password(size: Size): State {
  return states.play(
    states.home(size),
    { type: "get", flow: "password", force: true },
    {
      type: "ask",
      act: {
        kind: "edit_hidden",
        edit: { kind: "insert", text: HiddenText.of("correct horse") },
      },
    },
  );
}

function form(size: Size): State {
  const opened = states.play(states.home(size), {
    type: "open_form",
    purpose: "new",
  });
  return states.play(opened, {
    type: "form_news",
    formId: opened.formId,
    news: { kind: "opened", lists: LISTS },
  }, {
    type: "form",
    act: { kind: "edit", edit: { kind: "insert", text: "work" } },
  });
}

/** Screens whose text no other file has snapshots of. */
export const NEW_SCREENS: Screens = {
  "claims, filtered": (size) =>
    states.play(states.token(size), { type: "start_filter" }, type("issued")),
  header: (size) =>
    states.play(states.token(size), { type: "open_pane", pane: "header" }),
  "raw, hidden": (size) =>
    states.play(states.token(size), { type: "open_pane", pane: "raw" }),
  "raw, shown": (size) => states.play(states.token(size), { type: "reveal" }),
  "why rejected, asked": asking,
  "why rejected": (size) => judged(size, "arm"),
  "why not rejected": (size) => judged(size, "graph"),
  password,
  "on behalf of": (size) =>
    states.play(states.home(size), {
      type: "get",
      flow: "on-behalf-of",
      force: true,
    }),
  "device, slowed down": (size) =>
    states.news(states.device(size), {
      type: "slow_down",
      attempt: 8,
      intervalMs: 10_000,
      nextPollAt: NOON + MINUTE,
    }),
  "device, expired": expired,
  "device, done": signedIn,
  "copy menu": (size) => states.play(states.token(size), { type: "open_copy" }),
  "copy menu, device": (size) =>
    states.play(states.device(size), { type: "open_copy" }),
  "browser, received": (size) =>
    states.news(states.browser("loopback", size), {
      type: "redirect_received",
    }),
  "palette, from afar": (size) =>
    states.play(states.token(size), { type: "open_palette" }, type("profile")),
};

/** Every screen. */
export const ALL_SCREENS: Screens = {
  home: states.home,
  "home, filtered": (size) =>
    states.play(states.home(size), { type: "start_filter" }, type("prod")),
  token: states.token,
  ...NEW_SCREENS,
  verify: verified,
  diff: compared,
  device: states.device,
  "device, lost": (size) =>
    states.news(states.device(size), {
      type: "connection_lost",
      attempt: 8,
      reason: "no route",
      nextPollAt: 0,
    }),
  browser: (size) => states.browser("loopback", size),
  "browser, paste": (size) => states.browser("paste", size),
  trace: traces.done,
  "trace, one step": traces.step,
  error: states.failed,
  form,
  palette: (size) => states.play(states.home(size), { type: "open_palette" }),
  help: (size) => states.play(states.home(size), { type: "open_help" }),
  log: (size) => states.play(states.failed(size), { type: "open_log" }),
  settings: (size) => states.play(states.home(size), { type: "open_settings" }),
  flows: (size) => states.play(states.home(size), { type: "open_flows" }),
  "delete confirm": (size) =>
    states.play(states.home(size), { type: "ask_delete" }),
  plaintext: states.plaintext,
};
