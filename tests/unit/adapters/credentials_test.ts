import assert from "node:assert/strict";
import {
  type CredentialPorts,
  openCredential,
} from "../../../src/adapters/credentials.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import type {
  CertificateReference,
  CredentialReference,
} from "../../../src/engine/protocol/client_assertion_reference.ts";
import { Secret } from "../../../src/engine/secret.ts";
import {
  type FakeAssertionWorld,
  fakeAssertionWorld,
} from "../../support/assertion_world.ts";
import {
  ENCRYPTED_KEYS,
  PASSPHRASE,
} from "../../support/certificates/encrypted_keys.ts";
import * as pem from "../../support/certificates/pem.ts";
import { pfx } from "../../support/certificates/pfx.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const KEY = ENCRYPTED_KEYS["PBES2 with AES-256"];

function world(): FakeAssertionWorld & { readonly all: CredentialPorts } {
  const fake = fakeAssertionWorld();
  for (
    const [path, content] of [
      ["cert.pem", pem.CERTIFICATE],
      ["cert.cer", certificateBytes()],
      ["key.pem", pem.KEY],
      ["locked.pem", KEY],
      ["both.pem", `${pem.CERTIFICATE}${pem.ISSUER}${pem.KEY}`],
      ["pair.pfx", pfx("modern")],
      ["/h/passphrase", `${PASSPHRASE}\r\n`],
    ] as const
  ) fake.files.set(path, content);
  fake.variables.set("HOME", "/h").set("PASSPHRASE", PASSPHRASE);
  return Object.assign(fake, {
    all: { ...fake.ports, clock: { now: () => 42 } },
  });
}

function certificateBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(pem.CERTIFICATE.replaceAll(/-----.*-----/g, ""));
}

async function certificateOf(
  reference: Omit<CertificateReference, "type">,
  passphrase?: Secret,
) {
  const opened = await openCredential(
    { type: "certificate", ...reference },
    world().all,
    passphrase ? { passphrase } : {},
  );
  assert.ok(opened.type === "certificate");
  assert.equal(opened.now?.(), 42);
  return opened.certificate;
}

const MISSING: readonly [Omit<CertificateReference, "type">, RegExp][] = [
  [{ certificate: "none.pem" }, /the certificate: the file "none.pem" does/],
  [
    { certificate: "cert.pem", key: "none.pem" },
    /the private key: the file "none.pem" does/,
  ],
  [{ certificate: "pair.pfx" }, /has a password/],
  [{ certificate: "cert.pem", key: "locked.pem" }, /is encrypted/],
  [
    { certificate: "pair.pfx", passphrase: { from: "env", name: "NONE" } },
    /the passphrase: the variable NONE is not set/,
  ],
  [
    { certificate: "pair.pfx", passphrase: { from: "file", path: "none" } },
    /the passphrase: the file "none" does not exist/,
  ],
];
for (const [reference, said] of MISSING) {
  test(`openCredential() says what is missing: ${said.source}`, async () => {
    const error = await certificateOf(reference)
      .catch((error: unknown) => error);
    assert.ok(error instanceof AuthError, String(error));
    // A place that is named and empty is no matter of how the command is written.
    const isUnnamed = reference.passphrase === undefined &&
      !said.source.includes("none.pem");
    assert.equal(
      error.code,
      isUnnamed ? "missing_credential" : "credential_invalid",
    );
    assert.match(error.message, said);
    assert.ok(error.hint);
  });
}

const LOCKED = { certificate: "cert.pem", key: "locked.pem" };
const PFX = { certificate: "pair.pfx" };
const PLACES = [
  { from: "env", name: "PASSPHRASE" },
  { from: "file", path: "~/passphrase" },
] as const;
const OPENED: readonly Omit<CertificateReference, "type">[] = [
  { certificate: "both.pem" },
  { certificate: "cert.pem", key: "key.pem" },
  { certificate: "cert.cer", key: "key.pem" },
  { certificate: "key.pem", key: "cert.pem" },
  ...PLACES.flatMap((passphrase) => [
    { ...LOCKED, passphrase },
    { ...PFX, passphrase },
  ]),
];
for (const reference of OPENED) {
  test(`openCredential() opens ${JSON.stringify(reference)}`, async () => {
    const { thumbprintSha256, algorithm, chain } = await certificateOf(
      reference,
    );
    assert.equal(thumbprintSha256, pem.FACTS.sha256);
    assert.equal(algorithm, "PS256");
    assert.equal(chain, undefined);
  });
}

test("openCredential() prefers the passphrase at hand to the place of one", async () => {
  for (const reference of [LOCKED, PFX]) {
    const { subject } = await certificateOf(
      { ...reference, passphrase: { from: "env", name: "NONE" } },
      new Secret(PASSPHRASE),
    );
    assert.equal(subject, pem.FACTS.subject);
  }
});

test("openCredential() uses a certificate as the reference says", async () => {
  const { algorithm, chain } = await certificateOf({
    certificate: "both.pem",
    algorithm: "RS256",
    sendChain: true,
  });
  assert.equal(algorithm, "RS256");
  assert.equal(chain?.length, 2);
});

test("openCredential() asks a source of assertions only when it is used", async () => {
  const { all, variables } = world();
  const reference: CredentialReference = {
    type: "assertion",
    from: "env",
    name: "JWT",
  };
  const opened = await openCredential(reference, all);
  assert.ok(opened.type === "assertion");
  assert.equal(opened.now?.(), 42);
  variables.set("JWT", "late");
  assert.equal((await opened.assertion({})).reveal(), "late");
});

test("openCredential() ends an assertion's wait by its own signal and by the caller's", async () => {
  const reference = { type: "assertion", from: "env", name: "PASSPHRASE" };
  const own = new AbortController();
  const opened = await openCredential(
    reference as CredentialReference,
    world().all,
    { signal: own.signal },
  );
  assert.ok(opened.type === "assertion");
  const signal = AbortSignal.abort(new Error("the caller's"));
  await assert.rejects(opened.assertion({ signal }), /the caller's/);
  await opened.assertion({});
  own.abort(new Error("its own"));
  await assert.rejects(opened.assertion({}), /its own/);
});
