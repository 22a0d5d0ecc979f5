/** What whoever holds a record may do with it, while nobody else may. */
export interface LockedRecord {
  /** What is kept now: another process may have changed it before the lock was had. */
  read(): Promise<string | undefined>;
  /**
   * Puts a text in the place of the old one, whole or not at all.
   *
   * @param text The new text.
   * @param options When it stops being of use, for stores that clean up by themselves.
   */
  write(text: string, options?: WriteRecordOptions): Promise<void>;
  /** Takes the record away, with all that could bring it back. */
  remove(): Promise<void>;
}

/** What a store may know of a text that it keeps. */
export interface WriteRecordOptions {
  /** When nothing in the text can be of use any more, milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/**
 * Keeps texts that nobody else may read, each under the name of its partition.
 * Every method throws a `StoreError` when the store fails, and the reason of
 * the signal when that is aborted. A text that cannot be read back is as good
 * as none: the store puts it aside and says so in its own way.
 */
export interface TokenStore {
  /** What is kept under a partition; takes no lock, and sees an old text or a new one. */
  read(partition: string, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Does something to a record while no other process does.
   *
   * @param partition Its name.
   * @param work What to do; it may take as long as a request does.
   * @param signal Ends the wait and the work.
   * @returns What `work` returns.
   */
  exclusively<T>(
    partition: string,
    work: (record: LockedRecord) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** The names of the partitions under which something is kept. */
  list(signal?: AbortSignal): Promise<readonly string[]>;
}
