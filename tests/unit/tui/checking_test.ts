import assert from "node:assert/strict";
import type { CheckReading } from "../../../src/tui/state/check.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { update } from "../../../src/tui/state/update.ts";
import { checkText } from "../../../src/tui/document/checks.ts";
import * as states from "../../tui/support/states.ts";

const CHECK: CheckReading = {
  name: "form",
  mark: "ok",
  code: "signed_jwt",
  message: "A signed JWT",
};

function front({ overlays }: State) {
  return overlays.at(-1);
}

Deno.test("open_verify asks for the token in front, by the authority of its profile", () => {
  const [state, effects] = update(states.token(), { type: "open_verify" });
  assert.equal(front(state)?.kind, "verify");
  const [effect] = effects;
  assert.equal(effect?.type, "verify_token");
  assert.ok(effect?.type === "verify_token" && effect.profile === "graph-dev");
  const pasted = update(states.pasted(), { type: "open_verify" })[1][0];
  assert.ok(pasted?.type === "verify_token" && !("profile" in pasted));
});

Deno.test("open_verify again takes the place of the checks before, and late news of those is dropped", () => {
  const twice = states.play(
    states.token(),
    { type: "open_verify" },
    { type: "checked", checkId: 1, check: CHECK },
    { type: "open_verify" },
  );
  assert.equal(twice.overlays.length, 1);
  const late = states.play(
    twice,
    { type: "checked", checkId: 1, check: CHECK },
    { type: "verified", checkId: 1, outcome: "valid" },
    { type: "check_failed", checkId: 1, problem: "late" },
  );
  assert.deepEqual(front(late), {
    kind: "verify",
    checkId: 2,
    checks: [],
    scroll: 0,
  });
});

Deno.test("news of a check that was left changes nothing", () => {
  const left = states.play(
    states.token(),
    { type: "open_verify" },
    { type: "back" },
  );
  const after = states.play(left, {
    type: "checked",
    checkId: 1,
    check: CHECK,
  });
  assert.deepEqual(after, left);
});

Deno.test("neither verify nor diff does anything where there is no token", () => {
  for (const type of ["open_verify", "ask_diff", "copy_checks"] as const) {
    const home = states.home();
    assert.deepEqual(update(home, { type }), [home, []]);
  }
});

Deno.test("ask_diff offers every other profile that has a token", () => {
  const menu = front(states.play(states.token(), { type: "ask_diff" }));
  assert.ok(menu?.kind === "menu");
  assert.deepEqual(menu.entries.map(({ label, key }) => [label, key]), [
    ["graph-prod", "1"],
    ["arm-prod", "2"],
  ]);
});

Deno.test("diff_with takes the place of the menu and compares both tokens", () => {
  const asked = states.play(states.token(), { type: "ask_diff" });
  const [state, effects] = update(asked, {
    type: "diff_with",
    profile: "arm-prod",
  });
  assert.deepEqual(state.overlays.map(({ kind }) => kind), ["diff"]);
  assert.equal(effects[0]?.type, "compare_tokens");
  const gone = { ...asked, tokens: new Map() };
  assert.deepEqual(
    update(gone, { type: "diff_with", profile: "arm-prod" })[1],
    [],
  );
});

Deno.test("checkText() writes what stands on the screen, without a token", () => {
  const text = checkText({
    kind: "verify",
    checkId: 1,
    checks: [CHECK],
    outcome: "valid",
    scroll: 0,
  });
  assert.equal(
    text,
    ` ✓ Valid: the signature is right, and nothing is wrong

 ✓ form        A signed JWT (signed_jwt)
`,
  );
});

Deno.test("copy_checks says so when copying is switched off", () => {
  const open = states.play(states.token(), { type: "open_verify" });
  const off: State = {
    ...open,
    settings: { ...open.settings, clipboard: "off" },
  };
  const [state, effects] = update(off, { type: "copy_checks" });
  assert.deepEqual(effects, []);
  assert.match(state.notice?.text ?? "", /switched off/);
  assert.equal(update(open, { type: "copy_checks" })[1][0]?.type, "copy");
});
