import type { StoreError } from "../../src/engine/errors.ts";
import type { LockedRecord, TokenStore } from "../../src/engine/ports/mod.ts";

/** A store in this process, which several clients can share, and which can fail. */
export interface FakeStore extends TokenStore {
  /** The texts by their partitions. */
  readonly texts: Map<string, string>;
  /** Thrown by what it names. */
  readonly failures: {
    read?: StoreError;
    lock?: StoreError;
    write?: StoreError;
  };
  /** How often a lock was had. */
  readonly locks: () => number;
}

/** Opens an empty store. */
export function fakeStore(): FakeStore {
  const texts = new Map<string, string>();
  const failures: FakeStore["failures"] = {};
  let last: Promise<unknown> = Promise.resolve();
  let locks = 0;
  const fail = (error: StoreError | undefined) => {
    if (error !== undefined) throw error;
  };
  const recordOf = (partition: string): LockedRecord => ({
    read: () => Promise.resolve(texts.get(partition)),
    async write(text) {
      await Promise.resolve();
      fail(failures.write);
      texts.set(partition, text);
    },
    async remove() {
      await Promise.resolve();
      fail(failures.write);
      texts.delete(partition);
    },
  });
  return {
    texts,
    failures,
    locks: () => locks,
    async read(partition) {
      await Promise.resolve();
      fail(failures.read);
      return texts.get(partition);
    },
    exclusively(partition, work) {
      const turn = last.catch(() => {}).then(() => {
        fail(failures.lock);
        locks++;
        return work(recordOf(partition));
      });
      last = turn;
      return turn;
    },
    list: () => Promise.resolve([...texts.keys()]),
  };
}
