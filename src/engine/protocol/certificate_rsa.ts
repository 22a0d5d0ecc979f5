import {
  type Bytes,
  contentOf,
  type DerItem,
  membersOf,
  readDer,
  readOid,
  TAG,
  writeDer,
} from "./certificate_der.ts";

const RSA = "1.2.840.113549.1.1.1";

/** Kinds of keys by the identifier of their algorithm. */
const KINDS: Readonly<Record<string, string>> = {
  [RSA]: "RSA",
  "1.2.840.113549.1.1.10": "RSASSA-PSS",
  "1.2.840.10040.4.1": "DSA",
  "1.2.840.10045.2.1": "elliptic curve",
  "1.3.101.112": "Ed25519",
  "1.3.101.113": "Ed448",
};

/** What tells one key from another. */
export interface KeyIdentity {
  /** `RSA`, or what it is instead. */
  readonly kind: string;
  /** Length of an RSA modulus, in bits; 0 for all others. */
  readonly bits: number;
  /** Modulus and exponent, the same in both halves of an RSA pair. */
  readonly id: string;
}

function kindOf(algorithm: DerItem | undefined): string {
  const [oid] = membersOf(algorithm);
  const written = readOid(contentOf(oid, TAG.oid));
  return KINDS[written] ?? `unknown (${written})`;
}

function identityOf(
  kind: string,
  numbers: readonly (DerItem | undefined)[],
): KeyIdentity {
  const [modulus, exponent] = numbers.map((number) =>
    contentOf(number, TAG.integer).toHex().replace(/^(00)+/, "")
  );
  if (!modulus || !exponent) throw new SyntaxError("The key has no numbers");
  const bits = modulus.length * 4 -
    (Math.clz32(parseInt(modulus.slice(0, 2), 16)) - 24);
  return { kind, bits, id: `${modulus}.${exponent}` };
}

/**
 * Reads the public key of a certificate.
 *
 * @param info SubjectPublicKeyInfo.
 * @returns What tells it from others.
 * @throws {SyntaxError} If it is damaged.
 * @see {@link https://www.rfc-editor.org/rfc/rfc3279.html#section-2.3.1 | RFC 3279, section 2.3.1}
 */
export function readPublicKey(info: DerItem | undefined): KeyIdentity {
  const [algorithm, key] = membersOf(info);
  const kind = kindOf(algorithm);
  if (kind !== "RSA") return { kind, bits: 0, id: "" };
  // The first byte counts the unused bits of the last one: none.
  const [numbers] = readDer(contentOf(key, TAG.bitString).subarray(1));
  return identityOf(kind, membersOf(numbers).slice(0, 2));
}

/**
 * Reads a private key.
 *
 * @param pkcs8 PrivateKeyInfo.
 * @returns What tells it from others.
 * @throws {SyntaxError} If it is damaged.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5208.html#section-5 | RFC 5208, section 5}
 */
export function readPrivateKey(pkcs8: Bytes): KeyIdentity {
  const [info] = readDer(pkcs8);
  const [, algorithm, key] = membersOf(info);
  const kind = kindOf(algorithm);
  if (kind !== "RSA") return { kind, bits: 0, id: "" };
  const [numbers] = readDer(contentOf(key, TAG.octetString));
  return identityOf(kind, membersOf(numbers).slice(1, 3));
}

/** Version 0, RSA without parameters. */
const PKCS8_START = Uint8Array.from([
  ...[0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7],
  ...[0x0d, 0x01, 0x01, 0x01, 0x05, 0x00],
]);

/**
 * Puts a key of the older format into the one that Web Crypto takes.
 *
 * @param pkcs1 RSAPrivateKey.
 * @returns PrivateKeyInfo.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8017.html#appendix-A.1.2 | RFC 8017, appendix A.1.2}
 */
export function toPkcs8(pkcs1: Bytes): Bytes {
  return writeDer(
    TAG.sequence,
    PKCS8_START,
    writeDer(TAG.octetString, pkcs1),
  );
}
