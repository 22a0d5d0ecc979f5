import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { commandCount, runEverything } from "../support/canary_runs.ts";
import { CANARY_KINDS } from "../support/canary_secrets.ts";
import { CANARY_OUTCOMES } from "../support/canary_world.ts";

const TALK = [
  [],
  ["--quiet"],
  ["--verbose"],
  ["--trace"],
  ["--verbose", "--trace"],
  ["--verbose", "--trace", "--color", "always"],
];

Deno.test("X1: no command shows a secret that nobody asked for, whatever happens and however it talks", async () => {
  let runs = 0;
  let hits = 0;
  for (const outcome of CANARY_OUTCOMES) {
    for (const talk of TALK) {
      const report = await runEverything({ outcome, talk });
      assert.deepEqual(report.leaks, [], outcome);
      runs += report.runs;
      hits += report.leaks.length;
    }
  }
  print(
    `X1: ${CANARY_KINDS.length} kinds x ${commandCount()} commands x ${CANARY_OUTCOMES.length} outcomes x ${TALK.length} ways to talk, ${runs} runs: ${hits} hits`,
  );
});
