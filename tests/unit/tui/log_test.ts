import assert from "node:assert/strict";
import { logDocument, logText } from "../../../src/tui/document/log.ts";
import { appended, LOG_KEPT } from "../../../src/tui/state/log.ts";
import { update } from "../../../src/tui/state/update.ts";
import { holdToken } from "../../../src/tui/runtime/present.ts";
import { explain, makeToken, NOON } from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function texts(state: ReturnType<typeof states.home>): string[] {
  return state.log.map(({ tone, text }) => `${tone} ${text}`);
}

test("the log tells of a sign-in from its beginning to its failure", () => {
  assert.deepEqual(texts(states.failed()), [
    "info Tokens are kept sealed; the key is in the kernel's keyring, until this machine restarts",
    "info Profiles read: 5",
    "info graph-dev: a token was asked for with device-code",
    "info graph-dev: a device code was given",
    "error graph-dev: The tenant does not allow device codes (access_denied)",
  ]);
});

test("the log tells of a token, a warning and a lost connection once", () => {
  const lost = states.news(states.device(), {
    type: "connection_lost",
    attempt: 8,
    reason: "no route",
    nextPollAt: 0,
  });
  const token = makeToken();
  const explanation = explain(token.accessToken);
  const got = states.play(lost, {
    type: "token_acquired",
    runId: lost.runId,
    token: holdToken(token, { explanation, now: NOON }),
  }, { type: "warned", text: "The disk is full" });
  assert.deepEqual(texts(got).slice(-3), [
    "warn graph-dev: connection lost: no route",
    "ok graph-dev: signed in, a new token",
    "warn The disk is full",
  ]);
});

test("a warning that a run shows again at its end stands in the log once", () => {
  const warned = states.play(
    states.home(),
    { type: "warned", text: "The disk is full" },
    { type: "warned", text: "The disk is full" },
    { type: "tick", now: NOON + 3_600_000 },
    { type: "warned", text: "The disk is full" },
  );
  assert.equal(
    texts(warned).filter((one) => one === "warn The disk is full").length,
    2,
  );
});

test("the log does not tell what a key was refused for", () => {
  const home = states.home();
  const [after] = update(home, { type: "refuse", reason: "No" });
  assert.equal(after.log, home.log);
});

test("the log holds no code, no address and no token", () => {
  const text = logText([
    ...states.device().log,
    ...states.browser("paste").log,
    ...states.pasted().log,
  ]);
  assert.doesNotMatch(text, /HVQ5NRAYK|https?:|eyJ/);
});

test("appended() forgets the oldest", () => {
  let log = appended([], { at: 0, tone: "info", text: "first" });
  for (let at = 1; at <= LOG_KEPT; at++) {
    log = appended(log, { at, tone: "info", text: `${at}` });
  }
  assert.equal(log.length, LOG_KEPT);
  assert.equal(log[0]?.text, "1");
});

test("logDocument() shows the latest first, in the zone that was chosen", () => {
  const lines = logDocument(states.failed())
    .map((line) => line.map(({ text }) => text).join(""));
  assert.match(lines[0] ?? "", /^ {2}14:00:35 ✖ graph-dev: The tenant does/);
  assert.match(lines.at(-2) ?? "", /^ {2}14:00:00 · Tokens are kept/);
});

test("the log is copied as text with times in UTC", () => {
  const [, effects] = update(states.failed(), { type: "copy", item: "log" });
  const [effect] = effects;
  assert.ok(effect?.type === "copy");
  const [text] = effect.pieces;
  assert.match(
    String(text),
    /^2026-11-20T14:00:35\.000Z error graph-dev: The tenant/m,
  );
});

test("the log stays in sight when the terminal becomes wider", () => {
  const narrow = { columns: 20, rows: 15 };
  const long = states.play(
    states.failed(narrow),
    { type: "open_log" },
    { type: "move", distance: "last" },
    { type: "resized", size: { columns: 200, rows: 50 } },
  );
  assert.deepEqual(long.overlays, [{ kind: "log", scroll: 0 }]);
});

test("the log tells once why a script cannot be run, wherever it was looked for", () => {
  const bad = {
    path: "/s/bad.ts",
    title: "bad.ts",
    needsToken: false,
    problem: "Cannot use this script: it does not begin with a header",
  };
  const good = { path: "/s/who.ts", title: "Who am I", needsToken: true };
  const [open, effects] = update(states.home(), { type: "open_log" });
  assert.deepEqual(effects, [{ type: "find_scripts" }]);
  const found = (...scripts: (typeof bad | typeof good)[]) =>
    ({ type: "scripts_found", scripts }) as const;
  const told = states.play(open, found(bad, good), found(bad), found(good));
  assert.deepEqual(texts(told).slice(open.log.length), [
    "warn Script bad.ts: Cannot use this script: it does not begin with a header",
  ]);
});
