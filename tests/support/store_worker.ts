/**
 * A process that uses a store, for tests with many of them: its arguments are
 * the directory, what to do, and how often. Says on stdout how it went.
 */
import { StoreError } from "../../src/engine/errors.ts";
import { openTestStore } from "./store_world.ts";
import { isWholeText, wholeText } from "./store_texts.ts";

const [directory = "", task = "", count = "1"] = Deno.args;
const { store, notices } = openTestStore(directory);
const times = Number(count);

function say(value: unknown): void {
  const bytes = new TextEncoder().encode(JSON.stringify(value) + "\n");
  Deno.stdout.writeSync(bytes);
}

/** Adds one; returns how long the record had to be waited for. */
async function add(): Promise<number> {
  const start = performance.now();
  let waited = 0;
  await store.exclusively("p", async (record) => {
    waited = performance.now() - start;
    const before = await record.read();
    await record.write(wholeText(before ? parseInt(before) + 1 : 1));
  });
  return waited;
}

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  async add() {
    let longestMs = 0;
    for (let i = 0; i < times; i++) {
      longestMs = Math.max(longestMs, await add());
    }
    say({ longestMs, bad: notices.length });
  },
  async read() {
    let bad = 0;
    for (let i = 0; i < times; i++) {
      const text = await store.read("p");
      if (text !== undefined && !isWholeText(text)) bad++;
    }
    say({ longestMs: 0, bad: bad + notices.length });
  },
  /** Until it is killed; says how long after its start the first one was done. */
  async forever() {
    await add();
    say({ readyMs: performance.now(), bad: notices.length });
    while (true) await add();
  },
  /** Writes when it is told to, so that faults can be prepared in between. */
  async told() {
    await add();
    say({ ready: true });
    await Deno.stdin.read(new Uint8Array(1));
    try {
      await add();
      say({ reason: "none" });
    } catch (error) {
      say(
        error instanceof StoreError
          ? { reason: error.reason, message: error.message, hint: error.hint }
          : { reason: String(error) },
      );
    }
  },
};

await tasks[task]?.();
