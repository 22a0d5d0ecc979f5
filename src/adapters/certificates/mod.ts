/**
 * Certificates of clients, from PEM texts and PFX files. What decrypts is
 * loaded when there is something to decrypt. May import the engine's pure
 * functions, node:crypto and node-forge.
 *
 * @module
 */
import { AuthError } from "../../engine/errors.ts";
import {
  type CertificateMaterial,
  type CertificateUse,
  type ClientCertificate,
  importClientCertificate,
} from "../../engine/protocol/certificate.ts";
import type { Bytes } from "../../engine/protocol/certificate_der.ts";
import { type PemKey, readPem } from "../../engine/protocol/certificate_pem.ts";
import type { Secret } from "../../engine/secret.ts";

/** A certificate and its key as text. */
export interface PemFiles extends CertificateUse {
  /** The certificate, its issuers if they are to be sent, and the key if it is in the same file; any order. */
  readonly certificatePem: string;
  /** The key, when it is in a file of its own: PKCS#8 or PKCS#1, encrypted or not. */
  readonly privateKeyPem?: string;
  /** Opens an encrypted key. */
  readonly passphrase?: Secret;
}

/** A certificate and its key in one binary file. */
export interface PfxFile extends CertificateUse {
  /** Content of a `.pfx` or `.p12` file. */
  readonly pfx: Uint8Array<ArrayBuffer>;
  /** Opens it; not needed when its password is empty. */
  readonly passphrase?: Secret;
}

async function openKey(
  { pem, pkcs8 }: PemKey,
  passphrase: Secret | undefined,
): Promise<Bytes> {
  if (pkcs8 !== undefined) return pkcs8;
  if (passphrase === undefined) {
    throw new AuthError(
      "missing_credential",
      "Cannot open the private key: it is encrypted, and no passphrase is given",
      { hint: "Give the passphrase, or say where it is kept" },
    );
  }
  const { decryptKey } = await import("./encrypted_key.ts");
  return await decryptKey(pem, passphrase);
}

async function readPemFiles(files: PemFiles): Promise<CertificateMaterial> {
  const texts = [files.certificatePem, files.privateKeyPem ?? ""].map(readPem);
  const privateKeys: Bytes[] = [];
  for (const key of texts.flatMap(({ keys }) => keys)) {
    privateKeys.push(await openKey(key, files.passphrase));
  }
  return {
    certificates: texts.flatMap(({ certificates }) => certificates),
    privateKeys,
  };
}

async function readPfxFile(file: PfxFile): Promise<CertificateMaterial> {
  const { readPfx } = await import("./pfx.ts");
  return readPfx(file.pfx, file.passphrase);
}

/**
 * Makes a client certificate of what its files hold: a PEM pair, one combined
 * PEM, or a PFX. The key is imported so that it can sign and nothing else.
 *
 * @param files The files' content, and how the certificate is used.
 * @returns The certificate, ready to sign; also when it has expired.
 * @throws {AuthError} `missing_credential` if a passphrase is needed, `credential_invalid` if it is wrong, or the files are damaged, do not belong together, or hold no RSA key.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/certificate-credentials | Certificate credentials}
 */
export async function createClientCertificate(
  files: PemFiles | PfxFile,
): Promise<ClientCertificate> {
  const material = "pfx" in files
    ? await readPfxFile(files)
    : await readPemFiles(files);
  return await importClientCertificate(material, files);
}
