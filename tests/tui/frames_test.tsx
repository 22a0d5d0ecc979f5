import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import type { Size, State } from "../../src/tui/state/model.ts";
import { createLook, type Look } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import { widthOf } from "../../src/tui/document/line.ts";
import * as states from "./support/states.ts";

const SCREENS: Readonly<Record<string, (size: Size) => State>> = {
  home: states.home,
  filter: (size) =>
    states.play(states.home(size), { type: "start_filter" }, {
      type: "edit",
      edit: { kind: "insert", text: "prod" },
    }),
  flows: (size) => states.play(states.home(size), { type: "open_flows" }),
  help: (size) => states.play(states.device(size), { type: "open_help" }),
  device: states.device,
  lost: (size) =>
    states.news(states.device(size), {
      type: "connection_lost",
      attempt: 8,
      reason: "no route",
      nextPollAt: 0,
    }),
  browser: (size) => states.browser("loopback", size),
  paste: (size) => states.browser("paste", size),
  token: states.token,
  revealed: (size) => states.play(states.pasted(size), { type: "reveal" }),
  error: states.failed,
  looking: states.looking,
  plaintext: states.plaintext,
  "not kept": states.notKept,
  "logging out": states.loggingOut,
  "kept, in the help": (size) =>
    states.play(
      states.notKept(size),
      {
        type: "warned",
        text:
          "Cannot write the tokens of this profile: the disk is full. Make room, then get the token again",
      },
      { type: "open_help" },
      { type: "move", distance: "last" },
    ),
};

function frame(state: State, look: Look): string {
  const text = renderToString(<App look={look} state={state} />, {
    columns: state.size.columns,
  });
  // Blanks at a line's end are told by whether there are colours.
  return stripVTControlCharacters(text).replaceAll(/ +$/gm, "");
}

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 60, rows: 15 },
  { columns: 40, rows: 10 },
];

for (const size of SIZES) {
  const { columns, rows } = size;
  Deno.test(`App at ${columns}×${rows}`, async (t) => {
    for (const [name, make] of Object.entries(SCREENS)) {
      const text = frame(make(size), createLook());
      await t.step(name, async (t) => {
        await t.assertSnapshot(`\n${text}\n`);
      });
    }
  });
}

Deno.test("App in ASCII draws no other character", async (t) => {
  const look = createLook({ ascii: true });
  for (const [name, make] of Object.entries(SCREENS)) {
    const text = frame(make({ columns: 80, rows: 24 }), look);
    assert.match(text, /^[\n\x20-\x7e]*$/, name);
    await t.step(name, (t) => t.assertSnapshot(`\n${text}\n`));
  }
});

Deno.test("App in monochrome says the same, without a QR code", async (t) => {
  const mono = createLook({ color: false });
  for (const [name, make] of Object.entries(SCREENS)) {
    const state = make({ columns: 80, rows: 24 });
    if (name === "device" || name === "lost") {
      await t.assertSnapshot(`\n${frame(state, mono)}\n`);
    } else assert.equal(frame(state, mono), frame(state, createLook()));
  }
});

Deno.test("App never draws more than the terminal has", () => {
  for (const make of Object.values(SCREENS)) {
    for (const columns of [1, 7, 20, 59, 60, 61, 79, 99, 100, 101, 200]) {
      for (const rows of [1, 2, 14, 15, 16, 50]) {
        const lines = frame(make({ columns, rows }), createLook()).split("\n");
        assert.ok(lines.length <= Math.max(1, rows - 1));
        for (const line of lines) assert.ok(widthOf(line) <= columns);
      }
    }
  }
});

Deno.test("App keeps the verification address on one row at every width", () => {
  for (let columns = 60; columns <= 120; columns++) {
    const text = frame(states.device({ columns, rows: 24 }), createLook());
    assert.match(text, /^ {2}https:\/\/microsoft\.com\/devicelogin( |$)/m);
  }
});

Deno.test("App says how much room it needs, however little there is", () => {
  for (const [columns, rows] of [[59, 15], [40, 10], [20, 6], [11, 3]]) {
    const size = { columns: columns ?? 0, rows: rows ?? 0 };
    const text = frame(states.plaintext(size), createLook());
    assert.match(text, /needs 60×15/, `${columns}×${rows}`);
    // That anybody can read the tokens stays too.
    assert.match(text, /^PLAINTEXT/, `${columns}×${rows}`);
    assert.ok(text.split("\n").length < size.rows);
  }
});
