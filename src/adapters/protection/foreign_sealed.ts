import { pbkdf2 } from "node:crypto";
import type { Secret } from "../../engine/secret.ts";
import { UnsealError } from "./sealed_text.ts";

const SALT_BYTES = 32;
const IV_BYTES = 16;
const KEY_BYTES = 32;
const ITERATIONS = 100_000;

function deriveKey(
  passphrase: Secret,
  salt: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const text = passphrase.reveal();
    pbkdf2(text, salt, ITERATIONS, KEY_BYTES, "sha256", (error, key) => {
      if (error) reject(error);
      else resolve(Uint8Array.from(key));
    });
  });
}

/**
 * Reads what `entra-auth-cli config export` wrote.
 *
 * @param text The text.
 * @returns Its bytes; `undefined` if it cannot be such an export.
 */
export function readForeignSealed(
  text: string,
): Uint8Array<ArrayBuffer> | undefined {
  const compact = text.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(compact);
    const length = bytes.length - SALT_BYTES - IV_BYTES;
    return length > 0 && length % IV_BYTES === 0 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Opens what `entra-auth-cli config export` wrote: a salt of 32 bytes, a vector
 * of 16, and AES-256-CBC under a key of PBKDF2 with SHA-256 and 100,000 rounds.
 * Nothing authenticates it.
 *
 * @param bytes The export.
 * @param passphrase Its passphrase.
 * @returns The text.
 * @throws {UnsealError} If the passphrase is another one, or it was changed.
 */
export async function openForeignSealed(
  bytes: Uint8Array<ArrayBuffer>,
  passphrase: Secret,
): Promise<string> {
  const salt = bytes.subarray(0, SALT_BYTES);
  const iv = bytes.subarray(SALT_BYTES, SALT_BYTES + IV_BYTES);
  const data = bytes.subarray(SALT_BYTES + IV_BYTES);
  try {
    const raw = await deriveKey(passphrase, salt);
    const key = await crypto.subtle.importKey("raw", raw, "AES-CBC", false, [
      "decrypt",
    ]);
    const text = await crypto.subtle.decrypt(
      { name: "AES-CBC", iv },
      key,
      data,
    );
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(text);
    // A wrong key passes the padding once in 256 times.
    JSON.parse(decoded);
    return decoded;
  } catch (cause) {
    throw new UnsealError(
      "the passphrase is not the right one, or the file was changed",
      { cause },
    );
  }
}
