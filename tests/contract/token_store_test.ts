import type { FileStoreOptions } from "../../src/adapters/store/file_store.ts";
import { createMemoryStore } from "../../src/adapters/store/memory_store.ts";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";
import { openPlainStore, openTestStore } from "../support/store_world.ts";
import { type StoreWorld, testTokenStore } from "./token_store_contract.ts";

function inDirectory(
  open: (directory: string) => TokenStore,
): () => Promise<StoreWorld> {
  return async () => {
    const home = await Deno.makeTempDir();
    return {
      handle: () => open(`${home}/state/kernel`),
      close: () => Deno.remove(home, { recursive: true }),
    };
  };
}

function sealed(damaged: FileStoreOptions["damaged"]) {
  return inDirectory((directory) =>
    openTestStore(directory, { damaged }).store
  );
}

testTokenStore("A sealed file store", sealed("set_aside"));
testTokenStore("A sealed file store that refuses damage", sealed("refuse"));
testTokenStore(
  "A plain file store",
  inDirectory((directory) => openPlainStore(directory).store),
);
testTokenStore("A memory store", () => {
  const store = createMemoryStore();
  return Promise.resolve({
    handle: () => store,
    close: () => Promise.resolve(),
  });
});
