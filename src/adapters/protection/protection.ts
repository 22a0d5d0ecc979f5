/**
 * What keeps kept tokens from others: 32 bytes that seal the files, and where
 * those bytes are. The system's keyring, the kernel's, or a passphrase; or
 * nothing at all, when somebody has said so. May import the engine's errors.
 *
 * @module
 */

/**
 * Where the key is: the system's keyring (`keyring`: Keychain, Credential
 * Manager, Secret Service), the kernel's (`kernel`: Linux, until the machine
 * restarts), derived from a passphrase (`vault`), in this process alone
 * (`memory`: nothing is kept), or there is none (`plaintext`).
 */
export type ProtectionName =
  | "keyring"
  | "kernel"
  | "vault"
  | "memory"
  | "plaintext";

/** Every protection, the best first. */
export const PROTECTIONS: readonly ProtectionName[] = [
  "keyring",
  "kernel",
  "vault",
  "memory",
  "plaintext",
];

/** Length of a key, in bytes. */
export const KEY_BYTES = 32;

/** Holds one key. */
export interface KeyHolder {
  /**
   * The key, if there is one.
   *
   * @throws {StoreError} `locked`, `no_key`, `wrong_passphrase` or `failed`.
   */
  find(signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** As {@linkcode KeyHolder.find}, past what is in memory; absent where nothing is. */
  findAgain?(
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /**
   * The key, a new one if there is none. Of two processes that make one at the
   * same time, both get the same.
   *
   * @throws {StoreError} As {@linkcode KeyHolder.find}.
   */
  obtain(signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Takes the key away for good; what it sealed cannot be read any more. */
  forget(signal?: AbortSignal): Promise<void>;
}

/** Asks for the passphrase of the vault. */
export type AskPassphrase = (
  why: "open" | "create" | "again",
  signal?: AbortSignal,
) => Promise<import("../../engine/secret.ts").Secret>;
