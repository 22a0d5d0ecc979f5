import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { formatDuration } from "../../../src/engine/jwt/duration.ts";

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("formatDuration() has words for what is no number of milliseconds", () => {
  assert.equal(formatDuration(NaN), "an unknown time");
  assert.equal(formatDuration(Infinity), "forever");
  assert.equal(formatDuration(-Infinity), "forever");
});

test("formatDuration() rounds down and names at most two units", () => {
  const spans: readonly (readonly [number, string])[] = [
    [0, "less than a second"],
    [999, "less than a second"],
    [SECOND, "1 second"],
    [59_999, "59 seconds"],
    [MINUTE, "1 minute"],
    [42 * MINUTE + 59 * SECOND, "42 minutes"],
    [HOUR, "1 hour"],
    [HOUR + 5 * MINUTE, "1 hour 5 minutes"],
    [2 * HOUR + MINUTE, "2 hours 1 minute"],
    [DAY, "1 day"],
    [DAY + 4 * HOUR, "1 day 4 hours"],
    [3 * DAY + 23 * HOUR, "3 days"],
    [365 * DAY, "365 days"],
    [366 * DAY, "1 year"],
    [56.9 * 365.25 * DAY, "56 years"],
  ];
  for (const [ms, words] of spans) assert.equal(formatDuration(ms), words);
});

test("formatDuration() does not look at the sign", () => {
  fc.assert(fc.property(fc.double(), (ms) => {
    assert.equal(formatDuration(-ms), formatDuration(ms));
    assert.match(formatDuration(ms), /^[a-z0-9+. ]+$/);
  }));
});
