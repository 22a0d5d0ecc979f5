import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { clip, fit, widthOf, wrap } from "../../../src/tui/document/line.ts";
import {
  exactly,
  moment,
  pause,
  relatively,
  roughly,
} from "../../../src/tui/document/time.ts";
import { validityLine } from "../../../src/tui/document/validity.ts";
import { bigLetters } from "../../../src/tui/view/parts/big_letters.ts";
import { windowOf } from "../../../src/tui/state/window.ts";
import { MINUTE, NOON } from "../../tui/support/fixtures.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const anyText = fc.string({ unit: "grapheme" })
  .map((text) => text.replace(/\p{C}/gu, ""));

test("clip() never exceeds the width, and fit() fills it", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
      assert.ok(widthOf(clip(text, width)) <= width);
      assert.equal(widthOf(fit(text, width)), width);
    }),
  );
});

test("wrap() loses nothing but the spaces it breaks at", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      const bare = (words: string) => words.replaceAll(/[ \n]/g, "");
      assert.equal(bare(lines.join("")), bare(text));
      for (const line of lines) assert.ok(widthOf(line) <= width);
    }),
  );
});

test("widthOf() counts cells, not code units", () => {
  assert.equal(widthOf("日本"), 4);
  assert.equal(widthOf("e\u0301"), 1);
  assert.equal(widthOf("👩‍🚀"), 2);
  assert.equal(widthOf("●▲✖○↻"), 5);
});

test("roughly() and exactly() write a length of time in words", () => {
  const lengths = [-5, 0, 1, 119_000, 120_000, 42.9 * MINUTE, 65 * MINUTE];
  assert.deepEqual(lengths.map(roughly), [
    "0 s",
    "0 s",
    "1 s",
    "119 s",
    "2 min",
    "42 min",
    "1 h 5 min",
  ]);
  assert.equal(roughly(76 * 60 * MINUTE), "3 d 4 h");
  assert.equal(exactly(14 * MINUTE + 31_500), "14 min 32 s");
  assert.equal(exactly(2 * MINUTE), "2 min");
  assert.deepEqual([5000, 1400, 200, 0].map(pause), [
    "5 s",
    "1 s",
    "0.2 s",
    "0 s",
  ]);
});

test("moment() adds the day when it is not today, and survives absurd claims", () => {
  const here = { now: NOON, timeZone: "UTC" };
  assert.equal(moment(NOON, here), "14:00");
  assert.equal(
    moment(NOON + 24 * 60 * MINUTE, here),
    "21 Nov 2026 14:00",
  );
  assert.equal(moment(1e300, here), "never");
});

function drawn(validity: Parameters<typeof validityLine>[0]): string {
  return validityLine(validity, { width: 60, timeZone: "UTC" })
    .map((span) => span.text).join("");
}

test("validityLine() draws now between issue and end", () => {
  assert.equal(
    drawn({
      issuedAt: NOON - 30 * MINUTE,
      expiresAt: NOON + 30 * MINUTE,
      now: NOON,
    }),
    " issued 13:30 ├──────────────●━━━━━━━━━━━━━━┤ 14:30 expires",
  );
});

test("validityLine() draws now outside a life that is over or not begun", () => {
  const over = drawn({
    issuedAt: NOON - 60 * MINUTE,
    expiresAt: NOON - 30 * MINUTE,
    now: NOON,
  });
  assert.match(over, /├─+┤┄+● 13:30 expires$/);
  const early = drawn({
    issuedAt: NOON + 30 * MINUTE,
    expiresAt: NOON + 60 * MINUTE,
    now: NOON,
  });
  assert.match(early, /●┄+├━+┤/);
});

test("validityLine() marks a later not-before, and says when nothing is known", () => {
  const later = drawn({
    issuedAt: NOON - 10 * MINUTE,
    notBefore: NOON - 5 * MINUTE,
    expiresAt: NOON + 10 * MINUTE,
    now: NOON,
  });
  assert.match(later, /├┄+╷─+●━+┤ 14:10 expires, not before 13:55/);
  assert.match(drawn({ now: NOON }), /does not say/);
});

test("validityLine() draws any numbers at all", () => {
  const number = fc.option(fc.double({ noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(number, number, number, (issuedAt, notBefore, expiresAt) => {
      const validity = {
        now: NOON,
        ...(issuedAt === undefined ? {} : { issuedAt }),
        ...(notBefore === undefined ? {} : { notBefore }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      };
      assert.ok(drawn(validity).length > 0);
    }),
  );
});

test("bigLetters() has three rows of one width, or none for an unknown letter", () => {
  const rows = bigLetters("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ?? [];
  assert.equal(rows.length, 3);
  assert.equal(new Set(rows.map((row) => row.length)).size, 1);
  assert.equal(bigLetters("Ä"), undefined);
  assert.equal(bigLetters(""), undefined);
});

test("bigLetters() draws no two letters alike", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
  const drawings = letters.map((letter) => bigLetters(letter)?.join("\n"));
  assert.equal(new Set(drawings).size, letters.length);
});

test("windowOf() always holds the selected row", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 2000 }),
    fc.nat(1999),
    fc.integer({ min: 1, max: 60 }),
    (count, wanted, rows) => {
      const selected = wanted % count;
      const [start, end] = windowOf({ count, selected, rows });
      assert.ok(start >= 0 && end <= count);
      assert.ok(start <= selected && selected < end);
      assert.equal(end - start, Math.min(rows, count));
    },
  ));
});

test("relatively() tells a moment by how far it is, before and after", () => {
  const present = { now: NOON, timeZone: "UTC" };
  assert.equal(relatively(NOON + 42 * MINUTE, present), "14:42, in 42 min");
  assert.equal(relatively(NOON + 90_000, present), "14:01, in 90 s");
  assert.equal(relatively(NOON, present), "14:00, now");
  assert.equal(relatively(NOON - 2 * MINUTE, present), "13:58, 2 min ago");
  assert.match(relatively(8.65e15, present), /^never, in /);
});
