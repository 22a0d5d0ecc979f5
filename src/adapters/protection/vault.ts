import type { Secret } from "../../engine/secret.ts";
import { load } from "../load.ts";
import type { AskPassphrase, KeyHolder } from "./protection.ts";
import {
  dropSessionKey,
  findSessionKey,
  putSessionKey,
} from "./session_key.ts";
import { SituationError, situationOf } from "./situation_table.ts";
import {
  LONGEST_VAULT,
  parseVault,
  unwrapKey,
  type Vault,
} from "./vault_file.ts";

/** Where a vault is, and who knows its passphrase. */
export interface VaultOptions {
  /** The state directory; the vault is its file `vault.json`. */
  readonly directory: string;
  /** Asks for the passphrase; absent when nobody can be asked. */
  readonly askPassphrase?: AskPassphrase | undefined;
}

/** Holds a key that a passphrase seals. */
export interface VaultHolder extends KeyHolder {
  /** Makes the next use ask for the passphrase again; tells whether there is a vault. */
  lock(): Promise<boolean>;
  /**
   * Puts another passphrase in the place of the present one; what the key
   * seals stays readable.
   *
   * @throws {StoreError} `wrong_passphrase`, `no_key` without a vault, or as {@linkcode KeyHolder.obtain}.
   */
  changePassphrase(signal?: AbortSignal): Promise<void>;
}

/** A vault that is open. */
export interface OpenVault {
  /** Which one. */
  readonly id: string;
  /** Its key. */
  readonly key: Uint8Array<ArrayBuffer>;
}

type Key = Uint8Array<ArrayBuffer>;

/**
 * Reads the file of a vault.
 *
 * @param path Its path.
 * @returns The vault, or `undefined` if there is none.
 * @throws {StoreError} If it cannot be read or is no vault.
 */
export async function readVault(path: string): Promise<Vault | undefined> {
  try {
    const info = await Deno.lstat(path);
    // Opening a pipe would wait for ever, and a link may lead to anything.
    return parseVault(
      info.isFile && info.size <= LONGEST_VAULT
        ? await Deno.readTextFile(path)
        : "",
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    const { asStoreError } = await load<typeof import("./alone.ts")>(
      "./alone.ts",
      import.meta.url,
    );
    throw asStoreError("Cannot open the vault", error);
  }
}

/**
 * Asks for the passphrase.
 *
 * @param why What it is for.
 * @param asking Who knows it, and what ends the question.
 * @returns The passphrase.
 * @throws {SituationError} `locked` if nobody can be asked.
 */
export async function askFor(
  why: Parameters<AskPassphrase>[0],
  { ask, signal }: {
    readonly ask: AskPassphrase | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Secret> {
  signal?.throwIfAborted();
  if (ask !== undefined) return await ask(why, signal);
  const situation = situationOf("vault_locked");
  throw new SituationError("Cannot open the vault", situation);
}

/**
 * Opens a vault, and leaves it open for a while.
 *
 * @param vault The vault.
 * @param passphrase Its passphrase.
 * @returns Its key.
 * @throws {StoreError} `wrong_passphrase`.
 */
export async function openVault(
  vault: Vault,
  passphrase: Secret,
): Promise<Key> {
  const { deriveKey } = await load<typeof import("./scrypt.ts")>(
    "./scrypt.ts",
    import.meta.url,
  );
  const wrapping = await deriveKey(passphrase.reveal(), vault);
  const key = await unwrapKey(vault, wrapping);
  putSessionKey(vault.id, key);
  return key;
}

class PassphraseVault implements VaultHolder {
  readonly #path: string;
  readonly #ask: AskPassphrase | undefined;
  /** Where the kernel keeps nothing, a process asks once all the same. */
  #open: OpenVault | undefined;

  constructor({ directory, askPassphrase }: VaultOptions) {
    this.#path = `${directory}/vault.json`;
    this.#ask = askPassphrase;
  }

  async find(signal?: AbortSignal): Promise<Key | undefined> {
    signal?.throwIfAborted();
    const vault = await readVault(this.#path);
    if (vault === undefined) return undefined;
    if (this.#open?.id !== vault.id) {
      const key = findSessionKey(vault.id) ??
        await openVault(vault, await askFor("open", this.#asking(signal)));
      this.#open = { id: vault.id, key };
    }
    return this.#open.key;
  }

  async obtain(signal?: AbortSignal): Promise<Key> {
    const found = await this.find(signal);
    if (found !== undefined) return found;
    const { createVault } = await this.#changes();
    this.#open = await createVault(this.#path, this.#asking(signal));
    return this.#open.key;
  }

  async forget(signal?: AbortSignal): Promise<void> {
    this.#open = undefined;
    const { removeVault } = await this.#changes();
    await removeVault(this.#path, { signal });
  }

  async lock(): Promise<boolean> {
    this.#open = undefined;
    const vault = await readVault(this.#path);
    if (vault !== undefined) dropSessionKey(vault.id);
    return vault !== undefined;
  }

  async changePassphrase(signal?: AbortSignal): Promise<void> {
    const { changePassphrase } = await this.#changes();
    await changePassphrase(this.#path, this.#asking(signal));
  }

  #asking(signal: AbortSignal | undefined): {
    readonly ask: AskPassphrase | undefined;
    readonly signal: AbortSignal | undefined;
  } {
    return { ask: this.#ask, signal };
  }

  async #changes(): Promise<typeof import("./vault_change.ts")> {
    return await load("./vault_change.ts", import.meta.url);
  }
}

/**
 * Keeps a key in a file that a passphrase seals, for machines that have no
 * keyring. One passphrase opens it for a login, or for a working day.
 *
 * @param options Where it is, and who knows its passphrase.
 * @returns Holds the key.
 */
export function createVaultHolder(options: VaultOptions): VaultHolder {
  return new PassphraseVault(options);
}
