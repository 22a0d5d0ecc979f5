import forge from "node-forge";
import { AuthError } from "../../engine/errors.ts";
import type { CertificateMaterial } from "../../engine/protocol/certificate.ts";
import type { Bytes } from "../../engine/protocol/certificate_der.ts";
import type { Secret } from "../../engine/secret.ts";

type Asn1 = forge.asn1.Asn1;

function toBytes(item: Asn1): Bytes {
  return Uint8Array.fromHex(forge.asn1.toDer(item).toHex());
}

function membersOf(item: Asn1): readonly Asn1[] {
  return Array.isArray(item.value) ? item.value : [];
}

/**
 * The certificate as it was. The library's own way back writes the signature's
 * algorithm anew, which changes the thumbprint of what an RSA-PSS key has
 * signed. The signed part names the same algorithm (RFC 5280, 4.1.1.2).
 */
function certificateOf(bag: forge.pkcs12.Bag): Bytes {
  const { cert } = bag;
  if (!cert) return toBytes(bag.asn1);
  const signed = cert.tbsCertificate as Asn1;
  const { Class, Type, create } = forge.asn1;
  const isVersion = membersOf(signed)[0]?.tagClass === Class.CONTEXT_SPECIFIC;
  const algorithm = membersOf(signed)[isVersion ? 2 : 1];
  return toBytes(create(Class.UNIVERSAL, Type.SEQUENCE, true, [
    signed,
    ...algorithm ? [algorithm] : [],
    create(Class.UNIVERSAL, Type.BITSTRING, false, `\0${cert.signature}`),
  ]));
}

function keyOf(bag: forge.pkcs12.Bag): Bytes {
  return toBytes(
    bag.key
      ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key))
      : bag.asn1,
  );
}

function invalid(message: string, hint: string): AuthError {
  return new AuthError("credential_invalid", message, { hint });
}

function parse(pfx: Bytes): Asn1 {
  let file: Asn1;
  try {
    file = forge.asn1.fromDer(forge.util.createBuffer(pfx));
  } catch {
    throw invalid(
      "Cannot read the PFX file: it is cut off or damaged",
      "Copy the file again, whole and as bytes",
    );
  }
  // RFC 7292, 4: it begins with its version; a certificate alone does not.
  if (membersOf(file)[0]?.type === forge.asn1.Type.INTEGER) return file;
  throw invalid(
    "Cannot read the PFX file: it is of another kind",
    "A certificate without its key does not do: give a PFX file, or the private key in a file of its own",
  );
}

/** What a password may mean, the common meaning first. */
function attemptsOf(
  pfx: Asn1,
  password: string | undefined,
): readonly (readonly [Asn1, string | undefined])[] {
  // RFC 7292, B.1: the empty password and no password differ.
  if (!password) return [[pfx, ""], [pfx, undefined]];
  // The MAC takes the password as UTF-16, PBES2 as UTF-8, and the library knows
  // only one of them: what decrypts by UTF-8 is right without the MAC.
  const unsealed = { ...pfx, value: membersOf(pfx).slice(0, 2) };
  return [[pfx, password], [unsealed, forge.util.encodeUtf8(password)]];
}

function open(pfx: Asn1, password: string | undefined): forge.pkcs12.Bag[] {
  for (const [content, each] of attemptsOf(pfx, password)) {
    try {
      return forge.pkcs12.pkcs12FromAsn1(content, true, each)
        // Without the types of its package, as in a linked project, it is named here.
        .safeContents.flatMap((part: { safeBags: forge.pkcs12.Bag[] }) =>
          part.safeBags
        );
    } catch {
      // The next meaning may fit. The errors may hold what they failed on.
    }
  }
  if (!password) {
    throw new AuthError(
      "missing_credential",
      "Cannot open the PFX file: it has a password, and none is given",
      { hint: "Give the password, or say where it is kept" },
    );
  }
  throw invalid(
    "Cannot open the PFX file: the password is wrong, or the encryption unknown",
    "Check the password; openssl pkcs12 can write the file anew in a known encryption",
  );
}

/**
 * Reads a PFX (PKCS#12) file.
 *
 * @param pfx Its content.
 * @param password Opens it; not needed when it is empty.
 * @returns Every certificate and private key in it.
 * @throws {AuthError} `missing_credential` if a password is needed, `credential_invalid` if it is wrong or the file damaged.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7292.html | RFC 7292}
 */
export function readPfx(pfx: Bytes, password?: Secret): CertificateMaterial {
  const bags = open(parse(pfx), password?.reveal());
  const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
  const isKey = (type: string) => [keyBag, pkcs8ShroudedKeyBag].includes(type);
  return {
    certificates: bags.filter(({ type }) => type === certBag)
      .map(certificateOf),
    privateKeys: bags.filter(({ type }) => isKey(type)).map(keyOf),
  };
}
