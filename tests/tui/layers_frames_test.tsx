import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import { widthOf } from "../../src/tui/document/line.ts";
import type { Message } from "../../src/tui/state/message.ts";
import type { Size, State } from "../../src/tui/state/model.ts";
import { createLook, type Look } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import * as states from "./support/states.ts";

function type(text: string): Message {
  return { type: "edit", edit: { kind: "insert", text } };
}

const OPEN: Message = { type: "open_palette" };
const DOWN: Message = { type: "move", distance: "down" };

const LAYERS: Readonly<Record<string, (size: Size) => State>> = {
  palette: (size) => states.play(states.home(size), OPEN, DOWN),
  "palette, filtered": (size) =>
    states.play(states.home(size), OPEN, type("graph-prod")),
  "palette, refused": (size) =>
    states.play(states.device(size), OPEN, type("new code")),
  "palette, nothing": (size) =>
    states.play(states.home(size), OPEN, type("zzzz")),
  settings: (size) => states.play(states.home(size), { type: "open_settings" }),
  "settings, mouse": (size) =>
    states.play(
      states.home(size),
      { type: "open_settings" },
      DOWN,
      DOWN,
      { type: "step_setting", by: 1 },
    ),
  "settings, fixed": (size) =>
    states.play({
      ...states.home(size),
      fixed: { theme: "NO_COLOR is set, so that there are no colours" },
    }, { type: "open_settings" }),
  log: (size) => states.play(states.failed(size), { type: "open_log" }),
};

function frame(state: State, look: Look): string {
  const text = renderToString(<App look={look} state={state} />, {
    columns: state.size.columns,
  });
  return stripVTControlCharacters(text);
}

for (
  const [columns, rows] of [[80, 24], [100, 30], [60, 15], [40, 10]] as const
) {
  Deno.test(`palette, settings and log at ${columns}×${rows}`, async (t) => {
    for (const [name, make] of Object.entries(LAYERS)) {
      const text = frame(make({ columns, rows }), createLook());
      await t.step(name, (t) => t.assertSnapshot(`\n${text}\n`));
    }
  });
}

Deno.test("palette, settings and log draw nothing but ASCII where that is asked for", () => {
  const look = createLook({ ascii: true });
  for (const [name, make] of Object.entries(LAYERS)) {
    const text = frame(make({ columns: 80, rows: 24 }), look);
    assert.match(text, /^[\n\x20-\x7e]*$/, name);
  }
});

Deno.test("palette, settings and log say the same without a colour", () => {
  for (const make of Object.values(LAYERS)) {
    const state = make({ columns: 80, rows: 24 });
    const mono = frame(state, createLook({ color: false }));
    assert.equal(mono, frame(state, createLook()));
  }
});

Deno.test("palette, settings and log never draw more than the terminal has", () => {
  for (const make of Object.values(LAYERS)) {
    for (const columns of [1, 20, 59, 60, 61, 79, 100, 200]) {
      for (const rows of [1, 14, 15, 16, 19, 50]) {
        const lines = frame(make({ columns, rows }), createLook()).split("\n");
        assert.ok(lines.length <= Math.max(1, rows - 1));
        for (const line of lines) assert.ok(widthOf(line) <= columns);
      }
    }
  }
});
