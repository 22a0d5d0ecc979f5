import { createQueues } from "../../engine/cache/single_flight.ts";
import type {
  LockedRecord,
  TokenStore,
} from "../../engine/ports/token_store.ts";

/**
 * Makes a store that keeps everything in this process, and nothing beyond it.
 *
 * @returns The store.
 */
export function createMemoryStore(): TokenStore {
  const texts = new Map<string, string>();
  const enter = createQueues();
  const attempt = (signal: AbortSignal | undefined) =>
    Promise.resolve().then(() => signal?.throwIfAborted());
  const recordOf = (partition: string, signal?: AbortSignal): LockedRecord => ({
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
  });
  return {
    async read(partition, signal) {
      await attempt(signal);
      return texts.get(partition);
    },
    async exclusively(partition, work, signal) {
      await attempt(signal);
      const leave = await enter(partition, signal);
      try {
        return await work(recordOf(partition, signal));
      } finally {
        leave();
      }
    },
    async list(signal) {
      await attempt(signal);
      return [...texts.keys()].sort();
    },
  };
}
