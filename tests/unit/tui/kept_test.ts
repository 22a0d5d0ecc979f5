import assert from "node:assert/strict";
import { protectionWords } from "../../../src/tui/document/protection.ts";
import { helpDocument } from "../../../src/tui/document/help.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { holdToken } from "../../../src/tui/runtime/present.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { statusOf } from "../../../src/tui/state/select.ts";
import { nextTickMs } from "../../../src/tui/state/ticking.ts";
import { update } from "../../../src/tui/state/update.ts";
import {
  explain,
  makeToken,
  manyProfiles,
  MINUTE,
  NOON,
  PROFILES,
} from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const token = makeToken();
const HELD = holdToken(token, {
  explanation: explain(token.accessToken),
  now: NOON,
});

function press(state: State, name: string): Message | undefined {
  return messageOf({ type: "key", name, text: name }, state);
}

function found(state: State, names: readonly string[], listId = state.listId) {
  return states.play(state, {
    type: "kept_found",
    listId,
    names,
    tokens: new Map(names.map((name) => [name, HELD])),
  });
}

test("update() looks for what is kept, the profiles in sight first", () => {
  const many = states.play(states.looking(), {
    type: "profiles_loaded",
    profiles: manyProfiles(1000),
  });
  const end = states.play(many, { type: "move", distance: "last" });
  const [after, [effect]] = update(end, {
    type: "profiles_loaded",
    profiles: manyProfiles(1000),
  });
  assert.equal(effect?.type, "find_kept");
  if (effect?.type !== "find_kept") return;
  assert.equal(effect.listId, after.listId);
  assert.equal(effect.names.length, 1000);
  assert.equal(new Set(effect.names).size, 1000);
  assert.equal(effect.names[effect.inSight - 1], "team-1000");
  assert.equal(effect.names[effect.inSight], "team-0001");
});

test("statusOf() takes sides only when it is known what is kept", () => {
  const state = states.looking();
  assert.equal(statusOf(state, "graph-dev").kind, "unknown");
  const known = states.play(found(state, ["graph-dev"]), {
    type: "kept_found",
    listId: state.listId,
    names: ["arm-prod"],
    tokens: new Map(),
  });
  assert.equal(statusOf(known, "graph-dev").text, "valid 42 min");
  assert.equal(statusOf(known, "arm-prod").text, "none");
  assert.equal(statusOf(known, "orders-api").kind, "unknown");
});

test("update() drops what was found for an old list", () => {
  const state = states.looking();
  const again = states.play(state, {
    type: "profiles_loaded",
    profiles: PROFILES,
  });
  assert.equal(found(again, ["graph-dev"], state.listId), again);
});

test("update() prefers the token that was got to the one that was found", () => {
  const running = states.play(states.looking(), { type: "get" });
  const newer = { ...HELD, expiresAt: NOON + 99 * MINUTE };
  const got = states.play(running, {
    type: "token_acquired",
    runId: running.runId,
    token: newer,
  });
  assert.equal(found(got, ["graph-dev"]).tokens.get("graph-dev"), newer);
});

test("update() asks before it forgets, and Enter alone forgets nothing", () => {
  const asked = states.play(states.home(), press(states.home(), "L")!);
  const [kept, none] = update(asked, { type: "accept" });
  assert.deepEqual(none, []);
  assert.deepEqual(kept.overlays, []);
  assert.equal(kept.tokens.size, 3);
  const [going, effects] = update(asked, press(asked, "y")!);
  assert.deepEqual(effects, [{ type: "log_out", profile: "graph-dev" }]);
  assert.deepEqual(going.overlays, []);
});

test("update() says what was forgotten, and that nothing was kept", () => {
  const state = states.home();
  const out = states.play(state, {
    type: "logged_out",
    profile: "graph-dev",
    had: true,
  });
  assert.equal(
    out.notice?.text,
    "graph-dev: forgot the tokens of ada@contoso.com",
  );
  assert.equal(statusOf(out, "graph-dev").text, "none");
  const none = states.play(state, {
    type: "logged_out",
    profile: "orders-api",
    had: false,
  });
  assert.equal(none.notice?.text, "orders-api: nothing was kept");
});

