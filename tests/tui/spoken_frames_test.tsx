// What a screen reader is given: words, whole, and nothing that is only drawn.
import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { render } from "ink";
import type { State } from "../../src/tui/state/model.ts";
import { spokenSize } from "../../src/tui/state/layout.ts";
import { createLook } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import { ALL_SCREENS } from "./support/screens.ts";
import * as states from "./support/states.ts";
import { throttleEnds } from "./support/story.ts";

const SIZE = spokenSize({ columns: 80, rows: 24 });

/** Heard as one text, as Ink writes it on a terminal of any width. */
function spoken(state: State): string {
  let written = "";
  const stdout = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        done();
      },
    }),
    { columns: 10_000, rows: 100 },
  );
  const look = createLook({ screenReader: true });
  render(<App look={look} state={{ ...state, screenReader: true }} />, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    isScreenReaderEnabled: true,
    interactive: true,
    patchConsole: false,
    debug: true,
  }).unmount();
  return written;
}

Deno.test("no frame that is heard is cut, nor holds what is only drawn", async () => {
  for (const [name, make] of Object.entries(ALL_SCREENS)) {
    const text = spoken(make(SIZE));
    assert.doesNotMatch(text, /[─━│├┤┄╷]/, name);
    assert.doesNotMatch(text, /…/, name);
    assert.doesNotMatch(text, / {40}/, name);
  }
  await throttleEnds();
});

Deno.test("facts that are heard one after the other have blanks between them", async () => {
  const text = spoken(states.token(SIZE));
  assert.match(text, /signature not verified +token hidden/);
  assert.match(text, /^ issued 13:42, expires 14:42$/m);
  const list = spoken(states.home(SIZE));
  assert.match(list, /arm-prod +expired +client-credentials +8f6c2f4e-/);
  await throttleEnds();
});
