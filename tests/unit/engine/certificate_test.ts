import assert from "node:assert/strict";
import { AuthError } from "../../../src/engine/errors.ts";
import {
  type CertificateUse,
  importClientCertificate,
} from "../../../src/engine/protocol/certificate.ts";
import {
  type Bytes,
  readDer,
  readOid,
  writeDer,
} from "../../../src/engine/protocol/certificate_der.ts";
import { readPem } from "../../../src/engine/protocol/certificate_pem.ts";
import { readX509 } from "../../../src/engine/protocol/certificate_x509.ts";
import * as pem from "../../support/certificates/pem.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function der(text: string): Bytes {
  const { certificates, keys } = readPem(text);
  const found = certificates[0] ?? keys[0]?.pkcs8;
  assert.ok(found);
  return found;
}

function importPem(text: string, use: CertificateUse = {}) {
  const { certificates, keys } = readPem(text);
  return importClientCertificate({
    certificates,
    privateKeys: keys.flatMap(({ pkcs8 }) => pkcs8 ?? []),
  }, use);
}

async function refusalOf(run: () => unknown): Promise<AuthError> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof AuthError, String(error));
    assert.ok(error.hint);
    assert.match(error.message, /^[A-Z].*[^.]$/);
    return error;
  }
  throw new Error("nothing was refused");
}

const REFUSED: readonly [string, string, RegExp][] = [
  ["no certificate", pem.KEY, /there is no certificate/],
  ["no key", pem.CERTIFICATE, /there is no private key/],
  ["nothing", "", /there is no certificate/],
  ["the key of another", pem.CERTIFICATE + pem.OTHER_KEY, /another one/],
  ["an elliptic curve", pem.EC_CERTIFICATE + pem.EC_KEY, /elliptic curve/],
  ["an RSA certificate with an EC key", pem.CERTIFICATE + pem.EC_KEY, /ellip/],
  ["1024 bits", pem.SMALL_CERTIFICATE + pem.SMALL_KEY, /has 1024 bits/],
];
for (const [what, text, said] of REFUSED) {
  test(`importClientCertificate() refuses ${what} with the reason`, async () => {
    const error = await refusalOf(() => importPem(text));
    assert.equal(error.code, "credential_invalid");
    assert.match(error.message, said);
  });
}

test("importClientCertificate() refuses a certificate or key that is cut off anywhere", async () => {
  const certificate = der(pem.CERTIFICATE);
  const key = der(pem.KEY);
  for (let end = 0; end < 400; end += 7) {
    const cutOff = [
      { certificates: [certificate.slice(0, end)], privateKeys: [key] },
      { certificates: [certificate], privateKeys: [key.slice(0, end)] },
    ];
    for (const material of cutOff) {
      const error = await refusalOf(() => importClientCertificate(material));
      assert.equal(error.code, "credential_invalid");
    }
  }
});

for (const [what, at] of [["exponent", 400], ["prime", 600]] as const) {
  test(`importClientCertificate() finds out that the ${what} of a key is damaged`, async () => {
    const damaged = Uint8Array.from(der(pem.KEY));
    damaged.set(damaged.slice(at, at + 40).toReversed(), at);
    const error = await refusalOf(() =>
      importClientCertificate({
        certificates: [der(pem.CERTIFICATE)],
        privateKeys: [damaged],
      })
    );
    assert.match(error.message, /numbers are damaged/);
  });
}

test("importClientCertificate() finds the pair among other keys and certificates", async () => {
  const text = pem.OTHER_KEY + pem.ISSUER + pem.KEY + pem.EC_CERTIFICATE +
    pem.CERTIFICATE;
  const { thumbprintSha256 } = await importPem(text);
  assert.equal(thumbprintSha256, pem.FACTS.sha256);
});

test("importClientCertificate() tells what openssl tells of a certificate", async () => {
  const certificate = await importPem(pem.CERTIFICATE + pem.KEY);
  assert.equal(certificate.thumbprintSha256, pem.FACTS.sha256);
  assert.equal(certificate.thumbprintSha1, pem.FACTS.sha1);
  assert.equal(certificate.subject, pem.FACTS.subject);
  assert.equal(certificate.notAfter, pem.FACTS.notAfter);
});

test("importClientCertificate() imports a key that signs PS256 and cannot be exported", async () => {
  const { key, algorithm } = await importPem(pem.CERTIFICATE + pem.KEY);
  assert.equal(algorithm, "PS256");
  assert.equal(key.extractable, false);
  assert.deepEqual(key.usages, ["sign"]);
  assert.equal(key.algorithm.name, "RSA-PSS");
});

test("importClientCertificate() takes an expired certificate and tells when it expired", async () => {
  const { notAfter } = await importPem(pem.EXPIRED + pem.KEY);
  assert.equal(notAfter, Date.UTC(2021, 0, 1));
});

test("importClientCertificate() sends no chain unless asked", async () => {
  const { chain } = await importPem(pem.CERTIFICATE + pem.ISSUER + pem.KEY);
  assert.equal(chain, undefined);
});

