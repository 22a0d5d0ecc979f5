import assert from "node:assert/strict";
import { runChecks } from "../../../src/cli/doctor/checks.ts";
import { type Finding, finding } from "../../../src/cli/doctor/finding.ts";
import type { Clock } from "../../../src/engine/ports/mod.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

/** Time that goes on when it is told to. */
function steppedClock(): Clock & { step(ms: number): void } {
  let now = 0;
  const waiting = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const entry = { at: now + ms, wake: resolve };
        waiting.add(entry);
        signal?.addEventListener("abort", () => {
          waiting.delete(entry);
          reject(signal.reason);
        });
      }),
    step(ms) {
      now += ms;
      for (const entry of waiting) {
        if (entry.at > now) continue;
        waiting.delete(entry);
        entry.wake();
      }
    },
  };
}

const never = () => new Promise<readonly Finding[]>(() => {});

test("runChecks() runs side by side and makes findings of what fails or hangs", async () => {
  const clock = steppedClock();
  const pending: string[] = [];
  const checks = [
    {
      area: "runtime",
      run: () =>
        Promise.resolve([finding("runtime_version", "ok", { message: "" })]),
    },
    { area: "network", run: never },
    { area: "storage", run: () => Promise.reject(new Error("s3cr3t")) },
    {
      area: "browser",
      run: (signal: AbortSignal) =>
        new Promise<readonly Finding[]>((resolve) => {
          signal.addEventListener(
            "abort",
            () =>
              resolve([
                finding("browser_missing", "note", { message: "so far" }),
              ]),
          );
        }),
    },
  ] as const;
  const running = runChecks(checks, {
    clock,
    signal: new AbortController().signal,
    limitMs: 4_500,
    onPending: (areas) => pending.push(areas.join()),
  });
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  clock.step(4_000);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  clock.step(500);
  const found = await running;
  assert.deepEqual(found.map(({ id, area }) => `${area} ${id}`), [
    "runtime runtime_version",
    "network check_late",
    "storage check_failed",
    "browser browser_missing",
  ]);
  assert.doesNotMatch(JSON.stringify(found), /s3cr3t/);
  assert.equal(pending.at(-1), "");
});

test("runChecks() ends with the reason of its signal", async () => {
  const end = new AbortController();
  const reason = new Error("interrupted");
  const running = runChecks([{ area: "network", run: never }], {
    clock: steppedClock(),
    signal: end.signal,
    limitMs: 4_500,
  });
  end.abort(reason);
  await assert.rejects(running, reason);
});
