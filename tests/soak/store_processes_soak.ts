import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { readWhileWritten, updateAtOnce } from "../support/store_crowd.ts";
import { withStoreDirectory } from "../support/store_world.ts";

Deno.test("R1: a file store loses no update of 100 processes with 20 each, and none waits for long", async () => {
  await withStoreDirectory(async (directory) => {
    const { kept, longestMs, bad } = await updateAtOnce(directory, {
      processes: 100,
      times: 20,
    });
    print(
      `R1: 100 processes x 20 updates: ${kept} of 2000 kept, longest wait ${
        Math.round(longestMs)
      } ms`,
    );
    assert.deepEqual({ kept, bad }, { kept: 2000, bad: 0 });
    assert.ok(longestMs <= 5000);
  });
});

Deno.test("R2: no reader meets a corrupt file in 50 runs of 5 writers and 5 readers", async () => {
  let corrupt = 0;
  for (let run = 0; run < 50; run++) {
    await withStoreDirectory(async (directory) => {
      const { kept, bad } = await readWhileWritten(directory, {
        ...{ writers: 5, writes: 100 },
        ...{ readers: 5, reads: 300 },
      });
      if (kept !== 500 || bad > 0) corrupt++;
    });
  }
  print(
    `R2: 5 writers x 100 with 5 readers x 300: ${corrupt} of 50 runs with a corrupt read or a lost update`,
  );
  assert.equal(corrupt, 0);
});
