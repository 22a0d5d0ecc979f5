import type { Secret } from "../../engine/secret.ts";
import { deriveKey } from "./scrypt.ts";
import {
  bytesOf,
  isBearable,
  NONCE_BYTES,
  renewal,
  SALT_BYTES,
  type ScryptParameters,
} from "./vault_file.ts";

/** A text that a passphrase has sealed. */
export interface SealedText extends ScryptParameters {
  /** What the sealing used once. */
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** The sealed text, with the tag that authenticates it. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A text could not be opened. */
export class UnsealError extends Error {
  /** `"UnsealError"`. */
  override readonly name = "UnsealError";
}

/** Whoever changes how the key is made changes what is authenticated. */
async function cipher(
  sealed: Omit<SealedText, "data">,
  { passphrase, format }: SealOptions,
): Promise<readonly [CryptoKey, AesGcmParams]> {
  const { N, r, p, salt, nonce } = sealed;
  const bytes = await deriveKey(passphrase.reveal(), sealed);
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);
  const bound = JSON.stringify([format, N, r, p, salt.toBase64()]);
  const additionalData = new TextEncoder().encode(bound);
  return [key, { name: "AES-GCM", iv: nonce, additionalData }];
}

/** How a text is sealed. */
export interface SealOptions {
  /** What the key is made of. */
  readonly passphrase: Secret;
  /** Name and version of the format: a text is opened only as what it is. */
  readonly format: string;
}

/**
 * Seals a text by a passphrase: scrypt with N = 2¹⁷, and AES-256-GCM.
 *
 * @param text The text.
 * @param options The passphrase and the format.
 * @returns The sealed text.
 */
export async function sealText(
  text: string,
  options: SealOptions,
): Promise<SealedText> {
  const sealed = renewal();
  const [key, algorithm] = await cipher(sealed, options);
  const bytes = new TextEncoder().encode(text);
  const data = await crypto.subtle.encrypt(algorithm, key, bytes);
  return { ...sealed, data: new Uint8Array(data) };
}

/**
 * Opens a sealed text.
 *
 * @param sealed The sealed text.
 * @param options The passphrase and the format.
 * @returns The text.
 * @throws {UnsealError} If the passphrase is another one; a text that somebody
 * changed gives the same.
 */
export async function unsealText(
  sealed: SealedText,
  options: SealOptions,
): Promise<string> {
  const [key, algorithm] = await cipher(sealed, options);
  try {
    const bytes = await crypto.subtle.decrypt(algorithm, key, sealed.data);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnsealError(
      "the passphrase is not the right one, or the file was changed",
      { cause },
    );
  }
}

/**
 * Writes a sealed text as members of a JSON object.
 *
 * @param sealed The sealed text.
 * @returns The members.
 */
export function sealedMembers(
  { N, r, p, salt, nonce, data }: SealedText,
): Readonly<Record<string, unknown>> {
  return {
    kdf: { name: "scrypt", N, r, p, salt: salt.toBase64() },
    cipher: { name: "AES-256-GCM", nonce: nonce.toBase64() },
    data: data.toBase64(),
  };
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(value: unknown): Members {
  if (typeof value === "object" && value !== null) return value as Members;
  throw new TypeError("a part is missing");
}

/**
 * Reads a sealed text out of members of a JSON object.
 *
 * @param members The members.
 * @returns The sealed text.
 * @throws {UnsealError} If they are damaged, or would cost too much.
 */
export function readSealed(members: Members): SealedText {
  try {
    const kdf = membersOf(members["kdf"]);
    const seal = membersOf(members["cipher"]);
    const { N, r, p } = kdf as Record<"N" | "r" | "p", unknown>;
    if (kdf["name"] !== "scrypt" || seal["name"] !== "AES-256-GCM") {
      throw new TypeError("it is sealed in a way that is not known here");
    }
    if (!isBearable({ N, r, p })) throw new TypeError("a cost out of bounds");
    const data = Uint8Array.fromBase64(String(members["data"]));
    return {
      ...{ N: Number(N), r: Number(r), p: Number(p) },
      salt: bytesOf(kdf["salt"], SALT_BYTES),
      nonce: bytesOf(seal["nonce"], NONCE_BYTES),
      data,
    };
  } catch (cause) {
    throw new UnsealError("it is damaged", { cause });
  }
}
