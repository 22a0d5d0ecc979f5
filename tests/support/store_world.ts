import {
  createFileStore,
  type FileStoreOptions,
  type StoreNotice,
} from "../../src/adapters/store/file_store.ts";
import type { KeyHolder } from "../../src/adapters/protection/protection.ts";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";

/** Holds a key that every process of a test knows; another number is another key. */
export function testKey(number = 1): KeyHolder {
  const key = new Uint8Array(32).fill(number);
  return {
    find: () => Promise.resolve(key),
    obtain: () => Promise.resolve(key),
    forget: () => Promise.resolve(),
  };
}

/** A store in a directory of a test, and what it said. */
export interface TestStore {
  readonly store: TokenStore;
  readonly notices: StoreNotice[];
}

/** Opens a sealed store of tokens; options change what is wanted otherwise. */
export function openTestStore(
  directory: string,
  options: Partial<FileStoreOptions> = {},
): TestStore {
  const notices: StoreNotice[] = [];
  const store = createFileStore({
    directory,
    key: testKey(),
    damaged: "set_aside",
    suffix: ".tokens",
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
  return { store, notices };
}

/** Opens a store that keeps plain text. */
export function openPlainStore(
  directory: string,
  damaged: "set_aside" | "refuse" = "set_aside",
): TestStore {
  const notices: StoreNotice[] = [];
  const store = createFileStore({
    directory,
    damaged,
    suffix: ".tokens",
    onNotice: (notice) => notices.push(notice),
  });
  return { store, notices };
}

/** Runs `work` with a directory that is not there yet, and leaves nothing behind. */
export async function withStoreDirectory<T>(
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const home = await Deno.makeTempDir();
  try {
    return await work(`${home}/state/kernel`);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Keeps a text. */
export async function put(
  store: TokenStore,
  partition: string,
  { text }: { readonly text: string },
): Promise<void> {
  await store.exclusively(partition, (record) => record.write(text));
}

/** Every file and directory below a directory, as paths from it. */
export async function filesBelow(directory: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string) => {
    for await (const { name, isDirectory } of Deno.readDir(directory + path)) {
      found.push(`${path}/${name}`.slice(1));
      if (isDirectory) await walk(`${path}/${name}`);
    }
  };
  await walk("");
  return found.sort();
}

/** Name of the only file with an ending. */
export async function onlyFile(
  directory: string,
  suffix = ".tokens",
): Promise<string> {
  const found = (await filesBelow(directory)).filter((name) =>
    name.endsWith(suffix)
  );
  if (found.length !== 1) throw new Error(`${found.length} files end so`);
  return `${directory}/${found[0]}`;
}
