import assert from "node:assert/strict";
import { systemClock } from "../../src/adapters/clock.ts";
import { writeUnder } from "./store_faults.ts";
import { startWorker } from "./store_processes.ts";
import { isWholeText } from "./store_texts.ts";
import { filesBelow, openTestStore } from "./store_world.ts";

/** How a store was after its writers were killed. */
export interface KillReport {
  readonly kills: number;
  /** Files that could not be read, or held something that nobody wrote. */
  readonly unreadable: number;
  /** Longest time until the next one in this process had the record. */
  readonly nextMs: number;
  /** How often that took longer than 100 ms. */
  readonly late: number;
  /** Longest time from the start of the next process to the end of its first write. */
  readonly nextProcessMs: number;
  /** Temporaries that were left before the last write. */
  readonly temporaries: number;
}

/** Whether what is kept can be read, and how long the record had to be waited for. */
async function inspect(directory: string) {
  const start = performance.now();
  const { store, notices } = openTestStore(directory);
  const text = await store.exclusively("p", (record) => record.read());
  const isWhole = text !== undefined && isWholeText(text);
  return {
    nextMs: performance.now() - start,
    isReadable: isWhole && notices.length === 0,
  };
}

async function temporariesIn(directory: string): Promise<number> {
  const names = await filesBelow(directory);
  return names.filter((name) => name.startsWith("tmp/")).length;
}

/** Kills writers at times that chance chooses, one after the other. */
export async function killAtRandom(
  directory: string,
  times: number,
): Promise<KillReport> {
  const longest = { nextMs: 0, nextProcessMs: 0 };
  let unreadable = 0;
  let [temporaries, late] = [0, 0];
  for (let kill = 0; kill < times; kill++) {
    await using worker = startWorker(directory, { task: "forever" });
    const { readyMs, bad } = JSON.parse(await worker.line() ?? "{}");
    await systemClock.sleep(Math.random() * 6);
    await worker.end();
    const { nextMs, isReadable } = await inspect(directory);
    if (!isReadable || bad > 0) unreadable++;
    if (nextMs > 100) late++;
    longest.nextMs = Math.max(longest.nextMs, nextMs);
    longest.nextProcessMs = Math.max(longest.nextProcessMs, readyMs);
    temporaries = Math.max(temporaries, await temporariesIn(directory));
  }
  return { kills: times, unreadable, temporaries, late, ...longest };
}

/** Kills writers at one call of the system after the other. */
export async function killAtCalls(
  directory: string,
  { call, times = Infinity }: {
    readonly call: string;
    readonly times?: number;
  },
): Promise<KillReport> {
  let [kills, unreadable, nextMs] = [0, 0, 0];
  for (let number = 1; number <= times; number++) {
    const injection = `${call}:signal=KILL:when=${number}`;
    const { reason } = await writeUnder(directory, { injection });
    if (reason !== undefined) {
      assert.equal(reason, "none");
      break;
    }
    kills++;
    const seen = await inspect(directory);
    if (!seen.isReadable) unreadable++;
    nextMs = Math.max(nextMs, seen.nextMs);
  }
  const temporaries = await temporariesIn(directory);
  const late = nextMs > 100 ? 1 : 0;
  return { kills, unreadable, nextMs, late, temporaries, nextProcessMs: 0 };
}

/** What is left beside the file after one more write. */
export async function leftAfterWrite(
  directory: string,
): Promise<readonly string[]> {
  const { store } = openTestStore(directory);
  await store.exclusively("p", (record) => record.write("1"));
  return (await filesBelow(directory)).map((name) =>
    name.replace(/[0-9a-f]{32}/, "*")
  );
}
