import assert from "node:assert/strict";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { update } from "../../../src/tui/state/update.ts";
import {
  explain,
  makeToken,
  manyProfiles,
  MINUTE,
  NOON,
} from "../../tui/support/fixtures.ts";
import { holdToken } from "../../../src/tui/runtime/present.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const token = makeToken();
const HELD = holdToken(token, {
  explanation: explain(token.accessToken),
  now: NOON,
});

function start(state: State = states.home()): State {
  return states.play(state, { type: "get", force: true });
}

test("update() drops all news of a cancelled run", () => {
  const running = start();
  const cancelled = states.play(running, { type: "interrupt" });
  const runId = running.runId;
  const late: readonly Message[] = [
    { type: "token_acquired", runId, token: HELD },
    { type: "run_failed", runId, error: states.REFUSED },
    { type: "flow_event", runId, event: { type: "browser_opened" } },
    { type: "paste_wanted", runId },
  ];
  for (const message of late) {
    const [after, effects] = update(cancelled, message);
    assert.equal(after, cancelled);
    assert.deepEqual(effects, []);
  }
});

test("update() cancels the run that a new one replaces", () => {
  const first = states.device();
  const [second, effects] = update(first, {
    type: "get",
    flow: "interactive",
    force: true,
  });
  assert.equal(second.run?.id, first.runId + 1);
  assert.deepEqual(effects, [
    { type: "cancel", runId: first.runId },
    {
      type: "run",
      runId: first.runId + 1,
      profile: "graph-dev",
      force: true,
      flow: "interactive",
    },
  ]);
});

test("update() hears nothing after the person has left", () => {
  const [left, effects] = update(states.home(), { type: "quit" });
  assert.equal(effects.at(-1)?.type, "leave");
  assert.equal(update(left, { type: "open_help" })[0], left);
});

test("update() ends a running flow before it leaves", () => {
  const [, effects] = update(start(), { type: "quit" });
  assert.deepEqual(effects.map(({ type }) => type), ["cancel", "leave"]);
});

test("update() peels one layer for each back", () => {
  const deep = states.play(
    states.home(),
    { type: "start_filter" },
    { type: "edit", edit: { kind: "insert", text: "graph-dev" } },
    { type: "accept" },
    { type: "open_token" },
    { type: "open_copy" },
    { type: "open_help" },
  );
  const seen: string[] = [];
  let state = deep;
  for (let press = 0; press < 6; press++) {
    state = states.play(state, { type: "back" });
    const filter = state.filter === undefined ? "all" : "filtered";
    seen.push(`${state.screen.kind} ${state.overlays.length} ${filter}`);
  }
  assert.deepEqual(seen, [
    "token 1 filtered",
    "token 0 filtered",
    "home 0 filtered",
    "home 0 all",
    "home 0 all",
    "home 0 all",
  ]);
});

test("update() keeps a kept token out of a screen that is not its own", () => {
  const pasted = states.pasted();
  const running = states.play(states.home(), { type: "get" });
  const state: State = { ...running, screen: pasted.screen };
  const after = states.play(state, {
    type: "token_acquired",
    runId: running.runId,
    token: HELD,
  });
  assert.equal(after.screen, pasted.screen);
  assert.equal(after.tokens.get("graph-dev"), HELD);
});

test("update() keeps an expired code on its screen, and other errors go to the coach", () => {
  const device = states.device();
  const { runId } = device;
  const expired = states.play(device, {
    type: "run_failed",
    runId,
    error: { ...states.REFUSED, code: "expired_token" },
  });
  assert.equal(
    expired.screen.kind === "device" && expired.screen.status,
    "expired",
  );
  assert.equal(states.failed().screen.kind, "error");
});

test("update() leaves the news of a slower pace in sight", () => {
  const slowed = states.news(
    states.device(),
    {
      type: "slow_down",
      attempt: 8,
      intervalMs: 10_000,
      nextPollAt: 0,
    },
    { type: "polling", attempt: 9 },
    {
      type: "authorization_pending",
      attempt: 9,
      intervalMs: 10_000,
      nextPollAt: 0,
    },
  );
  assert.equal(
    slowed.screen.kind === "device" && slowed.screen.status,
    "slow_down",
  );
});

test("update() hides a revealed token after 30 seconds, not before", () => {
  const shown = states.play(states.token(), { type: "reveal" });
  const until = (state: State) =>
    state.screen.kind === "token" ? state.screen.revealedUntil : "none";
  const early = states.play(shown, { type: "tick", now: NOON + 29_999 });
  assert.equal(until(early), NOON + 30_000);
  const late = states.play(shown, { type: "tick", now: NOON + 30_000 });
  assert.equal(until(late), undefined);
});

test("update() does not leave a running sign-in for a pasted token", () => {
  const device = states.device();
  const pasted = states.pasted().screen;
  assert.equal(pasted.kind, "token");
  if (pasted.kind !== "token") return;
  const after = states.play(device, {
    type: "token_pasted",
    token: pasted.token,
  });
  assert.equal(after.screen, device.screen);
  assert.match(after.notice?.text ?? "", /Finish or cancel/);
});

