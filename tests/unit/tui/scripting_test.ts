import assert from "node:assert/strict";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { createLineReader } from "../../../src/tui/runtime/script_lines.ts";
import type { Effect } from "../../../src/tui/state/effect.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import {
  SCRIPT_LINES_KEPT,
  type ScriptOverlay,
  type ScriptPlan,
} from "../../../src/tui/state/script.ts";
import { update } from "../../../src/tui/state/update.ts";
import { scriptDocument } from "../../../src/tui/document/script.ts";
import { makeToken } from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

const SCRIPT = { path: "/s/who.ts", title: "Who am I", needsToken: true };
const PLAN: ScriptPlan = {
  permissions: [{
    name: "net",
    value: "graph.microsoft.com",
    meaning: "connect to it",
    isDangerous: false,
  }],
  fingerprint: "f1",
  isAllowed: false,
};

function run(
  state: State,
  ...messages: readonly Message[]
): readonly [State, readonly Effect[]] {
  let now = state;
  let last: readonly Effect[] = [];
  for (const message of messages) [now, last] = update(now, message);
  return [now, last];
}

function front({ overlays }: State): ScriptOverlay {
  const overlay = overlays.at(-1);
  assert.ok(overlay?.kind === "script");
  return overlay;
}

const found: Message = { type: "scripts_found", scripts: [SCRIPT] };
const start: Message = { type: "run_script", path: SCRIPT.path };

function news(
  news: Extract<Message, { type: "script_news" }>["news"],
  scriptId = 1,
): Message {
  return { type: "script_news", scriptId, news };
}

Deno.test({
  name: "a script is read, asked about, and started with what was allowed",
  permissions: "none",
  fn() {
    const [reading, [plan]] = run(states.home(), found, start);
    assert.equal(front(reading).stage, "reading");
    assert.deepEqual(plan, {
      type: "plan_script",
      scriptId: 1,
      path: SCRIPT.path,
    });
    const [asking, none] = run(reading, news({ kind: "planned", plan: PLAN }));
    assert.equal(front(asking).stage, "asking");
    assert.deepEqual(none, []);
    // Enter may be meant for the palette, which is closed now.
    const [same] = run(asking, { type: "accept" });
    assert.notEqual(same.overlays.at(-1)?.kind, "palette");
    const [running, [effect]] = run(asking, {
      type: "allow_script",
      remember: true,
    });
    assert.equal(front(running).stage, "running");
    assert.ok(effect?.type === "start_script");
    assert.equal(effect.fingerprint, "f1");
    assert.equal(effect.remember, true);
    assert.equal(effect.token?.profile, "graph-dev");
    assert.equal(
      effect.token?.access.reveal(),
      makeToken({ expiresAt: effect.token?.expiresAt ?? 0 }).accessToken,
    );
  },
});

Deno.test({
  name: "a script cannot be allowed before all that it asks for was in sight",
  permissions: "none",
  fn() {
    const [one] = PLAN.permissions;
    assert.ok(one !== undefined);
    const permissions = Array.from(
      { length: 40 },
      (_, at) => ({ ...one, value: `host-${at}.example` }),
    );
    const allow: Message = { type: "allow_script", remember: true };
    const key = { type: "key", name: "y", text: "y" } as const;
    const [asking] = run(
      states.home(),
      found,
      start,
      news({ kind: "planned", plan: { ...PLAN, permissions } }),
    );
    assert.equal(messageOf(key, asking)?.type, "move");
    assert.deepEqual(run(asking, allow)[1], []);
    const [seen] = run(asking, { type: "move", distance: "last" });
    assert.deepEqual(messageOf(key, seen), allow);
    assert.equal(run(seen, allow)[1].length, 1);
  },
});

Deno.test({
  name: "a script that was allowed before starts without a question",
  permissions: "none",
  fn() {
    const plan = { ...PLAN, isAllowed: true };
    const [state, [effect]] = run(
      states.home(),
      found,
      start,
      news({ kind: "planned", plan }),
    );
    assert.equal(front(state).stage, "running");
    assert.ok(effect?.type === "start_script" && !effect.remember);
  },
});

Deno.test({
  name:
    "a script that needs a token is refused without a good one, and says why",
  permissions: "none",
  fn() {
    const refused = (selected: number) => {
      const [state, effects] = run(
        { ...states.home(), selected },
        found,
        start,
      );
      assert.deepEqual(effects, []);
      return state.notice?.text ?? "";
    };
    assert.match(refused(2), /has expired/);
    assert.match(refused(3), /Get a token first/);
    const free = { ...SCRIPT, needsToken: false };
    const [state] = run(
      { ...states.home(), selected: 3 },
      { type: "scripts_found", scripts: [free] },
      start,
    );
    assert.equal(front(state).token, undefined);
  },
});

