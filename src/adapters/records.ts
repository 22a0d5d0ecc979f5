import { load } from "./load.ts";
import { onDisk } from "./protection/alone.ts";
import { openHolder } from "./protection/choose.ts";
import type { AskPassphrase, ProtectionName } from "./protection/protection.ts";
import type { VaultHolder } from "./protection/vault.ts";
import { countPlaces, type PlaceCount, removeRecord } from "./store/places.ts";

export type { PlaceCount } from "./store/places.ts";

/** What is kept on this machine, whether or not it can be opened. */
export interface Records {
  /** Counts it, by protection. */
  count(): Promise<readonly PlaceCount[]>;
  /**
   * Takes one record of tokens away under every protection.
   *
   * @param partition Its name.
   * @param signal Ends the wait for whoever holds it.
   * @returns Whether there was one.
   */
  remove(partition: string, signal?: AbortSignal): Promise<boolean>;
  /** Takes the secrets of a profile away, as {@linkcode Records.remove} does. */
  removeSecrets(partition: string, signal?: AbortSignal): Promise<boolean>;
  /** Takes all of it away, and the keys; whoever is getting a token is waited for. */
  removeAll(signal?: AbortSignal): Promise<number>;
  /** Makes the next use of the vault ask for its passphrase; tells whether there is a vault. */
  lockVault(): Promise<boolean>;
  /** Puts another passphrase in the place of the vault's; what is in it stays. */
  changePassphrase(ask: AskPassphrase, signal?: AbortSignal): Promise<void>;
}

async function vaultIn(
  directory: string,
  askPassphrase?: AskPassphrase,
): Promise<VaultHolder> {
  const { createVaultHolder } = await load<
    typeof import("./protection/vault.ts")
  >("./protection/vault.ts", import.meta.url);
  return createVaultHolder({ directory, askPassphrase });
}

/**
 * Makes the way to what is kept on this machine.
 *
 * @param directory The state directory.
 * @param env Looks up an environment variable.
 * @returns Counts and removes; every method throws a `StoreError` when it cannot.
 */
export function openRecords(
  directory: string,
  env: (name: string) => string | undefined,
): Records {
  const removeAll = async (signal: AbortSignal | undefined) => {
    const { removeEverything } = await load<
      typeof import("./store/remove_everything.ts")
    >("./store/remove_everything.ts", import.meta.url);
    const forgetKey = async (name: ProtectionName) => {
      const holder = await openHolder(name, { directory, env, canAsk: false });
      await holder?.forget(signal);
    };
    return await removeEverything(directory, { forgetKey, signal });
  };
  return {
    count: () =>
      onDisk("Cannot look at what is kept", () => countPlaces(directory)),
    remove: (partition, signal) =>
      removeRecord(directory, { partition, suffix: ".tokens", signal }),
    removeSecrets: (partition, signal) =>
      removeRecord(directory, { partition, suffix: ".secrets", signal }),
    removeAll: (signal) =>
      onDisk("Cannot remove what is kept", () => removeAll(signal)),
    lockVault: async () => await (await vaultIn(directory)).lock(),
    changePassphrase: async (ask, signal) =>
      await (await vaultIn(directory, ask)).changePassphrase(signal),
  };
}
