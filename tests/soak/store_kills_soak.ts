import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { canInject } from "../support/store_faults.ts";
import {
  killAtCalls,
  killAtRandom,
  leftAfterWrite,
} from "../support/store_kills.ts";
import { withStoreDirectory } from "../support/store_world.ts";

const KILLS = 1000;
const CALLS = [
  ...["openat", "write", "fsync", "/^rename", "close", "flock", "mkdir"],
  ...["unlink", "statx", "getdents64", "read", "lseek", "fcntl", "futex"],
];
const ignore = !canInject();
const why = ignore ? " (skipped: strace is missing or may not attach)" : "";

Deno.test("R3, R4: a file store is whole after 1,000 writers were killed, and nothing is left of them", async () => {
  await withStoreDirectory(async (directory) => {
    const report = await killAtRandom(directory, KILLS);
    const { unreadable, nextMs, late, nextProcessMs, temporaries } = report;
    print(
      `R3: ${KILLS} random kills: ${unreadable} unreadable, the next one has the record in ${
        nextMs.toFixed(1)
      } ms at most (${late} times in more than 100), a new process has written in ${
        nextProcessMs.toFixed(0)
      } ms at most`,
    );
    const left = await leftAfterWrite(directory);
    print(
      `R4: ${temporaries} temporaries at most meanwhile; left after one more write: ${
        left.join(", ")
      }`,
    );
    assert.equal(unreadable, 0);
    // One is what a busy machine does by itself.
    assert.ok(late <= 1, `${late} times late`);
    assert.deepEqual(left, ["*.tokens", "*.tokens.lock", "tmp"]);
  });
});

Deno.test({
  name:
    `R3: a file store is whole when its writer was killed at each call of the system${why}`,
  ignore,
  async fn() {
    let [kills, unreadable, nextMs] = [0, 0, 0];
    for (const call of CALLS) {
      await withStoreDirectory(async (directory) => {
        const report = await killAtCalls(directory, { call });
        kills += report.kills;
        unreadable += report.unreadable;
        nextMs = Math.max(nextMs, report.nextMs);
        assert.equal((await leftAfterWrite(directory)).length, 3);
      });
    }
    print(
      `R3: killed at each of ${kills} calls of the system (${CALLS.length} kinds): ${unreadable} unreadable, the next one has the record in ${
        nextMs.toFixed(1)
      } ms at most`,
    );
    assert.ok(kills >= CALLS.length);
    assert.equal(unreadable, 0);
  },
});
