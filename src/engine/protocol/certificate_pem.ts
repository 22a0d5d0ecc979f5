import { AuthError } from "../errors.ts";
import type { Bytes } from "./certificate_der.ts";
import { toPkcs8 } from "./certificate_rsa.ts";

/** A private key as a PEM text has it. */
export interface PemKey {
  /** PrivateKeyInfo; absent when it is encrypted. */
  readonly pkcs8?: Bytes;
  /** Its part of the text, to be decrypted. */
  readonly pem: string;
}

/** What was found in a PEM text. */
export interface PemContent {
  /** Certificates, in the order of the text. */
  readonly certificates: readonly Bytes[];
  /** Private keys, in the order of the text. */
  readonly keys: readonly PemKey[];
}

const BLOCK =
  /-----BEGIN ([A-Z0-9 ]+)-----((?:(?!-----)[\s\S])*)-----END \1-----/g;
const BEGIN = /-----BEGIN [A-Z0-9 ]+-----/g;

/** What is no RSA key in a format that can be read, and what to do about it. */
const REFUSED: Readonly<Record<string, string>> = {
  "EC PRIVATE KEY":
    "Entra takes RSA keys alone for certificates of applications: make a pair with an RSA key",
  "DSA PRIVATE KEY":
    "Entra takes RSA keys alone for certificates of applications: make a pair with an RSA key",
  "OPENSSH PRIVATE KEY":
    "It is a key of OpenSSH: convert a copy of it with ssh-keygen -p -m PKCS8",
};

function invalid(message: string, hint: string): AuthError {
  return new AuthError("credential_invalid", message, { hint });
}

/** Older encrypted keys begin with header lines and an empty one, RFC 1421, 4.6. */
function splitBody(body: string): { isEncrypted: boolean; base64: string } {
  const headers = /^\s*(?:[A-Za-z-]+:.*(?:\r?\n[ \t].*)*\r?\n)+\s*/.exec(body);
  return {
    isEncrypted: /Proc-Type:\s*4,ENCRYPTED/.test(headers?.[0] ?? ""),
    base64: body.slice(headers?.[0].length ?? 0),
  };
}

function readBase64(text: string, label: string): Bytes {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    throw invalid(
      `Cannot read the part "${label}" of the PEM text: it is damaged`,
      "Copy the file again, whole and as text",
    );
  }
}

function readKey(label: string, { body, pem }: {
  readonly body: string;
  readonly pem: string;
}): PemKey {
  const refused = Object.hasOwn(REFUSED, label) ? REFUSED[label] : undefined;
  if (refused !== undefined) {
    throw invalid(
      `Cannot use the private key: its kind is "${label}"`,
      refused,
    );
  }
  const { isEncrypted, base64 } = splitBody(body);
  if (isEncrypted || label === "ENCRYPTED PRIVATE KEY") return { pem };
  const der = readBase64(base64, label);
  return { pem, pkcs8: label === "RSA PRIVATE KEY" ? toPkcs8(der) : der };
}

/**
 * Finds the certificates and private keys of a PEM text, in whatever order;
 * what else it holds is passed over.
 *
 * @param text The text.
 * @returns What was found; keys that are encrypted stay so.
 * @throws {AuthError} `credential_invalid` if a part is cut off, damaged, or no RSA key.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7468.html | RFC 7468}
 */
export function readPem(text: string): PemContent {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length < [...text.matchAll(BEGIN)].length) {
    throw invalid(
      "Cannot read the PEM text: a part of it begins but does not end",
      "Copy the file again, whole and as text",
    );
  }
  const certificates: Bytes[] = [];
  const keys: PemKey[] = [];
  for (const [pem, label = "", body = ""] of blocks) {
    if (label === "CERTIFICATE" || label === "X509 CERTIFICATE") {
      certificates.push(readBase64(splitBody(body).base64, label));
    } else if (label.endsWith("PRIVATE KEY")) {
      keys.push(readKey(label, { body, pem }));
    }
  }
  return { certificates, keys };
}