test("importClientCertificate() puts the chain in order and leaves strangers out", async () => {
  const { chain } = await importPem(
    pem.ISSUER + pem.EC_CERTIFICATE + pem.KEY + pem.CERTIFICATE,
    { sendChain: true },
  );
  assert.deepEqual(chain, [
    der(pem.CERTIFICATE).toBase64(),
    der(pem.ISSUER).toBase64(),
  ]);
});

test("readPem() passes over what is no certificate and no key", () => {
  const text = `subject=CN = x\r\n\r\n-----BEGIN DH PARAMETERS-----\nAAAA\n` +
    `-----END DH PARAMETERS-----\n${pem.CERTIFICATE.replaceAll("\n", "\r\n")}`;
  assert.equal(readPem(text).certificates.length, 1);
});

test("readPem() turns PKCS#1 into the same key as PKCS#8", () => {
  assert.deepEqual(der(pem.KEY_PKCS1), der(pem.KEY));
});

const DAMAGED: readonly [string, string, RegExp][] = [
  ["a text that ends within a part", pem.KEY.slice(0, 900), /does not end/],
  [
    "a part that is not base64",
    pem.CERTIFICATE.replace("M", "*"),
    /"CERTIFICATE".*damaged/,
  ],
  ["an SEC1 key", pem.EC_KEY_SEC1, /"EC PRIVATE KEY"/],
  [
    "an OpenSSH key",
    pem.KEY.replaceAll("PRIVATE", "OPENSSH PRIVATE"),
    /"OPENSSH PRIVATE KEY"/,
  ],
];
for (const [what, text, said] of DAMAGED) {
  test(`readPem() refuses ${what}`, async () => {
    const error = await refusalOf(() => readPem(text));
    assert.equal(error.code, "credential_invalid");
    assert.match(error.message, said);
    assert.ok(!`${error.message}${error.hint}`.includes(text.slice(40, 60)));
  });
}

test("readDer() refuses endless, huge and multi-byte forms", () => {
  for (const hex of ["30", "3080", "3085ffffffffff", "1f8101", "300500"]) {
    assert.throws(() => readDer(Uint8Array.fromHex(hex)), SyntaxError, hex);
  }
  assert.deepEqual(readDer(new Uint8Array()), []);
});

test("writeDer() writes what readDer() reads, at every form of length", () => {
  for (const length of [0, 1, 127, 128, 255, 256, 70_000]) {
    const content = new Uint8Array(length).fill(7);
    const [item, ...rest] = readDer(writeDer(4, content));
    assert.deepEqual(item?.content, content);
    assert.equal(rest.length, 0);
  }
});

test("readOid() reads identifiers whose numbers have several bytes", () => {
  assert.equal(readOid(Uint8Array.fromHex("2a864886f70d010101")), RSA_OID);
  assert.equal(readOid(Uint8Array.fromHex("550403")), "2.5.4.3");
  assert.equal(readOid(Uint8Array.fromHex("883703")), "2.999.3");
});
const RSA_OID = "1.2.840.113549.1.1.1";

/** A certificate in which nothing is true but its shape. */
function forged(notAfter: Bytes, version = true): Bytes {
  const sequence = (...parts: Bytes[]) => writeDer(0x30, ...parts);
  const [info] = readDer(der(pem.EC_KEY));
  const algorithm = readDer(info?.content ?? new Uint8Array())[1]?.encoded;
  assert.ok(algorithm);
  const name = sequence(writeDer(
    0x31,
    sequence(
      writeDer(6, Uint8Array.fromHex("550403")),
      writeDer(0x1e, Uint8Array.fromHex("00e40062")),
    ),
    sequence(writeDer(6, Uint8Array.fromHex("2a0304"))),
  ));
  return sequence(sequence(
    ...version ? [writeDer(0xa0, Uint8Array.of(2, 1, 2))] : [],
    Uint8Array.of(2, 1, 1),
    sequence(),
    sequence(),
    sequence(notAfter, notAfter),
    name,
    sequence(algorithm, writeDer(3, Uint8Array.of(0, 4))),
  ));
}
const ascii = (text: string) => new TextEncoder().encode(text);

test("readX509() reads both forms of time, and names beyond ASCII", () => {
  const dates: readonly [number, string, number][] = [
    [0x17, "490203040506Z", Date.UTC(2049, 1, 3, 4, 5, 6)],
    [0x17, "500203040506Z", Date.UTC(1950, 1, 3, 4, 5, 6)],
    [0x18, "20510203040506Z", Date.UTC(2051, 1, 3, 4, 5, 6)],
  ];
  for (const [tag, written, time] of dates) {
    const certificate = forged(writeDer(tag, ascii(written)));
    const { notAfter, subject, publicKey } = readX509(certificate);
    assert.equal(notAfter, time);
    assert.equal(subject, "CN=äb, 1.2.3.4=");
    assert.equal(publicKey.kind, "elliptic curve");
  }
  const first = forged(writeDer(0x17, ascii("490203040506Z")), false);
  assert.equal(readX509(first).subject, "CN=äb, 1.2.3.4=");
});

test("readX509() refuses a time that is none", () => {
  for (const [tag, written] of [[0x17, "4902"], [0x02, "490203040506Z"]]) {
    const certificate = forged(writeDer(Number(tag), ascii(String(written))));
    assert.throws(() => readX509(certificate), SyntaxError);
  }
});
