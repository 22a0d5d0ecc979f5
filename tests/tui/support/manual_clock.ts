import type { Clock } from "../../../src/engine/ports/clock.ts";

/** A clock that a test moves; whoever sleeps wakes when it passes. */
export interface ManualClock extends Clock {
  /** Moves the time on, waking sleepers one after the other. */
  readonly advance: (ms: number) => Promise<void>;
  /** How many sleep now. */
  readonly sleepers: () => number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Makes a clock that stands still at `start`, in milliseconds. */
export function manualClock(start: number): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();

  function earliest(until: number): Sleeper | undefined {
    return [...sleepers].filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at)[0];
  }

  return {
    now: () => now,
    sleepers: () => sleepers.size,
    sleep(ms, signal) {
      signal?.throwIfAborted();
      return new Promise((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        }, { once: true });
      });
    },
    async advance(ms) {
      const until = now + ms;
      for (let next = earliest(until); next; next = earliest(until)) {
        sleepers.delete(next);
        now = Math.max(now, next.at);
        next.wake();
        // What wakes up may sleep again before the time that is aimed at.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      now = until;
    },
  };
}
