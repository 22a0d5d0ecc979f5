import assert from "node:assert/strict";
import { clockFace } from "../../../src/cli/terminal/durations.ts";
import { parseDuration } from "../../../src/cli/flags/kinds.ts";
import { UsageError } from "../../../src/cli/errors.ts";

const options = { permissions: "none" } as const;

Deno.test(
  "parseDuration() refuses what is no whole number with a unit",
  options,
  () => {
    for (
      const text of [
        "",
        "s",
        "-1s",
        "1.5m",
        "1 m",
        "1d",
        "1e3",
        "0x10",
        "9999999999",
        "1s2",
      ]
    ) {
      assert.throws(() => parseDuration(text), UsageError, text);
    }
  },
);

Deno.test(
  "parseDuration() knows milliseconds, seconds, minutes and hours",
  options,
  () => {
    assert.deepEqual(
      ["250ms", "30s", "30", "2m", "1h", "0"].map(parseDuration),
      [250, 30_000, 30_000, 120_000, 3_600_000, 0],
    );
  },
);

Deno.test("clockFace() counts down to 0:00 and no further", options, () => {
  assert.deepEqual(
    [900_000, 59_001, 1, 0, -5_000].map(clockFace),
    ["15:00", "1:00", "0:01", "0:00", "0:00"],
  );
});
