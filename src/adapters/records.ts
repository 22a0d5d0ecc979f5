import { load } from "./load.ts";
import { onDisk } from "./protection/alone.ts";
import { openHolder } from "./protection/choose.ts";
import type { AskPassphrase, ProtectionName } from "./protection/protection.ts";
import type { VaultHolder } from "./protection/vault.ts";
import {
  countPlaces,
  type PlaceCount,
  removeEverything,
  removeRecord,
} from "./store/places.ts";

export type { PlaceCount } from "./store/places.ts";

/** What is kept on this machine, whether or not it can be opened. */
export interface Records {
  /** Counts it, by protection. */
  count(): Promise<readonly PlaceCount[]>;
  /** Takes one record of tokens away under every protection. */
  remove(partition: string): Promise<void>;
  /** Takes the secrets of a profile away under every protection. */
  removeSecrets(partition: string): Promise<void>;
  /** Takes all of it away, and the keys. */
  removeAll(): Promise<number>;
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
  const forgetKey = async (name: ProtectionName) => {
    const holder = await openHolder(name, { directory, env, canAsk: false });
    await holder?.forget();
  };
  return {
    count: () =>
      onDisk("Cannot look at what is kept", () => countPlaces(directory)),
    remove: (partition) =>
      removeRecord(directory, { partition, suffix: ".tokens" }),
    removeSecrets: (partition) =>
      removeRecord(directory, { partition, suffix: ".secrets" }),
    removeAll: () =>
      onDisk(
        "Cannot remove what is kept",
        () => removeEverything(directory, { forgetKey }),
      ),
    lockVault: async () => await (await vaultIn(directory)).lock(),
    changePassphrase: async (ask, signal) =>
      await (await vaultIn(directory, ask)).changePassphrase(signal),
  };
}