function running(): State {
  return run(
    states.home(),
    found,
    start,
    news({ kind: "planned", plan: { ...PLAN, isAllowed: true } }),
  )[0];
}

Deno.test({
  name:
    "a running script is stopped by Ctrl+C, by closing, and by what covers it",
  permissions: "none",
  fn() {
    const stop = [{ type: "stop_script", scriptId: 1 }];
    const [stopping, interrupted] = run(running(), { type: "interrupt" });
    assert.deepEqual(interrupted, stop);
    assert.equal(front(stopping).stage, "stopping");
    assert.equal(stopping.leaving, undefined);
    assert.deepEqual(run(running(), { type: "back" })[1], stop);
    assert.deepEqual(run(running(), { type: "dismiss" })[1], stop);
    const left = run(running(), { type: "quit" });
    assert.ok(left[0].leaving !== undefined);
    const [ended] = run(
      running(),
      news({ kind: "ended", ending: { code: 3 } }),
    );
    assert.deepEqual(run(ended, { type: "back" })[1], []);
  },
});

Deno.test({
  name: "late news of another run changes nothing",
  permissions: "none",
  fn() {
    const before = running();
    const line = { stream: "out", text: "late" } as const;
    const [after] = run(
      before,
      news({ kind: "wrote", lines: [line], dropped: 0 }, 7),
    );
    assert.deepEqual(front(after), front(before));
  },
});

Deno.test({
  name: "output is bounded, follows its end, and stays where a person scrolled",
  permissions: "none",
  fn() {
    const lines = (count: number) =>
      Array.from(
        { length: count },
        (_, at) => ({ stream: "out", text: `line ${at}` } as const),
      );
    const wrote = (count: number) =>
      news({ kind: "wrote", lines: lines(count), dropped: 5 });
    const [full] = run(running(), wrote(900), wrote(900));
    const overlay = front(full);
    assert.equal(overlay.lines.length, SCRIPT_LINES_KEPT);
    assert.equal(overlay.dropped, 810);
    const { length } = scriptDocument(overlay, { width: 80 });
    assert.equal(length, SCRIPT_LINES_KEPT + 1);
    assert.ok(overlay.scroll > 900);
    const [up] = run(full, { type: "move", distance: "up" }, wrote(1));
    assert.equal(front(up).scroll, overlay.scroll - 1);
    const [down] = run(up, { type: "move", distance: "last" }, wrote(3));
    assert.equal(front(down).isFollowing, true);
  },
});

Deno.test({
  name: "what is found while the palette is open appears in it",
  permissions: "none",
  fn() {
    const [state, effects] = run(states.home(), { type: "open_palette" });
    assert.deepEqual(effects, [{ type: "find_scripts" }]);
    const [after] = run(state, found);
    const overlay = after.overlays.at(-1);
    assert.ok(overlay?.kind === "palette");
    const entry = overlay.entries.find(({ label }) =>
      label === "Run: Who am I"
    );
    assert.deepEqual(entry?.message, start);
  },
});

Deno.test({
  name: "createLineReader() takes output apart, cleans it and hides the token",
  permissions: "none",
  fn() {
    const reader = createLineReader("tok-12345");
    assert.deepEqual(reader.take("out", "one\ntw"), {
      lines: [{ stream: "out", text: "one" }],
      dropped: 0,
    });
    const { lines } = reader.take(
      "out",
      "o\r\n\u001b[31mred\u001b[0m\u001b[2J tok-12345\n",
    );
    assert.deepEqual(lines.map(({ text }) => text), [
      "two",
      "red\\u{1b}[2J [access token]",
    ]);
    assert.deepEqual(reader.take("err", "never ended").lines, []);
    assert.deepEqual(reader.rest().lines, [
      { stream: "err", text: "never ended" },
    ]);
    const many = reader.take("out", "x\n".repeat(5000));
    assert.equal(many.lines.length, SCRIPT_LINES_KEPT);
    assert.equal(many.dropped, 4000);
    const long = reader.take("out", "y".repeat(1200) + "\n");
    assert.deepEqual(
      long.lines.map(({ text }) => text.length),
      [500, 500, 200],
    );
  },
});
