/** Far beyond any token, and near enough that every time has a date. */
const MAX_OFFSET_MS = 100 * 365.25 * 24 * 3600 * 1000;

/** The only source of time in the sandbox; the control API moves it. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** @throws {RangeError} when it is then more than a century from the real time */
  advance(seconds: number): void;
  reset(): void;
}

export function createClock(
  source: () => number = () => Date.now(),
): SandboxClock {
  let offsetMs = 0;
  return {
    now: () => source() + offsetMs,
    advance(seconds) {
      const moved = offsetMs + seconds * 1000;
      if (!(Math.abs(moved) <= MAX_OFFSET_MS)) {
        throw new RangeError(
          "Cannot move the clock: it would be more than 100 years off",
        );
      }
      offsetMs = moved;
    },
    reset() {
      offsetMs = 0;
    },
  };
}

export function epochSeconds(clock: SandboxClock): number {
  return Math.floor(clock.now() / 1000);
}

/** `2026-03-04 05:06:07Z`, the form that Entra's error bodies use. */
export function errorTimestamp(clock: SandboxClock): string {
  return new Date(clock.now()).toISOString().replace("T", " ").replace(
    /\.\d+/,
    "",
  );
}

/** Waits in real time; ends early when the signal does, so that no timer outlives the sandbox. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
