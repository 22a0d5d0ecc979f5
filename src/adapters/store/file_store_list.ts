import type { FileStoreParts } from "./file_store.ts";
import { findDirectory } from "./record_file.ts";
import { storeError } from "./store_error.ts";

const NAME = /^[0-9a-f]{32}$/;

async function fileNames(
  directory: string,
  suffix: string,
): Promise<readonly string[]> {
  const names: string[] = [];
  if (findDirectory(directory, { isOwn: true }) === undefined) return names;
  for await (const { name } of Deno.readDir(directory)) {
    const stem = name.slice(0, -suffix.length);
    if (name.endsWith(suffix) && NAME.test(stem)) names.push(name);
  }
  return names;
}

/**
 * Names the partitions of a file store; a file that cannot be read has no name
 * that could be told, and is left out with a notice.
 *
 * @param parts The store.
 * @param signal Ends it.
 * @returns Their names, in alphabetical order.
 * @throws {StoreError} If the directory or one of the files may not be read.
 */
export async function listPartitions(
  parts: FileStoreParts,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  signal?.throwIfAborted();
  const { directory, suffix } = parts.options;
  const partitions: string[] = [];
  try {
    for (const file of await fileNames(directory, suffix)) {
      signal?.throwIfAborted();
      const { partition } = await parts.readFile(file);
      if (partition !== undefined) partitions.push(partition);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw storeError(`list "${directory}"`, error);
  }
  return partitions.sort();
}
