import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { describeTimestamp, timeOf } from "../../../src/engine/jwt/instant.ts";

const NOW = Date.UTC(2026, 10, 20, 4, 58);

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("describeTimestamp() calls absurd values no time", () => {
  for (
    const value of [
      NaN,
      Infinity,
      -Infinity,
      1e16,
      -1e300,
      "",
      "soon",
      "1e400",
      "99999999999999999999",
      null,
      undefined,
      true,
      [],
      [1700000000],
      {},
    ]
  ) {
    assert.equal(describeTimestamp(value, NOW), "not a time");
    assert.equal(timeOf(value), undefined);
  }
});

test("describeTimestamp() reads a time that is written as text, and objects", () => {
  assert.equal(
    describeTimestamp("1700000000", NOW),
    "text that reads as 2023-11-14 22:13:20 UTC, not a time: verifiers refuse it",
  );
  assert.equal(timeOf("1700000000"), undefined);
});

test("describeTimestamp() writes UTC and the distance from now", () => {
  const seconds = NOW / 1000;
  assert.equal(
    describeTimestamp(seconds + 42 * 60, NOW),
    "2026-11-20 05:40:00 UTC, in 42 minutes",
  );
  assert.equal(
    describeTimestamp(seconds - 3 * 60, NOW),
    "2026-11-20 04:55:00 UTC, 3 minutes ago",
  );
  assert.equal(
    describeTimestamp(seconds + 0.5, NOW),
    "2026-11-20 04:58:00 UTC, now",
  );
  assert.equal(
    describeTimestamp(-1, NOW),
    "1969-12-31 23:59:59 UTC, 56 years ago",
  );
  assert.match(describeTimestamp(8.64e12, NOW), /^\+275760-09-13 00:00:00 UTC/);
});

test("describeTimestamp() takes any number", () => {
  fc.assert(fc.property(fc.double(), fc.double(), (value, now) => {
    assert.equal(typeof describeTimestamp(value, now), "string");
  }));
});
