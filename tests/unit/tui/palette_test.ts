import assert from "node:assert/strict";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import {
  fuzzyScore,
  type PaletteOverlay,
  shownEntries,
} from "../../../src/tui/state/palette.ts";
import { frontOverlay } from "../../../src/tui/state/select.ts";
import { update } from "../../../src/tui/state/update.ts";
import { manyProfiles } from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const OPEN: Message = { type: "open_palette" };
const ENTER: Message = { type: "accept" };

function type(text: string): Message {
  return { type: "edit", edit: { kind: "insert", text } };
}

function paletteOf(state: State): PaletteOverlay {
  const overlay = frontOverlay(state);
  assert.ok(overlay?.kind === "palette");
  return overlay;
}

function labels(state: State): string[] {
  return shownEntries(paletteOf(state)).map(({ label }) => label);
}

test("fuzzyScore() wants every letter in order", () => {
  assert.equal(fuzzyScore("tok", "copy"), undefined);
  assert.equal(fuzzyScore("yc", "copy"), undefined);
  assert.ok(fuzzyScore("cy", "copy") !== undefined);
});

test("fuzzyScore() prefers whole words, then beginnings of words", () => {
  const score = (text: string) => fuzzyScore("gp", text) ?? -Infinity;
  assert.ok(score("gp") > score("graph-prod"));
  assert.ok(score("graph-prod") > score("orange-pulp"));
  const whole = fuzzyScore("prod", "go to graph-prod") ?? 0;
  assert.ok(whole > (fuzzyScore("prod", "pour on a daisy") ?? 0));
});

test("the palette lists actions, profiles, flows, settings and screens", () => {
  const all = labels(states.play(states.home(), OPEN));
  for (
    const expected of [
      "Copy the token, a header, a command",
      "Leave Entrada",
      "Go to arm-prod",
      "Get a token for graph-prod",
      "Get a token for graph-prod with device-code",
      "Settings: theme high contrast",
      "Log: what happened, the latest first",
    ]
  ) assert.ok(all.includes(expected), expected);
  assert.ok(!all.some((label) => label.startsWith("One down")));
});

test("the palette filters, the best first", () => {
  const found = labels(states.play(states.home(), OPEN, type("grprod")));
  assert.equal(found[0], "Go to graph-prod");
  const none = states.play(states.home(), OPEN, type("zzzz"));
  assert.deepEqual(labels(none), []);
  assert.equal(states.play(none, ENTER), none);
});

test("the palette puts what cannot be done last, and says why", () => {
  const empty = { ...states.home(), tokens: new Map() };
  const state = states.play(empty, OPEN, type("copy the token"));
  const entry = shownEntries(paletteOf(state))[0];
  assert.equal(entry?.reason, "There is no token to copy yet");
  const refused = states.play(state, ENTER);
  assert.equal(refused.notice?.text, "There is no token to copy yet");
  assert.equal(frontOverlay(refused)?.kind, "palette");
});

test("the palette says that there is no profile, and offers nothing to cancel", () => {
  const empty = states.play(states.home(), {
    type: "profiles_loaded",
    profiles: [],
  });
  const all = paletteOf(states.play(empty, OPEN)).entries;
  const reasons = ["profiles.get", "profiles.refresh", "profiles.edit"]
    .map((id) => all.find((entry) => entry.id === id)?.reason);
  assert.deepEqual(
    new Set(reasons),
    new Set(["There is no profile yet: n makes one"]),
  );
  assert.ok(!all.some(({ id }) => id === "profiles.back"));
  const { run: _none, ...idle } = states.home();
  const home = paletteOf(states.play(idle, OPEN)).entries;
  assert.ok(!home.some(({ id }) => id === "profiles.back"));
});

test("the palette runs an action as its key does", () => {
  const state = states.play(states.home(), OPEN, type("copy the token"), ENTER);
  const menu = frontOverlay(state);
  assert.ok(menu?.kind === "menu");
  assert.equal(menu.title, "Copy");
  assert.equal(state.overlays.length, 1);
});

test("the palette gets a token for another profile with a flow", () => {
  const query = "get a token for graph-prod with device-code";
  const state = states.play(states.token(), OPEN, type(query));
  const [after, effects] = update(state, ENTER);
  assert.equal(after.run?.profile, "graph-prod");
  assert.deepEqual(effects, [{
    type: "run",
    runId: after.runId,
    profile: "graph-prod",
    force: true,
    flow: "device-code",
  }]);
});

test("the palette goes to a profile that a filter hides", () => {
  const state = states.play(
    states.home(),
    { type: "start_filter" },
    type("keyvault"),
    { type: "accept" },
    OPEN,
    type("go to orders"),
    ENTER,
  );
  assert.equal(state.filter, undefined);
  assert.equal(state.selected, 4);
});

test("the palette starts no second sign-in", () => {
  const state = states.play(states.device(), OPEN, type("get a token for arm"));
  const entry = shownEntries(paletteOf(state))[0];
  assert.match(entry?.reason ?? "", /One sign-in at a time/);
});

test("the palette puts what was used last first", () => {
  const used = states.play(
    states.home(),
    OPEN,
    type("settings: times utc"),
    ENTER,
    OPEN,
    type("go to arm-prod"),
    ENTER,
    OPEN,
  );
  assert.equal(labels(used)[0], "Go to arm-prod");
  // What was chosen is no choice any more.
  assert.notEqual(labels(used)[1], "Settings: times UTC");
});

test("the palette takes letters, and opens by : and Ctrl+P alone", () => {
  const press = (state: State, name: string) =>
    messageOf({
      type: "key",
      name,
      ...(name.length === 1 ? { text: name } : {}),
    }, state);
  assert.deepEqual(press(states.home(), ":"), OPEN);
  assert.deepEqual(press(states.device(), "ctrl+p"), OPEN);
  const open = states.play(states.home(), OPEN);
  assert.deepEqual(press(open, "q"), type("q"));
  assert.deepEqual(press(open, "escape"), { type: "back" });
  assert.deepEqual(press(open, "ctrl+c"), { type: "interrupt" });
});

test("the palette answers a key in time among a thousand profiles", () => {
  const state = states.play(
    states.home(),
    { type: "profiles_loaded", profiles: manyProfiles(1000) },
    OPEN,
  );
  assert.ok(paletteOf(state).entries.length > 5000);
  const start = performance.now();
  const found = labels(states.play(state, type("team-0777 device")));
  assert.equal(found[0], "Get a token for team-0777 with device-code");
  assert.ok(performance.now() - start < 200);
});
