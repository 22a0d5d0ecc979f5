import assert from "node:assert/strict";
import { readCounts } from "../../../scripts/test.ts";

const permissions = "none";

Deno.test(
  "readCounts() reads the last summary of a run",
  { permissions },
  () => {
    assert.deepEqual(
      readCounts(
        "ok | 1 passed | 0 failed\n\nok | 12 passed (3 steps) | 0 failed | 2 ignored (1s)\n",
      ),
      { passed: 12, steps: 3, failed: 0, ignored: 2 },
    );
  },
);

Deno.test("readCounts() reads a run that failed", { permissions }, () => {
  assert.deepEqual(
    readCounts(
      "x => ./y.ts\n\nFAILED | 389 passed | 1 failed (1 step) (3m38s)\n",
    ),
    { passed: 389, steps: 0, failed: 1, ignored: 0 },
  );
});

Deno.test("readCounts() finds nothing in a run that did not come to its end", {
  permissions,
}, () => {
  assert.equal(readCounts("error: Type checking failed"), undefined);
});
