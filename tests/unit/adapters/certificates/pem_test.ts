import assert from "node:assert/strict";
import {
  createClientCertificate,
  type PemFiles,
} from "../../../../src/adapters/certificates/mod.ts";
import { AuthError } from "../../../../src/engine/errors.ts";
import { Secret } from "../../../../src/engine/secret.ts";
import {
  ENCRYPTED_KEYS,
  PASSPHRASE,
  UNICODE_KEY,
  UNICODE_PASSPHRASE,
} from "../../../support/certificates/encrypted_keys.ts";
import * as pem from "../../../support/certificates/pem.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

async function refusalOf(files: PemFiles): Promise<AuthError> {
  const error = await createClientCertificate(files)
    .catch((error: unknown) => error);
  assert.ok(error instanceof AuthError, String(error));
  assert.ok(error.hint);
  assert.match(error.message, /^Cannot .*[^.]$/);
  return error;
}

const passphrase = new Secret(PASSPHRASE);

test("createClientCertificate() refuses what is no PEM text", async () => {
  for (const certificatePem of ["", "hello", "-----BEGIN", "\0\xff"]) {
    const error = await refusalOf({ certificatePem });
    assert.equal(error.code, "credential_invalid");
  }
});

for (const [kind, key] of Object.entries(ENCRYPTED_KEYS)) {
  test(`createClientCertificate() opens a key encrypted as ${kind}`, async () => {
    const { thumbprintSha256 } = await createClientCertificate({
      certificatePem: pem.CERTIFICATE,
      privateKeyPem: key,
      passphrase,
    });
    assert.equal(thumbprintSha256, pem.FACTS.sha256);
  });

  test(`createClientCertificate() refuses a wrong passphrase for ${kind} and tells it nowhere`, async () => {
    const error = await refusalOf({
      certificatePem: pem.CERTIFICATE,
      privateKeyPem: key,
      passphrase: new Secret("canary-passphrase"),
    });
    assert.equal(error.code, "credential_invalid");
    assert.match(error.message, /passphrase is wrong/);
    assert.ok(!Deno.inspect(error).includes("canary"));
  });

  test(`createClientCertificate() asks for the passphrase of ${kind}`, async () => {
    const error = await refusalOf({ certificatePem: pem.CERTIFICATE + key });
    assert.equal(error.code, "missing_credential");
    assert.match(error.message, /no passphrase is given/);
  });
}

test("createClientCertificate() opens a key whose passphrase goes beyond ASCII", async () => {
  const { subject } = await createClientCertificate({
    certificatePem: UNICODE_KEY + pem.CERTIFICATE,
    passphrase: new Secret(UNICODE_PASSPHRASE),
  });
  assert.equal(subject, pem.FACTS.subject);
});

test("createClientCertificate() refuses an encrypted key that is damaged", async () => {
  const key = ENCRYPTED_KEYS["PBES2 with AES-256"];
  const error = await refusalOf({
    certificatePem: pem.CERTIFICATE,
    privateKeyPem: `${key.slice(0, 900)}\n-----END ENCRYPTED PRIVATE KEY-----`,
    passphrase,
  });
  assert.equal(error.code, "credential_invalid");
});

test("createClientCertificate() takes a PEM pair, and one text with both in any order", async () => {
  const texts: readonly PemFiles[] = [
    { certificatePem: pem.CERTIFICATE, privateKeyPem: pem.KEY },
    { certificatePem: pem.CERTIFICATE, privateKeyPem: pem.KEY_PKCS1 },
    { certificatePem: pem.CERTIFICATE + pem.KEY },
    { certificatePem: pem.KEY_PKCS1 + pem.ISSUER + pem.CERTIFICATE },
    { certificatePem: pem.CERTIFICATE + pem.KEY, passphrase },
  ];
  for (const files of texts) {
    const { thumbprintSha1 } = await createClientCertificate(files);
    assert.equal(thumbprintSha1, pem.FACTS.sha1);
  }
});

test("createClientCertificate() uses the certificate as it is told", async () => {
  const { algorithm, chain } = await createClientCertificate({
    certificatePem: pem.CERTIFICATE + pem.KEY,
    algorithm: "RS256",
    sendChain: true,
  });
  assert.equal(algorithm, "RS256");
  assert.equal(chain?.length, 1);
});
