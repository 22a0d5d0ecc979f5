import { createPrivateKey } from "node:crypto";
import { AuthError } from "../../engine/errors.ts";
import type { Bytes } from "../../engine/protocol/certificate_der.ts";
import type { Secret } from "../../engine/secret.ts";

/** Knows AES, scrypt and the older PEM encryption, and is fast. */
function decryptWithPlatform(pem: string, passphrase: string): Bytes {
  const key = createPrivateKey({ key: pem, passphrase });
  return new Uint8Array(key.export({ type: "pkcs8", format: "der" }));
}

/** Knows what has gone out of use: PBES1, and 3DES in PBES2. */
async function decryptWithForge(
  pem: string,
  passphrase: string,
): Promise<Bytes | undefined> {
  const { default: forge } = await import("node-forge");
  // PBES1 takes the passphrase's characters, PBES2 its bytes.
  for (const each of [passphrase, forge.util.encodeUtf8(passphrase)]) {
    try {
      const key = forge.pki.decryptRsaPrivateKey(pem, each);
      if (key === null) continue;
      const info = forge.pki.wrapRsaPrivateKey(
        forge.pki.privateKeyToAsn1(key),
      );
      return Uint8Array.fromHex(forge.asn1.toDer(info).toHex());
    } catch {
      // Bytes that are no key: the passphrase is wrong.
    }
  }
  return undefined;
}

/**
 * Decrypts a private key.
 *
 * @param pem Its PEM text: encrypted PKCS#8, or the older encrypted PEM.
 * @param passphrase What it is encrypted with.
 * @returns PrivateKeyInfo (PKCS#8), DER.
 * @throws {AuthError} `credential_invalid` if the passphrase is wrong or the encryption unknown.
 */
export async function decryptKey(
  pem: string,
  passphrase: Secret,
): Promise<Bytes> {
  const text = passphrase.reveal();
  try {
    return decryptWithPlatform(pem, text);
  } catch {
    const key = await decryptWithForge(pem, text);
    if (key !== undefined) return key;
    // No cause: the libraries' errors may hold what they failed on.
    throw new AuthError(
      "credential_invalid",
      "Cannot open the private key: the passphrase is wrong, or the encryption unknown",
      {
        hint:
          "Check the passphrase; a copy that openssl pkcs8 -topk8 makes is in a known encryption",
      },
    );
  }
}
