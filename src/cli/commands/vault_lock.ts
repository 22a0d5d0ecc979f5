import type { Context } from "../context.ts";
import { StorageError } from "../errors.ts";
import { statePath } from "../kept/storage.ts";

/** Makes the next use of the vault ask for its passphrase. */
export default async function vaultLock(this: Context): Promise<void> {
  const records = await this.io.records(statePath(this));
  if (await records.lockVault()) {
    return this.messages.note(
      "Locked the vault; its next use asks for the passphrase",
    );
  }
  throw new StorageError(
    "Cannot lock the vault: there is no vault",
    "Sign in with ENTRADA_TOKEN_STORE=vault to make one",
  );
}
