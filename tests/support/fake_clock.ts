import type { Clock } from "../../src/engine/ports/mod.ts";

/** A clock that jumps: every sleep ends at once and moves the time. */
export interface FakeClock extends Clock {
  /** Every wait so far, in milliseconds. */
  readonly slept: readonly number[];
  /** Moves the time. */
  advance(ms: number): void;
}

/** Starts a fake clock at `start` milliseconds since the epoch. */
export function fakeClock(start = 0): FakeClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance(ms) {
      now += ms;
    },
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
