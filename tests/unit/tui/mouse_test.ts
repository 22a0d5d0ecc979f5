import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  messagesAt,
  type Pointing,
  regionsOf,
} from "../../../src/tui/keys/pointer.ts";
import { createMouse } from "../../../src/tui/mouse.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const ON = "\x1b[?1000h\x1b[?1006h";
const OFF = "\x1b[?1006l\x1b[?1000l";

/** A terminal that is read in the pieces that are given. */
function open(...chunks: readonly string[]) {
  const left = [...chunks];
  const written: string[] = [];
  const reports: Pointing[] = [];
  const mouse = createMouse({
    stdin: { read: () => left.shift() ?? null } as NodeJS.ReadableStream,
    stdout: {
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WritableStream,
  });
  const read = () => {
    const keys: string[] = [];
    for (let key = mouse.stdin.read(); key !== null; key = mouse.stdin.read()) {
      keys.push(String(key));
    }
    return keys.join("");
  };
  const take = () => mouse.take((pointing) => reports.push(pointing));
  return { mouse, written, reports, read, take };
}

test("a mouse that was not taken changes nothing that is read", () => {
  const { mouse, written, read } = open("j\x1b[<0;3;4M");
  assert.equal(read(), "j\x1b[<0;3;4M");
  mouse.release();
  assert.deepEqual(written, []);
});

test("a mouse takes its reports out of the keys", () => {
  const { reports, take, read } = open(
    "j\x1b[<0;3;4M\x1b[<0;3;4mk",
    "\x1b[<65;1;1M",
  );
  take();
  assert.equal(read(), "jk");
  assert.deepEqual(reports, [
    { kind: "click", column: 2, row: 3 },
    { kind: "wheel_down", column: 0, row: 0 },
  ]);
});

test("a mouse knows a report that comes in two reads", () => {
  for (let cut = 2; cut < 10; cut++) {
    const report = "\x1b[<0;33;4M";
    const { reports, take, read } = open(
      report.slice(0, cut),
      report.slice(cut),
    );
    take();
    assert.equal(read(), "");
    assert.deepEqual(reports, [{ kind: "click", column: 32, row: 3 }]);
  }
});

test("a mouse leaves a click with a modifier to others", () => {
  const { reports, take, read } = open("\x1b[<4;3;4M\x1b[<16;3;4M\x1b[<2;3;4M");
  take();
  assert.equal(read(), "");
  assert.deepEqual(reports, []);
});

test("pasted text is never a click", () => {
  const pasted = "\x1b[200~\x1b[<0;3;4M\x1b[201~";
  const { reports, take, read } = open(
    pasted,
    "\x1b[200~\x1b[<0;3",
    ";4M\x1b[201~",
  );
  take();
  assert.equal(read(), pasted + pasted);
  assert.deepEqual(reports, []);
});

test("a mouse is given back while something else has the terminal", async () => {
  const { mouse, written, take } = open();
  take();
  await mouse.during(() => {
    assert.deepEqual(written, [ON, OFF]);
    return Promise.resolve();
  });
  assert.deepEqual(written, [ON, OFF, ON]);
  mouse.release();
  mouse.release();
  assert.deepEqual(written, [ON, OFF, ON, OFF]);
  await mouse.during(() => Promise.resolve());
  assert.equal(written.length, 4);
});

test("reading with a mouse loses no key, however it is split", () => {
  const piece = fc.constantFrom(
    "j",
    "\x1b[A",
    "é",
    "\x1b[<0;3;4M",
    "\x1b[5~",
    "q",
  );
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(9)), (pieces, cuts) => {
      const text = pieces.join("");
      const chunks: string[] = [];
      let rest = text;
      for (const cut of cuts) {
        // Ink has the escape by then, and what follows is no key.
        if (rest[cut] === "\x1b" || rest.slice(0, cut + 1).endsWith("\x1b")) {
          continue;
        }
        chunks.push(rest.slice(0, cut + 1));
        rest = rest.slice(cut + 1);
      }
      const { take, read, reports } = open(...chunks.filter(Boolean), rest);
      take();
      assert.equal(read(), text.replaceAll("\x1b[<0;3;4M", ""));
      assert.equal(
        reports.length,
        pieces.filter((one) => one.endsWith("M")).length,
      );
    }),
  );
});

function click(row: number, column = 5): Pointing {
  return { kind: "click", column, row };
}

test("a click selects a profile, and on the selected one it is Enter", () => {
  const home = states.home();
  assert.deepEqual(messagesAt(home, click(5)), [{ type: "pick", index: 2 }]);
  assert.deepEqual(messagesAt(home, click(3)), [{ type: "open_token" }]);
  assert.equal(states.play(home, { type: "pick", index: 2 }).selected, 2);
  assert.deepEqual(messagesAt(home, click(12)), []);
});

test("a click on a hint of the footer is its key", () => {
  const home = states.home();
  const footer = regionsOf(home).filter(({ row }) => row === 22);
  assert.deepEqual(footer[0], {
    row: 22,
    from: 1,
    to: 11,
    message: { type: "open_token" },
  });
  assert.deepEqual(messagesAt(home, click(22, 2)), [{ type: "open_token" }]);
  assert.deepEqual(messagesAt(home, click(22, 11)), []);
});

test("a click selects in menus, the palette and the settings", () => {
  const menu = states.play(states.home(), { type: "open_copy" });
  assert.deepEqual(messagesAt(menu, click(6)), [{ type: "pick", index: 1 }]);
  const palette = states.play(states.home(), { type: "open_palette" });
  assert.deepEqual(messagesAt(palette, click(3)), [{ type: "accept" }]);
  const settings = states.play(states.home(), { type: "open_settings" });
  const picked = states.play(settings, { type: "pick", index: 2 });
  assert.deepEqual(messagesAt(picked, click(5)), [{
    type: "step_setting",
    by: 1,
  }]);
  const far = states.play(settings, { type: "pick", index: 99 });
  assert.equal(far, settings);
});

test("the wheel moves a list by one and a text by three", () => {
  const wheel: Pointing = { kind: "wheel_down", column: 0, row: 5 };
  const down = { type: "move", distance: "down" };
  assert.deepEqual(messagesAt(states.home(), wheel), [down]);
  assert.deepEqual(
    messagesAt(states.play(states.token(), { type: "reveal" }), wheel),
    [down, down, down],
  );
});

test("regionsOf() has no overlap, and nothing outside the screen", () => {
  const open = [
    "open_palette",
    "open_settings",
    "open_log",
    "open_help",
    "open_flows",
  ] as const;
  for (const columns of [59, 60, 80, 100, 140]) {
    for (const rows of [14, 15, 24, 40]) {
      for (const type of open) {
        const size = { columns, rows };
        const regions = regionsOf(states.play(states.home(size), { type }));
        for (const one of regions) {
          assert.ok(one.row >= 2 && one.row < rows - 1 && one.to <= columns);
          const others = regions.filter(({ row }) => row === one.row);
          assert.equal(
            others.filter(({ from, to }) => from < one.to && one.from < to)
              .length,
            1,
          );
        }
      }
    }
  }
});
