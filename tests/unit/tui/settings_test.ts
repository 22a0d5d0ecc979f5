import assert from "node:assert/strict";
import { nextTickMs } from "../../../src/tui/state/ticking.ts";
import { initialState } from "../../../src/tui/state/initial.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import { DEFAULT_SETTINGS, SETTINGS } from "../../../src/tui/state/settings.ts";
import { update } from "../../../src/tui/state/update.ts";
import { createLook, themed } from "../../../src/tui/theme/look.ts";
import {
  DEFAULT_PALETTE,
  HIGH_CONTRAST_PALETTE,
} from "../../../src/tui/theme/roles.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const OPEN: Message = { type: "open_settings" };
const NEXT: Message = { type: "step_setting", by: 1 };
const BACK: Message = { type: "step_setting", by: -1 };

test("a setting goes round its values, and each is kept", () => {
  const open = states.play(states.home(), OPEN);
  const [second, effects] = update(open, NEXT);
  assert.equal(second.settings.theme, "high-contrast");
  assert.deepEqual(effects, [{
    type: "save_settings",
    settings: { ...DEFAULT_SETTINGS, theme: "high-contrast" },
  }]);
  const round = states.play(second, NEXT, NEXT);
  assert.equal(round.settings.theme, "default");
  assert.equal(states.play(round, BACK).settings.theme, "monochrome");
});

test("a setting that the environment has decided tells who did", () => {
  const fixed = { theme: "NO_COLOR is set" };
  const open = states.play({ ...states.home(), fixed }, OPEN);
  const [after, effects] = update(open, NEXT);
  assert.equal(after.settings, open.settings);
  assert.equal(after.notice?.text, "NO_COLOR is set");
  assert.deepEqual(effects, []);
});

test("times are shown in UTC, and in the zone of before again", () => {
  const home = {
    ...states.home(),
    timeZone: "Asia/Tokyo",
    localZone: "Asia/Tokyo",
  };
  const utc = states.play(home, {
    type: "set_setting",
    name: "times",
    value: "utc",
  });
  assert.equal(utc.timeZone, "UTC");
  const local = states.play(utc, {
    type: "set_setting",
    name: "times",
    value: "local",
  });
  assert.equal(local.timeZone, "Asia/Tokyo");
  const kept = initialState({
    now: 0,
    size: { columns: 80, rows: 24 },
    flows: [],
    settings: { ...DEFAULT_SETTINGS, times: "utc" },
  });
  assert.equal(kept.timeZone, "UTC");
});

test("reduced motion counts down by ten seconds", () => {
  const device = states.device();
  assert.equal(nextTickMs(device), 1000);
  const slow = states.play(device, {
    type: "set_setting",
    name: "motion",
    value: "reduced",
  });
  assert.equal(nextTickMs(slow), 5000);
  const ends = { ...slow, now: slow.now + 5000 };
  assert.equal(nextTickMs(ends), 10_000);
});

test("nothing is copied while the clipboard is off", () => {
  const off = states.play(states.home(), {
    type: "set_setting",
    name: "clipboard",
    value: "off",
  });
  const [after, effects] = update(off, { type: "copy", item: "access_token" });
  assert.deepEqual(effects, []);
  assert.match(after.notice?.text ?? "", /switched off in the settings/);
});

test("no message sets a value that a setting does not have", () => {
  const home = states.home();
  const [after, effects] = update(home, {
    type: "set_setting",
    name: "theme",
    value: "__proto__",
  });
  assert.equal(after.settings, home.settings);
  assert.deepEqual(effects, []);
});

test("themed() changes colours, and adds none where there are none", () => {
  const look = createLook();
  assert.equal(themed(look, "default"), look);
  assert.equal(themed(look, "high-contrast").palette, HIGH_CONTRAST_PALETTE);
  assert.equal(themed(look, "monochrome").color, false);
  const mono = createLook({ color: false });
  assert.equal(themed(mono, "high-contrast"), mono);
});

test("the high contrast theme has nothing faint, and every role of the default", () => {
  const roles = Object.keys(HIGH_CONTRAST_PALETTE);
  assert.deepEqual(roles.toSorted(), Object.keys(DEFAULT_PALETTE).toSorted());
  for (const style of Object.values(HIGH_CONTRAST_PALETTE)) {
    assert.notEqual(style.dimColor, true);
  }
});

test("SETTINGS has every default among its values", () => {
  for (const { name, values } of SETTINGS) {
    assert.ok(values.some(({ value }) => value === DEFAULT_SETTINGS[name]));
  }
});
