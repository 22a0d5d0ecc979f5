import type { Clock } from "../engine/ports/mod.ts";

/** Longest delay that timers take: 2³¹ − 1 ms; beyond it they fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The system clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  deadline: (ms) => AbortSignal.timeout(Math.min(ms, LONGEST_TIMER_MS)),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
      signal?.addEventListener("abort", abort, { once: true });
    }),
};

/**
 * Calls back once after a while, unless the program ends before. Unlike a
 * sleep it costs no start-up time: the first `setTimeout` of a process loads
 * what Node's timers need, 3 ms and 3 MiB. Where nothing ends the program, it
 * goes on until the time is up.
 *
 * @param ms How long, in milliseconds.
 * @param listener Is called when the time is up.
 */
export function remind(ms: number, listener: () => void): void {
  AbortSignal.timeout(ms).addEventListener("abort", listener, { once: true });
}
