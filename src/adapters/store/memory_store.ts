import type { TokenStore } from "../../engine/ports/token_store.ts";

/** Ends the wait for others, not what they do. */
function untilFreeOr(
  free: Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal === undefined) return free;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    void free.then(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}

/** Lets one after the other in, by name. */
function createQueues() {
  const last = new Map<string, Promise<void>>();
  return async <T>(
    name: string,
    work: () => Promise<T>,
    { signal }: { readonly signal?: AbortSignal | undefined },
  ): Promise<T> => {
    const before = last.get(name) ?? Promise.resolve();
    const { promise: done, resolve } = Promise.withResolvers<void>();
    // Whoever gives up waiting still stands between its neighbours.
    const mine = before.then(() => done);
    last.set(name, mine);
    void mine.then(() => {
      if (last.get(name) === mine) last.delete(name);
    });
    try {
      await untilFreeOr(before, signal);
      return await work();
    } finally {
      resolve();
    }
  };
}

/**
 * Makes a store that keeps everything in this process, and nothing beyond it.
 *
 * @returns The store.
 */
export function createMemoryStore(): TokenStore {
  const texts = new Map<string, string>();
  const enqueue = createQueues();
  const attempt = (signal: AbortSignal | undefined) =>
    Promise.resolve().then(() => signal?.throwIfAborted());
  return {
    async read(partition, signal) {
      await attempt(signal);
      return texts.get(partition);
    },
    async exclusively(partition, work, signal) {
      await attempt(signal);
      return await enqueue(partition, () =>
        work({
          async read() {
            await attempt(signal);
            return texts.get(partition);
          },
          async write(text) {
            await attempt(signal);
            texts.set(partition, text);
          },
          async remove() {
            await attempt(signal);
            texts.delete(partition);
          },
        }), { signal });
    },
    async list(signal) {
      await attempt(signal);
      return [...texts.keys()].sort();
    },
  };
}
