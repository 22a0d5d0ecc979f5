import assert from "node:assert/strict";
import { createClientCertificate } from "../../src/adapters/certificates/mod.ts";
import { Secret } from "../../src/engine/secret.ts";

const PASSWORD = "pâss: wörd";

/** Secrets reach openssl by its environment, never by an argument. */
async function openssl(directory: string, line: string): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command("openssl", {
    args: line.split(" "),
    cwd: directory,
    env: { PASSWORD, RANDFILE: `${directory}/.rnd` },
    stdin: "null",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return stdout;
}

const isInstalled = await new Deno.Command("openssl", { args: ["version"] })
  .output().then(({ success }) => success, () => false);
const SKIPPED = isInstalled ? "" : " (skipped: openssl is not installed)";

/** A directory with `key.pem` and `cert.pem`, made by these lines. */
async function made(lines: readonly string[]) {
  const directory = await Deno.makeTempDir();
  const read = (name: string) => Deno.readFile(`${directory}/${name}`);
  for (const line of lines) await openssl(directory, line);
  const digest = async (name: string) =>
    (await openssl(directory, `x509 -in cert.pem -outform DER -out cert.der`)
      .then(() => openssl(directory, `dgst -${name} -binary cert.der`)))
      .toBase64({ alphabet: "base64url", omitPadding: true });
  return {
    directory,
    read,
    text: async (name: string) => new TextDecoder().decode(await read(name)),
    sha256: await digest("sha256"),
    sha1: await digest("sha1"),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

const NEW_KEY = "-newkey rsa:2048 -nodes -keyout key.pem";
const REQUEST = `req -new ${NEW_KEY} -subj /CN=PUBLIC -out request.pem`;
const SIGN = "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -out cert.pem";

/** The ways in which a certificate can be signed. */
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  "RSA": [`req -x509 ${NEW_KEY} -subj /CN=PUBLIC -out cert.pem`],
  "RSA-PSS": [
    `req -x509 ${NEW_KEY} -subj /CN=PUBLIC -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20 -out cert.pem`,
  ],
  "an elliptic curve": [
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -subj /CN=CA -out ca.pem",
    REQUEST,
    `${SIGN} -CAcreateserial`,
  ],
};

/** The ways in which openssl protects a PFX file. */
const PROTECTED: Readonly<Record<string, string>> = {
  "AES-256": "",
  "RC2 and 3DES": "-legacy",
  "3DES": "-legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES",
  "AES-128 with SHA-512":
    "-certpbe AES-128-CBC -keypbe AES-128-CBC -macalg SHA512",
  "a key alone": "-certpbe NONE",
};

for (const [signer, lines] of Object.entries(SIGNED)) {
  Deno.test({
    name:
      `createClientCertificate() opens what openssl wrote, signed by ${signer}${SKIPPED}`,
    ignore: !isInstalled,
    async fn(t) {
      await using files = await made(lines);

      await t.step("as PEM, with openssl's thumbprints", async () => {
        const certificate = await createClientCertificate({
          certificatePem: await files.text("cert.pem"),
          privateKeyPem: await files.text("key.pem"),
        });
        assert.equal(certificate.thumbprintSha256, files.sha256);
        assert.equal(certificate.thumbprintSha1, files.sha1);
        assert.equal(certificate.subject, "CN=PUBLIC");
      });

      for (const [protection, words] of Object.entries(PROTECTED)) {
        await t.step(
          `as PFX with ${protection}, and the same thumbprints`,
          async () => {
            await openssl(
              files.directory,
              `pkcs12 -export -inkey key.pem -in cert.pem -passout env:PASSWORD -out pair.pfx ${words}`
                .trim(),
            );
            const certificate = await createClientCertificate({
              pfx: Uint8Array.from(await files.read("pair.pfx")),
              passphrase: new Secret(PASSWORD),
            });
            assert.equal(certificate.thumbprintSha256, files.sha256);
            assert.equal(certificate.thumbprintSha1, files.sha1);
          },
        );
      }
    },
  });
}

/** The ways in which openssl encrypts a key. */
const ENCRYPTED: Readonly<Record<string, string>> = {
  "AES-256": "pkcs8 -topk8 -v2 aes-256-cbc",
  "AES-256 with SHA-512": "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512",
  "3DES": "pkcs8 -topk8 -v2 des3",
  "PBES1": "pkcs8 -topk8 -v1 PBE-SHA1-3DES",
  "scrypt": "pkcs8 -topk8 -scrypt",
  "the older PEM": "rsa -traditional -aes192",
};

Deno.test({
  name:
    `createClientCertificate() opens the keys that openssl encrypted${SKIPPED}`,
  ignore: !isInstalled,
  async fn(t) {
    await using files = await made(SIGNED.RSA ?? []);
    for (const [encryption, words] of Object.entries(ENCRYPTED)) {
      await t.step(encryption, async () => {
        await openssl(
          files.directory,
          `${words} -in key.pem -passout env:PASSWORD -out locked.pem`,
        );
        const certificate = await createClientCertificate({
          certificatePem: await files.text("locked.pem") +
            await files.text("cert.pem"),
          passphrase: new Secret(PASSWORD),
        });
        assert.equal(certificate.thumbprintSha256, files.sha256);
      });
    }
  },
});
