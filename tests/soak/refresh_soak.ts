import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { ROOT } from "../support/product.ts";
import { withStoreDirectory } from "../support/store_world.ts";

const REFRESHES = 1000;
const MIB = 1024 * 1024;

interface Held {
  readonly handles: number;
  readonly rss: number;
  readonly heapUsed: number;
}

interface Report {
  readonly requests: number;
  readonly notices: number;
  readonly early: Held;
  readonly late: Held;
}

Deno.test({
  name:
    "P10: a client refreshes 1,000 times in 30 days, and holds no more than at first",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withStoreDirectory(async (directory) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--quiet", "--no-lock", "--allow-all"],
          // The space for young objects grows with their number in a second,
          // and a month goes by in one here.
          "--v8-flags=--expose-gc,--max-semi-space-size=2",
          `${ROOT}tests/support/refresh_worker.ts`,
          ...[directory, String(REFRESHES)],
        ],
        // Deno's look for a newer Deno opens sockets of its own.
        env: { DENO_NO_UPDATE_CHECK: "1" },
        stdin: "null",
        // A timer that is left would keep it alive.
        signal: AbortSignal.timeout(120_000),
      }).output();
      assert.equal(code, 0, new TextDecoder().decode(stderr));
      const { requests, notices, early, late }: Report = JSON.parse(
        new TextDecoder().decode(stdout),
      );
      const grown = (late.rss - early.rss) / MIB;
      const heap = (late.heapUsed - early.heapUsed) / MIB;
      const leaked = late.handles - early.handles;
      print(
        `P10: ${requests - 1} refreshes, ${leaked} leaked handles, RSS grew ${
          grown.toFixed(1)
        } MiB, the heap in use ${heap.toFixed(1)} MiB`,
      );
      assert.deepEqual(
        { requests, notices, leaked },
        { requests: REFRESHES + 1, notices: 0, leaked: 0 },
      );
      assert.ok(grown <= 10, `${grown} MiB`);
      assert.ok(heap <= 2, `${heap} MiB`);
    }),
});