test("messageOf() refuses to forget where nothing is kept", () => {
  const state = { ...states.home(), selected: 3 };
  assert.deepEqual(press(state, "L"), {
    type: "refuse",
    reason: "Nothing is kept for this profile",
  });
});

test("update() does not forget what a running sign-in is about to write", () => {
  const running = states.play(states.home(), { type: "get", force: true });
  const asked = states.play(running, press(running, "L")!);
  assert.deepEqual(asked.overlays, []);
  assert.equal(asked.notice?.text, "Finish or cancel the sign-in first");
});

for (
  const [name, begin] of [["home", states.home], ["device", states.device]] as [
    string,
    () => State,
  ][]
) {
  test(`update() still shows that a token was not kept when the run has ended on ${name}`, () => {
    const running = states.play(begin(), { type: "get", force: true });
    const warned = states.news(running, {
      type: "warning",
      code: "storage_failed",
      message: "Cannot write the record: the disk is full",
      hint: "Make room",
    });
    const ended = states.play(warned, {
      type: "token_acquired",
      runId: running.runId,
      token: HELD,
    });
    const text = "Cannot write the record: the disk is full. Make room";
    assert.deepEqual([ended.notice?.text, ended.notice?.tone], [text, "warn"]);
    assert.deepEqual(ended.warnings, [text]);
  });
}

test("helpDocument() ends with how tokens are kept and what was warned of", () => {
  const state = states.play(states.notKept(), {
    type: "warned",
    text: "A record is damaged",
  });
  const text = helpDocument(state)
    .map((line) => line.map((span) => span.text).join("")).join("\n");
  assert.match(text, /Kept tokens\n +Tokens are kept in memory only/);
  assert.match(text, /keyring is locked\. Log in at the\s+desktop/);
  assert.match(text, /Warnings\n +A record is damaged$/);
});

test("update() keeps a few warnings, each once", () => {
  const warnings = ["a", "b", "c", "d", "e", "f", "f"]
    .map((text) => ({ type: "warned" as const, text }));
  const state = states.play(states.home(), ...warnings);
  assert.deepEqual(state.warnings, ["b", "c", "d", "e", "f"]);
});

test("protectionWords() warns of what anybody can read, also where one profile asks for it", () => {
  const home = states.home();
  assert.equal(protectionWords(home)?.isWarning, false);
  const own: State = {
    ...home,
    profiles: PROFILES.map((profile) => ({
      ...profile,
      tokenStore: "plaintext",
    })),
  };
  for (const state of [own, states.plaintext()]) {
    const words = protectionWords(state);
    assert.equal(words?.isWarning, true);
    for (const form of words?.forms ?? []) assert.match(form, /PLAINTEXT/);
  }
  assert.equal(protectionWords(states.notKept())?.isWarning, true);
});

test("nextTickMs() is not woken by rows that nobody sees", () => {
  const profiles = manyProfiles(1000);
  const loaded = states.play(states.looking(), {
    type: "profiles_loaded",
    profiles,
  });
  const names = profiles.map(({ name }) => name);
  const tokens = new Map(names.map((name, index) => [
    name,
    { ...HELD, expiresAt: NOON + 42 * MINUTE + index * 60 },
  ]));
  const state = states.play(loaded, {
    type: "kept_found",
    listId: loaded.listId,
    names,
    tokens,
  });
  let ticks = 0;
  let now = NOON;
  for (; now < NOON + 10 * MINUTE; ticks++) {
    now += nextTickMs({ ...state, now }) ?? Infinity;
  }
  assert.ok(ticks < 250, `${ticks} ticks in 10 minutes`);
});
