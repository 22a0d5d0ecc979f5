/** The keys of one record. */
export interface RecordKeys {
  /** Stands for the partition, whose name the server does not learn. */
  readonly id: string;
  /** Where the sealed text is. */
  readonly tokens: string;
  /** Where the name of the holder is. */
  readonly lock: string;
}

/** The keys of the index. */
export interface IndexKeys {
  /** Sorted set: when each record runs out. */
  readonly expiry: string;
  /** Hash: which write each entry is of. */
  readonly writes: string;
}

/**
 * Names the keys of a record. What is in braces alone decides the slot of a
 * cluster, so that one script may touch a record and its lock.
 *
 * @param prefix What all keys begin with.
 * @param id Stands for the partition.
 * @returns The keys.
 * @see {@link https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags | Hash tags}
 */
export function recordKeys(prefix: string, id: string): RecordKeys {
  const base = `${prefix}:{${id}}`;
  return { id, tokens: `${base}:tokens`, lock: `${base}:lock` };
}

/**
 * Names the keys of the index, which have a slot of their own.
 *
 * @param prefix What all keys begin with.
 * @returns The keys.
 */
export function indexKeys(prefix: string): IndexKeys {
  const base = `${prefix}:{index}`;
  return { expiry: `${base}:expiry`, writes: `${base}:writes` };
}

/**
 * Makes the id of a partition.
 *
 * @param partition Its name.
 * @returns 32 hexadecimal digits.
 * @throws {TypeError} If the name has a lone surrogate: UTF-8 has none, so two
 * partitions would be one.
 */
export async function partitionId(partition: string): Promise<string> {
  if (!partition.isWellFormed()) {
    throw new TypeError(
      "Cannot use the name of the partition: it has half a character",
    );
  }
  const bytes = new TextEncoder().encode(partition);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest, 0, 16).toHex();
}
