// X1 in breadth: every command, every outcome, one process. The real program's
// files, children and telemetry are in canary_program_test.ts.
import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import type { CanaryCall } from "../support/canary_calls.ts";
import {
  commandCount,
  leaksOf,
  runCall,
  runEverything,
} from "../support/canary_runs.ts";
import { CANARY_KINDS } from "../support/canary_secrets.ts";
import { CANARY, CANARY_OUTCOMES, canarySet } from "../support/canary_world.ts";

const TALK = ["--verbose", "--trace"];

for (const outcome of CANARY_OUTCOMES) {
  Deno.test(`X1: no command shows a secret that nobody asked for when the outcome is: ${outcome}`, async () => {
    const { leaks, runs, succeeded } = await runEverything({
      outcome,
      talk: TALK,
    });
    assert.deepEqual(leaks, []);
    assert.ok(outcome !== "ok" || succeeded > runs / 2, `${succeeded}`);
  });
}

Deno.test("X1: no command shows a secret that nobody asked for when it is not asked to talk", async () => {
  let [runs, hits] = [0, 0];
  for (const outcome of ["ok", "refused"] as const) {
    const report = await runEverything({ outcome, talk: [] });
    runs += report.runs;
    hits += report.leaks.length;
    assert.deepEqual(report.leaks, []);
  }
  print(
    `X1: ${CANARY_KINDS.length} kinds x ${commandCount()} commands in ${
      runs / 2
    } calls x ${CANARY_OUTCOMES.length} outcomes: ${hits} hits`,
  );
});

Deno.test("X1: a secret that a command shows is found, however it is spelt", async () => {
  const set = canarySet();
  const { secret } = CANARY;
  const bytes = new TextEncoder().encode(`x${secret}y`);
  const spellings = [
    secret.slice(3, 20),
    encodeURIComponent(secret),
    String(new URLSearchParams({ secret })),
    bytes.toHex(),
    ...["", "x", "xx"].map((before) => btoa(`${before}${secret}yyy`)),
    new TextEncoder().encode(secret).toBase64({ alphabet: "base64url" }),
  ];
  for (const [index, spelling] of spellings.entries()) {
    const kinds = set.hitsIn(`before ${spelling} after`).map(({ kind }) =>
      kind
    );
    assert.ok(kinds.includes("client secret"), `spelling ${index}`);
  }
  assert.deepEqual(set.hitsIn("nothing that is secret"), []);
  const call: CanaryCall = {
    argv: ["get-token", "-p", "app"],
    setting: { replies: [(_request, form) => new Error(`Sent ${form}`)] },
  };
  const run = (talk: readonly string[]) =>
    runCall(call, { outcome: "ok", talk, set, pfxPath: "" });
  assert.deepEqual(leaksOf(await run([]), { call, set }), []);
  const leaks = leaksOf(await run(["--verbose"]), { call, set });
  assert.match(leaks.join(), /client secret as form-encoded in stderr/);
});
