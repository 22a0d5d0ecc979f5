import { toBase64Url } from "../encoding.ts";
import { AuthError } from "../errors.ts";
import type { Bytes } from "./certificate_der.ts";
import { type KeyIdentity, readPrivateKey } from "./certificate_rsa.ts";
import { readX509, type X509 } from "./certificate_x509.ts";

/** A certificate with its private key, ready to sign. */
export interface ClientCertificate {
  /** Signs; cannot be exported. */
  readonly key: CryptoKey;
  /** The signature: `PS256` goes with `x5t#S256`, `RS256` with `x5t`. */
  readonly algorithm: "PS256" | "RS256";
  /** SHA-256 of the certificate, base64url. */
  readonly thumbprintSha256: string;
  /** SHA-1 of the certificate, base64url; the portal shows it in hexadecimal. */
  readonly thumbprintSha1: string;
  /** The certificate and its issuers, base64, to be sent as `x5c`; absent when they are not. */
  readonly chain?: readonly string[];
  /** Whose it is, such as `CN=build, O=Contoso`: untrusted text. */
  readonly subject: string;
  /** When it expires, in milliseconds since the epoch; what has expired is for the server to refuse. */
  readonly notAfter: number;
}

/** How a certificate is used. */
export interface CertificateUse {
  /** `PS256` by default; `RS256` where the older one is asked for. */
  readonly algorithm?: "PS256" | "RS256";
  /** Send the chain as `x5c`, for registrations that trust a subject name and its issuer. */
  readonly sendChain?: boolean;
}

/** What files hold of certificates and keys. */
export interface CertificateMaterial {
  /** Certificates, DER, in any order. */
  readonly certificates: readonly Bytes[];
  /** PrivateKeyInfo (PKCS#8), DER; the one that belongs to a certificate is taken. */
  readonly privateKeys: readonly Bytes[];
}

const LEAST_BITS = 2048;

function invalid(
  message: string,
  { hint, cause }: { readonly hint: string; readonly cause?: unknown },
): AuthError {
  return new AuthError("credential_invalid", message, { hint, cause });
}

/** Reads all of a kind, and says which kind is damaged. */
function readAll<T>(
  parts: readonly Bytes[],
  { what, read }: { readonly what: string; readonly read: (der: Bytes) => T },
): readonly T[] {
  if (parts.length === 0) {
    throw invalid(`Cannot use the certificate: there is no ${what}`, {
      hint:
        "Give the certificate and its private key: one file with both, or two",
    });
  }
  try {
    return parts.map(read);
  } catch (cause) {
    throw invalid(`Cannot read the ${what}: it is cut off or damaged`, {
      cause,
      hint: "Copy the file again, whole; PEM files as text, PFX as bytes",
    });
  }
}

function refusal(
  certificates: readonly X509[],
  keys: readonly KeyIdentity[],
): AuthError {
  const other = [...keys, ...certificates.map(({ publicKey }) => publicKey)]
    .find(({ kind }) => kind !== "RSA");
  if (other !== undefined) {
    return invalid(
      `Cannot use the certificate: its key is of the kind "${other.kind}"`,
      {
        hint:
          "Entra takes RSA keys alone for certificates of applications: make a pair with an RSA key",
      },
    );
  }
  return invalid(
    "Cannot use the certificate: the private key belongs to another one",
    { hint: "Give the key that the certificate was made with" },
  );
}

interface Pair {
  readonly certificate: X509;
  readonly pkcs8: Bytes;
}

function findPair(
  certificates: readonly X509[],
  privateKeys: readonly Bytes[],
): Pair {
  const keys = readAll(privateKeys, {
    what: "private key",
    read: readPrivateKey,
  });
  for (const [index, { id, bits }] of keys.entries()) {
    const certificate = certificates.find(({ publicKey }) =>
      id !== "" && publicKey.id === id
    );
    const pkcs8 = privateKeys[index];
    if (certificate === undefined || pkcs8 === undefined) continue;
    if (bits >= LEAST_BITS) return { certificate, pkcs8 };
    throw invalid(`Cannot use the certificate: its key has ${bits} bits`, {
      hint: `Make a pair with a key of ${LEAST_BITS} bits or more`,
    });
  }
  throw refusal(certificates, keys);
}

/** RFC 7515, 4.1.6: each certificate is followed by the one that certifies it. */
function chainOf(leaf: X509, all: readonly X509[]): readonly string[] {
  const chain: X509[] = [];
  for (let next: X509 | undefined = leaf; next !== undefined;) {
    const { issuerName }: X509 = next;
    chain.push(next);
    next = all.find((each) =>
      each.subjectName === issuerName && !chain.includes(each)
    );
  }
  return chain.map(({ der }) => der.toBase64());
}

/** Web Crypto imports damaged numbers too; only a signature shows what they are worth. */
async function importKey(
  { certificate, pkcs8 }: Pair,
  algorithm: "PS256" | "RS256",
): Promise<CryptoKey> {
  const name = algorithm === "PS256" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  const kind = { name, hash: "SHA-256", saltLength: 32 };
  const { subtle } = crypto;
  const { der, publicKeyInfo } = certificate;
  let cause: unknown;
  try {
    const key = await subtle.importKey("pkcs8", pkcs8, kind, false, ["sign"]);
    const check = await subtle
      .importKey("spki", publicKeyInfo, kind, false, ["verify"]);
    const signature = await subtle.sign(kind, key, der);
    if (await subtle.verify(kind, check, signature, der)) return key;
  } catch (error) {
    cause = error;
  }
  throw invalid("Cannot use the private key: its numbers are damaged", {
    cause,
    hint: "Take the key from its backup, or make a new pair",
  });
}

async function thumbprint(name: string, { der }: X509): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest(name, der)));
}

/**
 * Finds the private key and the certificate that belong together, and imports
 * the key so that it can sign and nothing else.
 *
 * @param material What the files hold.
 * @param use How it is to be used.
 * @returns The certificate, ready to sign; also when it has expired.
 * @throws {AuthError} `credential_invalid` if nothing fits, is damaged, or is no RSA key of 2048 bits or more.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/certificate-credentials | Certificate credentials}
 */
export async function importClientCertificate(
  material: CertificateMaterial,
  use: CertificateUse = {},
): Promise<ClientCertificate> {
  const { algorithm = "PS256", sendChain = false } = use;
  const certificates = readAll(material.certificates, {
    what: "certificate",
    read: readX509,
  });
  const pair = findPair(certificates, material.privateKeys);
  const { certificate } = pair;
  return {
    key: await importKey(pair, algorithm),
    algorithm,
    thumbprintSha256: await thumbprint("SHA-256", certificate),
    thumbprintSha1: await thumbprint("SHA-1", certificate),
    ...(sendChain ? { chain: chainOf(certificate, certificates) } : {}),
    subject: certificate.subject,
    notAfter: certificate.notAfter,
  };
}
