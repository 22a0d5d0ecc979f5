import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import type { Size, State } from "../../src/tui/state/model.ts";
import { createLook, type Look } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import { widthOf } from "../../src/tui/document/line.ts";
import * as states from "./support/states.ts";
import * as traces from "./trace_states.ts";

const SCREENS: Readonly<Record<string, (size: Size) => State>> = {
  waiting: traces.waiting,
  done: traces.done,
  browser: traces.browser,
  step: traces.step,
  stopped: traces.stopped,
  "copy menu": (size) =>
    states.play(traces.done(size), { type: "ask_trace_format" }),
};

function frame(state: State, look: Look): string {
  const text = renderToString(<App look={look} state={state} />, {
    columns: state.size.columns,
  });
  return stripVTControlCharacters(text);
}

const SIZES: readonly Size[] = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 200, rows: 60 },
];

for (const size of SIZES) {
  Deno.test(`the trace at ${size.columns}×${size.rows}`, async (t) => {
    for (const [name, make] of Object.entries(SCREENS)) {
      const text = frame(make(size), createLook());
      await t.step(name, (t) => t.assertSnapshot(`\n${text}\n`));
    }
  });
}

Deno.test("the trace in ASCII draws no other character", async (t) => {
  for (const [name, make] of Object.entries(SCREENS)) {
    const look = createLook({ ascii: true });
    const text = frame(make({ columns: 80, rows: 24 }), look);
    assert.match(text, /^[\n\x20-\x7e]*$/, name);
    await t.step(name, (t) => t.assertSnapshot(`\n${text}\n`));
  }
});

Deno.test("the trace in monochrome says the same", () => {
  for (const make of Object.values(SCREENS)) {
    const state = make({ columns: 80, rows: 24 });
    assert.equal(
      frame(state, createLook({ color: false })),
      frame(state, createLook()),
    );
  }
});

Deno.test("the trace for a screen reader is a numbered list", async (t) => {
  const spoken = { ...traces.done(), screenReader: true };
  const text = frame(spoken, createLook({ screenReader: true }));
  assert.match(text, /^1\. Entrada to Entra: Ask for a device code/m);
  assert.match(
    text,
    /4\. Entrada to Entra: Poll: finished yet\? done, 7 times/,
  );
  assert.doesNotMatch(text, /[│▸◂├]─/);
  await t.assertSnapshot(`\n${text}\n`);
});

Deno.test("the trace never draws more than the terminal has, nor a secret", () => {
  for (const [name, make] of Object.entries(SCREENS)) {
    for (const columns of [60, 61, 79, 80, 81, 99, 100, 101, 140, 200]) {
      for (const rows of [15, 16, 24, 50]) {
        const text = frame(make({ columns, rows }), createLook());
        const lines = text.split("\n");
        assert.ok(lines.length <= rows - 1, `${name} ${columns}×${rows}`);
        for (const line of lines) assert.ok(widthOf(line) <= columns, name);
        for (const secret of traces.SECRETS) {
          assert.ok(!text.includes(secret), `${name}: ${secret}`);
        }
      }
    }
  }
});
