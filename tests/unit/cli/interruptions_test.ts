import assert from "node:assert/strict";
import type { Interruption } from "../../../src/cli/errors.ts";
import { createInterruptions } from "../../../src/cli/interruptions.ts";

const options = { permissions: "none" } as const;

function signals() {
  let now = 10_000;
  const done: string[] = [];
  const handle = createInterruptions({
    now: () => now,
    abort: (reason: Interruption) => done.push(`abort ${reason.signal}`),
    exit: (code) => done.push(`exit ${code}`),
  });
  return {
    done,
    after(ms: number, signal: Parameters<typeof handle>[0]) {
      now += ms;
      handle(signal);
    },
  };
}

Deno.test(
  "createInterruptions() asks everything to stop at the first signal",
  options,
  () => {
    const { done, after } = signals();
    after(0, "SIGTERM");
    assert.deepEqual(done, ["abort SIGTERM"]);
  },
);

Deno.test(
  "createInterruptions() takes a second signal within half a second for the same one",
  options,
  () => {
    const { done, after } = signals();
    after(0, "SIGINT");
    after(1, "SIGINT");
    after(499, "SIGINT");
    assert.deepEqual(done, ["abort SIGINT"]);
  },
);

Deno.test(
  "createInterruptions() ends the program at a later second signal",
  options,
  () => {
    const { done, after } = signals();
    after(0, "SIGINT");
    after(501, "SIGINT");
    assert.deepEqual(done, ["abort SIGINT", "exit 130"]);
  },
);
