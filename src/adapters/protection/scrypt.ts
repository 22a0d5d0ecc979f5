import { scrypt } from "node:crypto";
import type { ScryptParameters } from "./vault_file.ts";
import { KEY_BYTES } from "./protection.ts";

/**
 * Makes a key of a passphrase, in another thread: about 300 ms.
 *
 * @param passphrase The passphrase.
 * @param parameters How much it costs, and the salt.
 * @returns The key.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7914.html | RFC 7914}
 */
export function deriveKey(
  passphrase: string,
  { N, r, p, salt }: ScryptParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  // One passphrase, whichever way the keyboard puts its accents.
  const text = passphrase.normalize("NFKC");
  // The default throws from 2¹⁵ on.
  const options = { N, r, p, maxmem: 2 * 128 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(Uint8Array.from(key));
    });
  });
}
