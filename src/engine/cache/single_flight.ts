/** One call that may join a running one. */
export interface Flight<T> {
  /** Ends this call's wait; the shared work ends when nobody waits any more. */
  readonly signal?: AbortSignal;
  /** Starts the shared work. */
  readonly start: (signal: AbortSignal) => Promise<T>;
}

/** Joins calls under the same key into one piece of work. */
export type SingleFlight<T> = (key: string, flight: Flight<T>) => Promise<T>;

interface Shared<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

function waitFor<T>(
  shared: Shared<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return shared.result;
  return new Promise((resolve, reject) => {
    const leave = () => {
      shared.waiting--;
      if (shared.waiting === 0) shared.controller.abort(signal.reason);
      reject(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    shared.result.then(resolve, reject).finally(() =>
      signal.removeEventListener("abort", leave)
    );
  });
}

/**
 * Makes an empty set of flights.
 *
 * @returns A function that joins or starts one.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Shared<T>>();
  return (key, { signal, start }) => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    let shared = flights.get(key);
    if (shared === undefined || shared.controller.signal.aborted) {
      const controller = new AbortController();
      const result = start(controller.signal);
      const started: Shared<T> = { result, controller, waiting: 0 };
      const forget = () => {
        if (flights.get(key) === started) flights.delete(key);
      };
      result.then(forget, forget);
      flights.set(key, started);
      shared = started;
    }
    shared.waiting++;
    return waitFor(shared, signal);
  };
}

/** Waits for one's turn under a name; what it returns gives the turn to the next. */
export type Queues = (
  name: string,
  signal?: AbortSignal,
) => Promise<() => void>;

/** Resolves with `wait`, unless the signal comes first. */
async function orAborted(
  wait: Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal === undefined) return await wait;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  try {
    await Promise.race([wait, promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

/**
 * Lets the calls of one process pass one by one, each name by itself.
 *
 * @returns Waits for a turn.
 */
export function createQueues(): Queues {
  const last = new Map<string, Promise<void>>();
  return async (name, signal) => {
    const before = last.get(name) ?? Promise.resolve();
    const turn = Promise.withResolvers<void>();
    const after = before.then(() => turn.promise);
    last.set(name, after);
    after.then(() => {
      if (last.get(name) === after) last.delete(name);
    });
    try {
      await orAborted(before, signal);
    } catch (error) {
      turn.resolve();
      throw error;
    }
    return turn.resolve;
  };
}
