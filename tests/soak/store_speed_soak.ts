import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import {
  openTestStore,
  put,
  withStoreDirectory,
} from "../support/store_world.ts";

/** The size of a rich set of tokens. */
const TEXT = "x".repeat(20_000);

/** What a share of the runs stays under, in milliseconds. */
function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[
    Math.min(sorted.length - 1, Math.floor(share * sorted.length))
  ]!;
}

async function measure(
  times: number,
  work: (index: number) => Promise<void>,
): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let index = 0; index < times; index++) {
    const start = performance.now();
    await work(index);
    taken.push(performance.now() - start);
  }
  return taken;
}

function figures(times: readonly number[]): string {
  return [0.5, 0.99].map((share) => quantile(times, share).toFixed(2)).join(
    " ms p50, ",
  ) + " ms p99";
}

/** What no safe write can do without: a new file, brought to the disk, in the old one's place. */
function writeBarely(directory: string): Promise<void> {
  const [path, bytes] = [`${directory}/bare`, new TextEncoder().encode(TEXT)];
  {
    using file = Deno.openSync(`${path}.new`, { create: true, write: true });
    file.writeSync(bytes);
    file.syncSync();
  }
  Deno.renameSync(`${path}.new`, path);
  using handle = Deno.openSync(directory);
  handle.syncSync();
  return Promise.resolve();
}

Deno.test("R9: a write of 20 kB takes 5 ms at most, 99 times of 100", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory);
    const write = () => put(store, "p", { text: TEXT });
    await measure(100, write);
    const bare: number[] = [];
    const writes: number[] = [];
    // In turns, so that both meet the same disk and the same load.
    for (let turn = 0; turn < 2000; turn++) {
      writes.push(...await measure(1, write));
      bare.push(...await measure(1, () => writeBarely(directory)));
    }
    const reads = await measure(2000, async () => {
      await store.read("p");
    });
    print(
      `R9: writing 20 kB: ${figures(writes)}; the disk alone takes ${
        figures(bare)
      }`,
    );
    print(`R9: reading 20 kB: ${figures(reads)}`);
    // A disk that is busy with others is not what is tested here.
    assert.ok(quantile(writes, 0.99) <= Math.max(5, 2 * quantile(bare, 0.99)));
  });
});

Deno.test("F11: a record costs the same among 10 and among 10,000", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory);
    const medians: { reads: number; writes: number }[] = [];
    let made = 0;
    for (const count of [10, 10_000]) {
      for (; made < count; made++) await put(store, `p${made}`, { text: TEXT });
      const name = (index: number) => `p${index * 7919 % count}`;
      const reads = await measure(500, async (index) => {
        await store.read(name(index));
      });
      const writes = await measure(
        500,
        (index) => put(store, name(index), { text: TEXT }),
      );
      const [removed] = await measure(
        1,
        () => store.exclusively("p0", (record) => record.remove()),
      );
      await put(store, "p0", { text: TEXT });
      const [listed] = await measure(1, async () => {
        assert.equal((await store.list()).length, count);
      });
      print(
        `F11: among ${count} records: reading ${figures(reads)}; writing ${
          figures(writes)
        }; removing one ${removed!.toFixed(1)} ms; listing all ${
          listed!.toFixed(0)
        } ms`,
      );
      medians.push({
        reads: quantile(reads, 0.5),
        writes: quantile(writes, 0.5),
      });
    }
    const [few, many] = medians;
    assert.ok(many!.reads <= few!.reads * 2 + 0.1);
    assert.ok(many!.writes <= few!.writes * 2 + 0.5);
  });
});
