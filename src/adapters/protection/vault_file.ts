import { StoreError } from "../../engine/errors.ts";
import { KEY_BYTES } from "./protection.ts";

/** How a passphrase becomes a key. */
export interface ScryptParameters {
  /** Cost: how much memory and time. */
  readonly N: number;
  /** Block size. */
  readonly r: number;
  /** Parallelism. */
  readonly p: number;
  /** Makes the same passphrase another key elsewhere. */
  readonly salt: Uint8Array<ArrayBuffer>;
}

/** What is in the vault's file. */
export interface Vault extends ScryptParameters {
  /** Tells one vault from the next; stays when the passphrase changes. */
  readonly id: string;
  /** What the wrapping used once. */
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** The key, sealed by the passphrase. */
  readonly wrapped: Uint8Array<ArrayBuffer>;
}

/** What a new vault costs: 128 MiB and about 300 ms. */
export const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
/** What this program agrees to spend: a hostile file could ask for hours. */
const COSTS: readonly number[] = [2 ** 17, 2 ** 18, 2 ** 19];
/** Bytes of a salt. */
export const SALT_BYTES = 32;
/** Bytes of what a cipher uses once. */
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Characters of a vault's file at most; it has about 300. */
export const LONGEST_VAULT = 4096;

/** Starts a vault. */
export function newVault(): Omit<Vault, "wrapped"> {
  return {
    id: crypto.getRandomValues(new Uint8Array(8)).toHex(),
    ...renewal(),
  };
}

/** What a vault gets anew with a new passphrase. */
export function renewal(): Omit<Vault, "wrapped" | "id"> {
  return {
    ...COST,
    salt: crypto.getRandomValues(new Uint8Array(SALT_BYTES)),
    nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
  };
}

/**
 * Writes a vault.
 *
 * @param vault The vault.
 * @returns The text of its file.
 */
export function formatVault(vault: Vault): string {
  const { id, N, r, p, salt, nonce, wrapped } = vault;
  const text = {
    version: 1,
    id,
    kdf: "scrypt",
    ...{ N, r, p },
    salt: salt.toBase64(),
    nonce: nonce.toBase64(),
    key: wrapped.toBase64(),
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}

/**
 * Tells whether this program agrees to spend what a file asks for.
 *
 * @param cost What making the key costs.
 * @returns Whether it is within bounds.
 */
export function isBearable(
  { N, r, p }: Readonly<Record<"N" | "r" | "p", unknown>>,
): boolean {
  return COSTS.some((cost) => cost === N) && r === COST.r && p === COST.p;
}

/**
 * Reads bytes of a text.
 *
 * @param value The text, base64.
 * @param length How many there have to be.
 * @returns The bytes.
 * @throws {TypeError | SyntaxError} If they are not.
 */
export function bytesOf(
  value: unknown,
  length: number,
): Uint8Array<ArrayBuffer> {
  if (typeof value !== "string") throw new TypeError("no text");
  const bytes = Uint8Array.fromBase64(value, { lastChunkHandling: "strict" });
  if (bytes.length !== length) throw new TypeError("a wrong length");
  return bytes;
}

function read(text: string): Vault {
  if (text.length > LONGEST_VAULT) throw new TypeError("too long");
  const { version, id, kdf, N, r, p, salt, nonce, key } = JSON.parse(text);
  if (version !== 1 || kdf !== "scrypt") throw new TypeError("another kind");
  if (typeof id !== "string" || !/^[0-9a-f]{16}$/.test(id)) {
    throw new TypeError("no id");
  }
  if (!isBearable({ N, r, p })) {
    throw new TypeError("a cost out of bounds");
  }
  return {
    id,
    ...{ N, r, p },
    salt: bytesOf(salt, SALT_BYTES),
    nonce: bytesOf(nonce, NONCE_BYTES),
    wrapped: bytesOf(key, KEY_BYTES + TAG_BYTES),
  };
}

/**
 * Reads a vault.
 *
 * @param text The text of its file.
 * @returns The vault.
 * @throws {StoreError} `failed` if it is not one, or would cost too much.
 */
export function parseVault(text: string): Vault {
  try {
    return read(text);
  } catch (cause) {
    const why = cause instanceof TypeError ? `: it has ${cause.message}` : "";
    throw new StoreError(
      "failed",
      `Cannot open the vault: "vault.json" is damaged or from another version`,
      {
        cause: new Error(`The file is no vault${why}`),
        hint:
          "Restore it from a backup, or remove it: what it sealed is lost then, and you sign in again",
      },
    );
  }
}

function authenticated(vault: Omit<Vault, "wrapped">): Uint8Array<ArrayBuffer> {
  const { id, N, r, p, salt } = vault;
  const bound = ["entrada vault", 1, id, N, r, p, salt.toBase64()];
  return new TextEncoder().encode(JSON.stringify(bound));
}

type WrappingKey = Uint8Array<ArrayBuffer>;

async function cipher(
  wrapping: WrappingKey,
  vault: Omit<Vault, "wrapped">,
): Promise<readonly [CryptoKey, AesGcmParams]> {
  const usages = ["encrypt", "decrypt"] as const;
  const key = await crypto.subtle.importKey("raw", wrapping, "AES-GCM", false, [
    ...usages,
  ]);
  const additionalData = authenticated(vault);
  return [key, { name: "AES-GCM", iv: vault.nonce, additionalData }];
}

/**
 * Seals a key.
 *
 * @param key The key.
 * @param wrapping What the passphrase became.
 * @param vault Where it is to be.
 * @returns The vault with the key in it.
 */
export async function wrapKey(
  key: Uint8Array<ArrayBuffer>,
  { wrapping, vault }: {
    readonly wrapping: WrappingKey;
    readonly vault: Omit<Vault, "wrapped">;
  },
): Promise<Vault> {
  const [sealing, algorithm] = await cipher(wrapping, vault);
  const sealed = await crypto.subtle.encrypt(algorithm, sealing, key);
  return { ...vault, wrapped: new Uint8Array(sealed) };
}

/**
 * Opens a vault.
 *
 * @param vault The vault.
 * @param wrapping What the passphrase became.
 * @returns The key.
 * @throws {StoreError} `wrong_passphrase`; a vault that somebody changed gives the same.
 */
export async function unwrapKey(
  vault: Vault,
  wrapping: WrappingKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const [sealing, algorithm] = await cipher(wrapping, vault);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt(algorithm, sealing, vault.wrapped),
    );
  } catch (cause) {
    throw new StoreError(
      "wrong_passphrase",
      "Cannot open the vault: the passphrase is not the right one, or the vault was changed",
      {
        cause,
        hint: "Check the keyboard's layout and Caps Lock, and try again",
      },
    );
  }
}
