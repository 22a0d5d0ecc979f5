/**
 * A process that uses a store: `count` adds to a number many times and prints
 * its longest wait for the lock in milliseconds, `hold` takes the lock, says so
 * and writes when it is given a line.
 */
import {
  createRedisTokenStore,
  StoreError,
} from "../../src/adapters/redis/mod.ts";
import { openWire } from "./redis_wire.ts";

const [work, url = "", partition = "", number = "1"] = Deno.args;

/** A pipe in which each line is written at once, whatever is behind it. */
async function say(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${text}\n`));
}

using wire = await openWire(url);
const store = createRedisTokenStore({
  command: (args) => wire.command(args),
  keys: [new Uint8Array(32).fill(7)],
  lockMs: work === "hold" ? Number(number) : 30_000,
});

async function count(): Promise<void> {
  let longest = 0;
  for (let left = Number(number); left > 0; left--) {
    const start = performance.now();
    await store.exclusively(partition, async (record) => {
      longest = Math.max(longest, performance.now() - start);
      const before = Number(await record.read() ?? "0");
      await record.write(String(before + 1));
    });
  }
  await say(longest.toFixed(0));
}

async function hold(): Promise<void> {
  await store.exclusively(partition, async (record) => {
    await say("held");
    await Deno.stdin.read(new Uint8Array(1));
    try {
      await record.write("of the holder");
      await say("written");
    } catch (error) {
      await say(error instanceof StoreError ? error.reason : String(error));
    }
  });
}

await (work === "count" ? count() : hold());
