import assert from "node:assert/strict";
import { createRecorder } from "../../../src/tui/runtime/recording.ts";
import { playAll, readRecording } from "../../../src/tui/runtime/replay.ts";
import { FLOWS } from "../../../src/engine/flows/flow_names.ts";
import { initialState } from "../../../src/tui/state/initial.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { SCRIPT_LINES_KEPT } from "../../../src/tui/state/script.ts";
import { update } from "../../../src/tui/state/update.ts";
import { NOON, PROFILES } from "../../tui/support/fixtures.ts";
import { LISTS, WORK } from "../../tui/support/forms.ts";

const INITIAL = { now: NOON, size: { columns: 80, rows: 24 }, timeZone: "UTC" };

/** Records messages, and tells where they led. */
function record(messages: readonly Message[]) {
  const lines: string[] = [];
  const recorder = createRecorder(
    { program: "1", write: (line) => lines.push(line) },
    {
      initial: INITIAL,
      look: { color: true, ascii: false },
      onEnd: assert.fail,
    },
  );
  const flows = FLOWS.map(({ name, summary }) => ({ name, summary }));
  let state: State = initialState({ ...INITIAL, flows });
  for (const message of messages) {
    recorder.take(state, message);
    state = update(state, message)[0];
  }
  const text = lines.join("\n") + "\n";
  return { text, state, replayed: playAll(readRecording(text)) };
}

const LOADED: Message = { type: "profiles_loaded", profiles: PROFILES };
const FORM: readonly Message[] = [
  LOADED,
  { type: "open_form", purpose: "new" },
  {
    type: "form_news",
    formId: 1,
    news: { kind: "opened", values: { ...WORK, name: "" }, lists: LISTS },
  },
];

const intoForm = (text: string): readonly Message[] =>
  [...text].map((one) => ({
    type: "form",
    act: { kind: "edit", edit: { kind: "insert", text: one } },
  }));
const intoSearch = (text: string): readonly Message[] =>
  [...text].map((one) => ({
    type: "edit",
    edit: { kind: "insert", text: one },
  }));

/** The letters that stand in a recording as they were typed. */
function typed(text: string): string {
  return [...text.matchAll(/"insert","text":"(.)"/gu)]
    .map(([, letter]) => letter).join("");
}

Deno.test({
  name: "what is typed into a field of a form is not recorded, its length is",
  permissions: "none",
  fn() {
    const { text, replayed } = record([...FORM, ...intoForm("hunter2!")]);
    assert.equal(typed(text), "••••••••");
    assert.ok(replayed.screen.kind === "form");
    assert.equal(replayed.screen.values.name, "••••••••");
  },
});

Deno.test({
  name: "what is wrong with a typed text is recorded without the text",
  permissions: "none",
  fn() {
    const { text } = record([
      ...FORM,
      ...intoForm("hunter2!"),
      {
        type: "form_news",
        formId: 1,
        news: {
          kind: "refused",
          problems: { name: 'Cannot name a profile "hunter2!"' },
        },
      },
    ]);
    assert.doesNotMatch(text, /hunter2/);
    assert.match(text, /Cannot name a profile \\"•{8}\\"/);
  },
});

Deno.test({
  name: "what leads to something that a form offers is recorded",
  permissions: "none",
  fn() {
    const to = (text: string) => {
      const state = record(FORM).state;
      assert.ok(state.screen.kind === "form");
      const moves: Message[] = [];
      let now: State = state;
      while (now.screen.kind === "form" && now.screen.focus !== "tenant") {
        const move: Message = {
          type: "form",
          act: { kind: "move", distance: "next" },
        };
        moves.push(move);
        now = update(now, move)[0];
        assert.ok(moves.length < 50);
      }
      const empty: readonly Message[] = [...WORK.tenant].map(() => ({
        type: "form",
        act: { kind: "edit", edit: { kind: "backspace" } },
      }));
      return typed(
        record([...FORM, ...moves, ...empty, ...intoForm(text)]).text,
      );
    };
    assert.equal(to("common"), "common");
    assert.equal(to("hunter2"), "•••••••");
  },
});

Deno.test({
  name:
    "words in a filter and in the palette are recorded, tokens and codes are not",
  permissions: "none",
  fn() {
    const found: Message[] = [{ type: "start_filter" }, {
      type: "open_palette",
    }];
    for (const open of found) {
      const search = (text: string): string =>
        typed(record([LOADED, open, ...intoSearch(text)]).text);
      assert.equal(search("zzyq words"), "zzyq words");
      assert.equal(search("eyJhbGciOi"), "eyJhb•••••");
      assert.equal(search("http://x/?code=abcd"), "http://x/?code=••••");
      assert.equal(search("x".repeat(45)), "x".repeat(40) + "•••••");
    }
  },
});

Deno.test({
  name: "of a script that writes without end the lines in sight are recorded",
  permissions: "none",
  fn() {
    const lines = Array.from(
      { length: 500 },
      () => ({ stream: "out" as const, text: "x".repeat(100) }),
    );
    const wrote: readonly Message[] = Array.from({ length: 200 }, (_, at) => [
      { type: "tick", now: NOON + at } as const,
      {
        type: "script_news",
        scriptId: 1,
        news: { kind: "wrote", lines, dropped: 0 },
      } as const,
    ]).flat();
    const { text, state, replayed } = record([
      LOADED,
      {
        type: "scripts_found",
        scripts: [{ path: "/s/a.ts", title: "A", needsToken: false }],
      },
      { type: "run_script", path: "/s/a.ts" },
      ...wrote,
      {
        type: "script_news",
        scriptId: 1,
        news: { kind: "ended", ending: { code: 0 } },
      },
    ]);
    assert.ok(text.length < 4 * 1000 * 200, `${text.length}`);
    const [was, is] = [state, replayed].map(({ overlays }) => overlays.at(-1));
    assert.ok(was?.kind === "script" && is?.kind === "script");
    assert.equal(is.lines.length, SCRIPT_LINES_KEPT);
    assert.deepEqual(
      [is.dropped, is.stage, is.scroll],
      [was.dropped, was.stage, was.scroll],
    );
  },
});
