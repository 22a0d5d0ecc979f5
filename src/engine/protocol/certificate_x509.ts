import {
  type Bytes,
  contentOf,
  type DerItem,
  membersOf,
  readDer,
  readOid,
  TAG,
} from "./certificate_der.ts";
import { type KeyIdentity, readPublicKey } from "./certificate_rsa.ts";

/** What is needed of a certificate. */
export interface X509 {
  /** The whole certificate. */
  readonly der: Bytes;
  /** Whose it is, such as `CN=build, O=Contoso`: untrusted text. */
  readonly subject: string;
  /** The subject's name in hexadecimal, to be compared. */
  readonly subjectName: string;
  /** The issuer's name in hexadecimal, to be compared. */
  readonly issuerName: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  /** Its public key. */
  readonly publicKey: KeyIdentity;
  /** The same as Web Crypto takes it, SubjectPublicKeyInfo. */
  readonly publicKeyInfo: Bytes;
}

/** Short names of what subjects consist of. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "emailAddress",
};

function textOf({ tag, content }: DerItem): string {
  const encoding = tag === TAG.bmpString ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(content);
}

function readName(name: DerItem | undefined): string {
  return membersOf(name).flatMap((set) => readDer(set.content)).map((pair) => {
    const [type, value] = membersOf(pair);
    const oid = readOid(contentOf(type, TAG.oid));
    return `${ATTRIBUTES[oid] ?? oid}=${value ? textOf(value) : ""}`;
  }).join(", ");
}

/** RFC 5280, 4.1.2.5.1: two digits from 50 on are of the last century. */
function readTime(item: DerItem | undefined): number {
  if (item?.tag !== TAG.utcTime && item?.tag !== TAG.generalizedTime) {
    throw new SyntaxError("The time is missing");
  }
  const written = textOf(item);
  const full = item.tag === TAG.generalizedTime
    ? written
    : `${Number(written.slice(0, 2)) < 50 ? "20" : "19"}${written}`;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? [];
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
  );
  if (Number.isNaN(time)) throw new SyntaxError("The time cannot be read");
  return time;
}

/**
 * Reads a certificate; its signature is not looked at.
 *
 * @param der The certificate.
 * @returns What is needed of it.
 * @throws {SyntaxError} If it is cut off or damaged, or no certificate.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280.html#section-4.1 | RFC 5280, section 4.1}
 */
export function readX509(der: Bytes): X509 {
  const [certificate] = readDer(der);
  const [signed] = membersOf(certificate);
  const members = membersOf(signed);
  // The version is absent in the first one.
  const offset = members[0]?.tag === TAG.version ? 1 : 0;
  const [, , issuer, validity, subject, key] = members.slice(offset);
  const [, notAfter] = membersOf(validity);
  return {
    der: certificate?.encoded ?? der,
    subject: readName(subject),
    subjectName: subject?.encoded.toHex() ?? "",
    issuerName: issuer?.encoded.toHex() ?? "",
    notAfter: readTime(notAfter),
    publicKey: readPublicKey(key),
    publicKeyInfo: key?.encoded ?? new Uint8Array(),
  };
}