test("update() stops at both ends of a list", () => {
  const many = states.play(states.home(), {
    type: "profiles_loaded",
    profiles: manyProfiles(1000),
  });
  const end = states.play(many, { type: "move", distance: "last" }, {
    type: "move",
    distance: "page_down",
  });
  assert.equal(end.selected, 999);
  const top = states.play(end, { type: "move", distance: "first" }, {
    type: "move",
    distance: "up",
  });
  assert.equal(top.selected, 0);
});

for (const pane of ["claims", "raw"] as const) {
  test(`update() goes no further than the end of a token's ${pane}`, () => {
    let state = states.play(
      states.token({ columns: 60, rows: 15 }),
      { type: "reveal" },
      { type: "open_pane", pane },
    );
    const at = () => state.screen.kind === "token" ? state.screen.at[pane] : -1;
    for (let press = 0; press < 500; press++) {
      state = states.play(state, { type: "move", distance: "down" });
    }
    const last = at();
    assert.ok(last > 0 && last < 100);
    state = states.play(state, { type: "move", distance: "up" });
    assert.equal(at(), last - 1);
  });
}

test("update() copies a command whose secret is quoted for the shell", () => {
  const [, effects] = update(states.token(), { type: "copy", item: "curl" });
  assert.equal(effects[0]?.type === "copy" && effects[0].quoted, true);
});

test("update() says how much life the chosen token has left", () => {
  const later = states.play(states.token(), {
    type: "tick",
    now: NOON + 2 * MINUTE,
  });
  const [left] = update(later, { type: "use_token" });
  assert.equal(left.leaving?.line, "Entrada: graph-dev, valid 40 min");
  assert.equal(left.leaving?.chosen?.reveal().startsWith("eyJ"), true);
});

test("update() writes no secret when its state is printed", () => {
  const state = states.play(states.token(), { type: "reveal" });
  const printed = JSON.stringify([...state.tokens]) + JSON.stringify(state) +
    Deno.inspect(state, { depth: 9 });
  assert.equal(printed.includes(token.accessToken), false);
});

test("update() suggests only flows that the profile can run, and not the failed one again", () => {
  const suggestions = ["interactive", "device-code", "refresh-token"] as const;
  const shown = (flows: readonly { name: typeof suggestions[number] }[]) => {
    const home = states.home();
    const running = start({
      ...home,
      profiles: home.profiles?.map((profile) => ({ ...profile, flows })) ?? [],
    });
    const { screen } = states.play(running, {
      type: "run_failed",
      runId: running.runId,
      error: { ...states.REFUSED, suggestions },
    });
    return screen.kind === "error" ? screen.error.suggestions : undefined;
  };
  assert.deepEqual(shown([]), []);
  assert.deepEqual(shown([{ name: "device-code" }]), []);
  assert.deepEqual(
    shown([{ name: "device-code" }, { name: "interactive" }, {
      name: "refresh-token",
    }]),
    ["interactive"],
  );
});

test("update() does not start a profile's own flow where it cannot be run", () => {
  const home = states.home();
  const reason = "A password is not typed here";
  const state: State = {
    ...home,
    tokens: new Map(),
    profiles: home.profiles?.map((profile) => ({
      ...profile,
      flow: "password" as const,
      flows: [{ name: "password" as const, reason }],
    })) ?? [],
  };
  const [after, effects] = update(state, { type: "get" });
  assert.deepEqual(effects, []);
  assert.equal(after.notice?.text, reason);
  assert.equal(after.run, undefined);
});

test("update() lets a kept refresh token serve where the flow cannot be run", () => {
  const home = states.home();
  const state: State = {
    ...home,
    tokens: new Map([["graph-dev", { ...HELD, canRefresh: true }]]),
    profiles: home.profiles?.map((profile) => ({
      ...profile,
      flow: "password" as const,
      flows: [{ name: "password" as const, reason: "not here" }],
    })) ?? [],
  };
  const [, effects] = update(state, { type: "get", force: true });
  assert.deepEqual(effects.map(({ type }) => type), ["run"]);
});

test("update() goes back to what was selected when a filter has hidden everything", () => {
  const letters: Message = {
    type: "edit",
    edit: { kind: "insert", text: "zzz" },
  };
  const down: Message = { type: "move", distance: "down" };
  const filtering: readonly Message[] = [{ type: "start_filter" }, letters];
  const rest: readonly Message[] = [{ type: "accept" }, { type: "back" }];
  const list = states.play(states.home(), down, down);
  const again = states.play(list, ...filtering, ...rest);
  assert.deepEqual([again.selected, again.filter], [2, undefined]);
  const clear: Message = { type: "edit", edit: { kind: "clear" } };
  assert.equal(states.play(list, ...filtering, clear).selected, 2);
  const token = states.play(states.token(), down, down);
  const after = states.play(token, ...filtering, ...rest);
  assert.ok(after.screen.kind === "token");
  assert.deepEqual([after.screen.at.claims, after.screen.filter], [
    2,
    undefined,
  ]);
});
