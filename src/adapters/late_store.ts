import type { TokenStore } from "../engine/ports/token_store.ts";

/**
 * Makes a store that is opened when it is first used.
 *
 * @param open Opens it.
 * @returns The store; it is opened again if that has failed.
 */
export function createLateStore(open: () => Promise<TokenStore>): TokenStore {
  let opening: Promise<TokenStore> | undefined;
  const ready = async () => {
    try {
      return await (opening ??= open());
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return {
    read: async (partition, signal) =>
      await (await ready()).read(partition, signal),
    exclusively: async (partition, work, signal) =>
      await (await ready()).exclusively(partition, work, signal),
    list: async (signal) => await (await ready()).list(signal),
  };
}
