import assert from "node:assert/strict";
import { widthOf } from "../../src/tui/document/line.ts";
import type { Size, State } from "../../src/tui/state/model.ts";
import { createLook, type Look, themed } from "../../src/tui/theme/look.ts";
import { ALL_SCREENS, NEW_SCREENS } from "./support/screens.ts";
import { plain, styleTable } from "./support/styles.ts";

// Ink decides on colours when it is loaded, and this is no terminal.
Deno.env.set("FORCE_COLOR", "1");
const { renderToString } = await import("ink");
const { App } = await import("../../src/tui/view/app.tsx");
Deno.env.delete("FORCE_COLOR");

const THEMES = ["default", "high-contrast", "monochrome"] as const;
const SIZES: readonly Size[] = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 200, rows: 60 },
];
const UNICODE = createLook();
const ASCII = createLook({ ascii: true });

function frame(state: State, look: Look): string {
  return renderToString(<App look={look} state={state} />, {
    columns: state.size.columns,
  });
}

for (const size of SIZES) {
  const { columns, rows } = size;
  Deno.test(`every screen in every theme at ${columns}×${rows}`, async (t) => {
    for (const [name, make] of Object.entries(ALL_SCREENS)) {
      const state = make(size);
      const frames = THEMES.map((theme) =>
        frame(state, themed(UNICODE, theme))
      );
      const [text = "", ...others] = frames.map(plain);
      for (const line of text.split("\n")) {
        assert.ok(widthOf(line) <= columns, `${name}: ${line}`);
      }
      assert.ok(text.split("\n").length < rows, name);
      // Without colours there is no QR code, and the text has its room.
      const hasQr = text.includes("▄▄▄▄▄▄▄");
      assert.equal(others[0], text, name);
      if (!hasQr) assert.equal(others[1], text, name);
      const themes = hasQr ? frames.slice(0, 2) : frames;
      await t.step(name, async (t) => {
        if (Object.hasOwn(NEW_SCREENS, name)) {
          await t.assertSnapshot(`\n${text}\n`);
        }
        await t.assertSnapshot(`\n${styleTable(themes)}\n`);
      });
    }
  });
}

Deno.test("every screen in ASCII draws no other character", async (t) => {
  const size = { columns: 80, rows: 24 };
  for (const [name, make] of Object.entries(ALL_SCREENS)) {
    const text = plain(frame(make(size), ASCII));
    assert.match(text, /^[\n\x20-\x7e]*$/, name);
    if (!Object.hasOwn(NEW_SCREENS, name)) continue;
    await t.step(name, (t) => t.assertSnapshot(`\n${text}\n`));
  }
});
