import assert from "node:assert/strict";
import { createClientCertificate } from "../../../../src/adapters/certificates/mod.ts";
import { AuthError } from "../../../../src/engine/errors.ts";
import { Secret } from "../../../../src/engine/secret.ts";
import {
  PASSPHRASE,
  UNICODE_PASSPHRASE,
} from "../../../support/certificates/encrypted_keys.ts";
import { FACTS } from "../../../support/certificates/pem.ts";
import { pfx } from "../../../support/certificates/pfx.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function open(file: Uint8Array<ArrayBuffer>, password?: string) {
  return createClientCertificate({
    pfx: file,
    sendChain: true,
    ...(password === undefined ? {} : { passphrase: new Secret(password) }),
  });
}

async function refusalOf(
  file: Uint8Array<ArrayBuffer>,
  password?: string,
): Promise<AuthError> {
  const error = await open(file, password).catch((error: unknown) => error);
  assert.ok(error instanceof AuthError, String(error));
  assert.ok(error.hint);
  assert.match(error.message, /^Cannot .*[^.]$/);
  return error;
}

test("createClientCertificate() refuses what is no PFX file", async () => {
  const files = [new Uint8Array(), new Uint8Array(9), pfx("modern").slice(9)];
  for (const file of files) {
    const error = await refusalOf(file, PASSPHRASE);
    assert.equal(error.code, "credential_invalid");
  }
});

test("createClientCertificate() refuses a PFX file that is cut off anywhere", async () => {
  const whole = pfx("legacy");
  for (let end = 1; end < whole.length; end += 97) {
    const error = await refusalOf(whole.slice(0, end), PASSPHRASE);
    assert.equal(error.code, "credential_invalid");
  }
});

const PROTECTED = [
  ["modern", PASSPHRASE],
  ["legacy", PASSPHRASE],
  ["des3", PASSPHRASE],
  ["unicode", UNICODE_PASSPHRASE],
] as const;
for (const [name, password] of PROTECTED) {
  test(`createClientCertificate() opens the PFX file "${name}"`, async () => {
    const { thumbprintSha256, key, chain } = await open(pfx(name), password);
    assert.equal(thumbprintSha256, FACTS.sha256);
    assert.equal(key.extractable, false);
    assert.equal(chain?.length, name === "modern" ? 2 : 1);
  });

  test(`createClientCertificate() refuses a wrong password for the PFX file "${name}" and tells it nowhere`, async () => {
    for (const wrong of ["canary-password", "cänary-password"]) {
      const error = await refusalOf(pfx(name), wrong);
      assert.equal(error.code, "credential_invalid");
      assert.match(error.message, /password is wrong/);
      assert.ok(!/c.nary/.test(Deno.inspect(error)));
    }
  });

  test(`createClientCertificate() asks for the password of the PFX file "${name}"`, async () => {
    for (const none of [undefined, ""]) {
      const error = await refusalOf(pfx(name), none);
      assert.equal(error.code, "missing_credential");
    }
  });
}

for (const name of ["empty", "open"] as const) {
  test(`createClientCertificate() opens the PFX file "${name}" without a password`, async () => {
    assert.equal((await open(pfx(name))).thumbprintSha1, FACTS.sha1);
    assert.equal((await open(pfx(name), "")).thumbprintSha1, FACTS.sha1);
  });
}

test("createClientCertificate() refuses a PFX file without a key, or with an elliptic curve", async () => {
  const without = await refusalOf(pfx("nokey"), PASSPHRASE);
  assert.match(without.message, /there is no private key/);
  const curve = await refusalOf(pfx("ec"), PASSPHRASE);
  assert.match(curve.message, /elliptic curve/);
});

test("createClientCertificate() refuses a certificate file in a PFX file's place", async () => {
  const { chain = [] } = await open(pfx("modern"), PASSPHRASE);
  const error = await refusalOf(Uint8Array.fromBase64(chain[0] ?? ""));
  assert.match(error.message, /of another kind/);
});
