import { StoreError } from "../../engine/errors.ts";
import type { Secret } from "../../engine/secret.ts";
import { writePrivate } from "../files_write.ts";
import { alone, onDisk } from "./alone.ts";
import { type AskPassphrase, KEY_BYTES } from "./protection.ts";
import { deriveKey } from "./scrypt.ts";
import { dropSessionKey, putSessionKey } from "./session_key.ts";
import { askFor, type OpenVault, openVault, readVault } from "./vault.ts";
import {
  formatVault,
  newVault,
  renewal,
  type Vault,
  wrapKey,
} from "./vault_file.ts";

/** A shorter one is guessed in a day, whatever a guess costs. */
const SHORTEST_PASSPHRASE = 8;

/** Who knows the passphrase, and what ends the work. */
export interface VaultChange {
  /** Asks for the passphrase; absent when nobody can be asked. */
  readonly ask: AskPassphrase | undefined;
  /** Ends the work. */
  readonly signal: AbortSignal | undefined;
}

type Key = Uint8Array<ArrayBuffer>;

async function askForNew(change: VaultChange): Promise<Secret> {
  const passphrase = await askFor("create", change);
  const action = "Cannot use the new passphrase";
  if ([...passphrase.reveal()].length < SHORTEST_PASSPHRASE) {
    throw new StoreError(
      "wrong_passphrase",
      `${action}: it has fewer than ${SHORTEST_PASSPHRASE} characters`,
      { hint: "Take a longer one, such as four words" },
    );
  }
  const again = await askFor("again", change);
  if (again.reveal() === passphrase.reveal()) return passphrase;
  throw new StoreError(
    "wrong_passphrase",
    `${action}: it was not the same the second time`,
    { hint: "Type the same passphrase twice" },
  );
}

async function seal(
  path: string,
  { key, passphrase, empty }: {
    readonly key: Key;
    readonly passphrase: Secret;
    readonly empty: Omit<Vault, "wrapped">;
  },
): Promise<void> {
  const wrapping = await deriveKey(passphrase.reveal(), empty);
  const vault = await wrapKey(key, { wrapping, vault: empty });
  await onDisk(
    "Cannot write the vault",
    () => writePrivate(path, formatVault(vault)),
  );
}

/**
 * Makes a vault with a new key, unless another process has made one meanwhile:
 * that is opened then.
 *
 * @param path Its file.
 * @param change Who knows the passphrase.
 * @returns The open vault.
 * @throws {StoreError} `wrong_passphrase`, `locked`, or if it cannot be written.
 */
export async function createVault(
  path: string,
  change: VaultChange,
): Promise<OpenVault> {
  // Nobody has to wait for the lock while a person types.
  const passphrase = await askForNew(change);
  const made = await alone(path, async () => {
    const vault = await readVault(path);
    if (vault !== undefined) return vault;
    const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    const empty = newVault();
    await seal(path, { key, passphrase, empty });
    putSessionKey(empty.id, key);
    return { id: empty.id, key };
  }, change);
  if ("key" in made) return made;
  return { id: made.id, key: await openVault(made, passphrase) };
}

/**
 * Seals the key of a vault with another passphrase.
 *
 * @param path Its file.
 * @param change Who knows the passphrases.
 * @throws {StoreError} `wrong_passphrase`, `no_key` if there is no vault, `busy` if another process has changed it meanwhile.
 */
export async function changePassphrase(
  path: string,
  change: VaultChange,
): Promise<void> {
  const action = "Cannot change the passphrase";
  const vault = await readVault(path);
  if (vault === undefined) {
    throw new StoreError("no_key", `${action}: there is no vault`, {
      hint: "Sign in with ENTRADA_TOKEN_STORE=vault to make one",
    });
  }
  const old = await askFor("open", change);
  const key = await openVault(vault, old);
  const passphrase = await askForNew(change);
  await alone(path, async () => {
    const now = await readVault(path);
    if (now === undefined || formatVault(now) !== formatVault(vault)) {
      throw new StoreError("busy", `${action}: another process has done so`, {
        hint: "Try again",
      });
    }
    const empty = { ...renewal(), id: vault.id };
    await seal(path, { key, passphrase, empty });
  }, change);
}

async function remove(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/**
 * Removes a vault with all that could bring its key back.
 *
 * @param path Its file.
 * @param options What ends the work.
 * @throws {StoreError} If it cannot be removed.
 */
export async function removeVault(
  path: string,
  options: Pick<VaultChange, "signal">,
): Promise<void> {
  await alone(path, async () => {
    // One that cannot be read any more is to go as well.
    const vault = await readVault(path).catch(() => undefined);
    if (vault !== undefined) dropSessionKey(vault.id);
    await remove(path);
    const cut = path.lastIndexOf("/") + 1;
    for await (const { name } of Deno.readDir(path.slice(0, cut))) {
      // Left by a process that was killed while it wrote.
      const isLeft = name.startsWith(path.slice(cut)) && name.endsWith(".tmp");
      if (isLeft) await remove(path.slice(0, cut) + name);
    }
  }, options);
}
