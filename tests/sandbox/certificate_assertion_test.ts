import assert from "node:assert/strict";
import {
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  importX509,
  jwtVerify,
  SignJWT,
} from "jose";
import forge from "node-forge";
import * as oauth from "oauth4webapi";
import { DEFAULT_WORLD, SANDBOX_CERTIFICATE } from "../../src/sandbox/mod.ts";
import {
  type AssertionChanges,
  assertionForm,
  NOW,
  ORIGIN,
  segment,
  SHA1,
  SHA256,
  signAssertion,
} from "./assertions.ts";
import {
  claimsOf,
  CLI,
  CONTOSO,
  DAEMON,
  errorOf,
  EXPIRED,
  FABRIKAM,
  type Fields,
  openSandbox,
  postForm,
  SHOP,
} from "./visitor.ts";

const STRANGE_KEY = await exportPKCS8(
  (await generateKeyPair("RS256", { extractable: true })).privateKey,
);
const CHAIN = [
  SANDBOX_CERTIFICATE.certificate_pem.replace(/-----[^-]+-----|\s/g, ""),
];

interface Mistake {
  readonly does: string;
  readonly changes?: AssertionChanges;
  readonly text?: string;
  readonly form?: Fields;
  readonly code: number;
}

const MISTAKES: readonly Mistake[] = [
  { does: "one part", text: "sandbox", code: 50027 },
  { does: "three parts that are no JSON", text: "a.b.c", code: 50027 },
  {
    does: "no signature",
    text: `${segment({ alg: "none" })}.${segment({ iss: DAEMON.id })}.`,
    code: 5002730,
  },
  {
    does: "a signature cut short",
    text: `${segment({ alg: "PS256", ...SHA256 })}.${
      segment({
        iss: DAEMON.id,
        sub: DAEMON.id,
        jti: "1",
        exp: NOW + 600,
        aud: `${ORIGIN}/${CONTOSO}/oauth2/v2.0/token`,
      })
    }.AAAA`,
    code: 700027,
  },
  {
    does: "the algorithm RS512",
    changes: { alg: "RS512" },
    code: 5002730,
  },
  {
    does: "the algorithm PS384",
    changes: { alg: "PS384" },
    code: 5002730,
  },
  { does: "another key", changes: { key: STRANGE_KEY }, code: 700027 },
  { does: "no thumbprint", changes: { header: {} }, code: 700027 },
  {
    does: "a key id in place of a thumbprint",
    changes: { header: { kid: SANDBOX_CERTIFICATE.thumbprint_sha1 } },
    code: 700027,
  },
  {
    does: "the thumbprint of another certificate",
    changes: { header: { "x5t#S256": SANDBOX_CERTIFICATE.thumbprint_sha1 } },
    code: 700027,
  },
  {
    does: "two thumbprints of which one is wrong",
    changes: { header: { ...SHA256, x5t: "AAAA" } },
    code: 700027,
  },
  {
    does: "a thumbprint in hexadecimal",
    changes: {
      alg: "RS256",
      header: {
        x5t: Uint8Array.fromBase64(SANDBOX_CERTIFICATE.thumbprint_sha1, {
          alphabet: "base64url",
        }).toHex(),
      },
    },
    code: 700027,
  },
  {
    does: "a chain that is no list",
    changes: { header: { x5c: CHAIN[0] } },
    code: 50012,
  },
  {
    does: "a chain that is not base64",
    changes: { header: { x5c: ["***"] } },
    code: 50012,
  },
  {
    does: "an empty chain",
    changes: { header: { x5c: [] } },
    code: 50012,
  },
  {
    does: "a chain of somebody else",
    changes: { header: { x5c: [btoa("somebody else")] } },
    code: 700027,
  },
  {
    does: "no issuer",
    changes: { payload: { iss: undefined } },
    code: 50027,
  },
  {
    does: "no subject",
    changes: { payload: { sub: undefined } },
    code: 50027,
  },
  {
    does: "a subject that is not the issuer",
    changes: { payload: { sub: SHOP.id } },
    code: 50048,
  },
  {
    does: "another client as issuer and subject",
    changes: { payload: { iss: SHOP.id, sub: SHOP.id } },
    code: 50027,
  },
  {
    does: "no audience",
    changes: { payload: { aud: undefined } },
    code: 50027,
  },
  {
    does: "the issuer of the tenant as audience",
    changes: { payload: { aud: `${ORIGIN}/${CONTOSO}/v2.0` } },
    code: 50027,
  },
  {
    does: "the endpoint of another tenant as audience",
    changes: { payload: { aud: `${ORIGIN}/${FABRIKAM}/oauth2/v2.0/token` } },
    code: 50027,
  },
  {
    does: "the endpoint of another host as audience",
    changes: {
      payload: {
        aud: `https://login.microsoftonline.com/${CONTOSO}/oauth2/v2.0/token`,
      },
    },
    code: 50027,
  },
  {
    does: "a list of audiences",
    changes: {
      payload: { aud: [`${ORIGIN}/${CONTOSO}/oauth2/v2.0/token`] },
    },
    code: 50027,
  },
  {
    does: "the v1 endpoint as audience",
    changes: { payload: { aud: `${ORIGIN}/${CONTOSO}/oauth2/token` } },
    code: 50027,
  },
  { does: "no id", changes: { payload: { jti: undefined } }, code: 50027 },
  {
    does: "no expiry",
    changes: { payload: { exp: undefined } },
    code: 50027,
  },
  {
    does: "an expiry that is over",
    changes: { payload: { exp: NOW - 1 } },
    code: 700024,
  },
  {
    does: "a beginning that is not yet",
    changes: { payload: { nbf: NOW + 301 } },
    code: 700024,
  },
  {
    does: "the certificate of a client that has none",
    form: { client_id: EXPIRED.id },
    changes: { payload: { iss: EXPIRED.id, sub: EXPIRED.id } },
    code: 700027,
  },
  {
    does: "a public client",
    form: { client_id: CLI.id },
    changes: { payload: { iss: CLI.id, sub: CLI.id } },
    code: 700025,
  },
];

for (const { does, changes, text, form = {}, code } of MISTAKES) {
  Deno.test({
    name:
      `The token endpoint refuses a client assertion with ${does} by AADSTS${code}`,
    permissions: "none",
    async fn() {
      const assertion = text ?? await signAssertion(changes);
      const sent = await postForm(openSandbox(), {
        fields: assertionForm(assertion, form),
      });
      const answer = errorOf(sent);
      assert.deepEqual([answer.status, answer.error, answer.code], [
        401,
        "invalid_client",
        code,
      ]);
    },
  });
}

Deno.test({
  name: "The token endpoint refuses an assertion beside a secret",
  permissions: "none",
  async fn() {
    const sent = await postForm(openSandbox(), {
      fields: assertionForm(await signAssertion(), {
        client_secret: DAEMON.secret,
      }),
    });
    assert.equal(errorOf(sent).code, 90023);
  },
});

for (
  const [does, changes] of [
    ["PS256 and x5t#S256", {}],
    ["RS256 and x5t", { alg: "RS256", header: SHA1 }],
    ["PS256 and x5t", { header: SHA1 }],
    ["RS256 and both thumbprints", {
      alg: "RS256",
      header: { ...SHA1, ...SHA256 },
    }],
    ["a chain beside the thumbprint", { header: { ...SHA256, x5c: CHAIN } }],
    ["a chain alone", { header: { x5c: CHAIN } }],
    ["the tenant's domain in its audience", {
      payload: {
        aud: `${ORIGIN}/contoso.onmicrosoft.example/oauth2/v2.0/token`,
      },
    }],
    ["a beginning that a slow clock explains", { payload: { nbf: NOW + 300 } }],
  ] as const
) {
  Deno.test({
    name: `An assertion with ${does} proves a client`,
    permissions: "none",
    async fn() {
      const { body } = await postForm(openSandbox(), {
        fields: assertionForm(await signAssertion(changes)),
      });
      assert.equal(body["error_description"], undefined);
      assert.equal(claimsOf(body["access_token"])["appidacr"], "2");
    },
  });
}

Deno.test({
  name: "An assertion is good for the domain of the tenant that it names by id",
  permissions: "none",
  async fn() {
    const { response } = await postForm(openSandbox(), {
      path: "/contoso.onmicrosoft.example/oauth2/v2.0/token",
      fields: assertionForm(await signAssertion()),
    });
    assert.equal(response.status, 200);
  },
});

for (const strictAssertions of [false, true]) {
  Deno.test({
    name: strictAssertions
      ? "strictAssertions lets an assertion be used once"
      : "An assertion can be used again until it ends, as MSAL does",
    permissions: "none",
    async fn() {
      const sandbox = openSandbox({ strictAssertions });
      const fields = assertionForm(await signAssertion());
      assert.equal((await postForm(sandbox, { fields })).response.status, 200);
      const again = await postForm(sandbox, { fields });
      assert.equal(again.response.status, strictAssertions ? 401 : 200);
      if (strictAssertions) assert.equal(errorOf(again).code, 50027);
    },
  });
}

Deno.test({
  name: "An assertion of a certificate past its date is refused by AADSTS50012",
  permissions: "none",
  async fn() {
    const { certificate_pem } = SANDBOX_CERTIFICATE;
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      certificates: [{
        certificate_pem,
        expires_at: "2026-03-01T00:00:00Z",
      }],
    }));
    const sent = await postForm(
      openSandbox({ world: { ...DEFAULT_WORLD, clients } }),
      { fields: assertionForm(await signAssertion()) },
    );
    assert.equal(errorOf(sent).code, 50012);
  },
});

Deno.test({
  name:
    "The parts of SANDBOX_CERTIFICATE belong together: certificate, key and thumbprints",
  permissions: "none",
  async fn() {
    const { certificate_pem, private_key_pem, thumbprint_sha1 } =
      SANDBOX_CERTIFICATE;
    const key = await importPKCS8(private_key_pem, "RS256");
    const token = await new SignJWT({}).setProtectedHeader({ alg: "RS256" })
      .sign(key);
    await jwtVerify(token, await importX509(certificate_pem, "RS256"));
    const der = Uint8Array.fromBase64(CHAIN[0] ?? "");
    for (
      const [algorithm, expected] of [
        ["SHA-1", thumbprint_sha1],
        ["SHA-256", SANDBOX_CERTIFICATE.thumbprint_sha256],
      ] as const
    ) {
      const hash = new Uint8Array(await crypto.subtle.digest(algorithm, der));
      assert.equal(
        hash.toBase64({ alphabet: "base64url", omitPadding: true }),
        expected,
      );
    }
  },
});

Deno.test({
  name:
    "The PKCS #12 file of SANDBOX_CERTIFICATE opens with its password alone",
  permissions: "none",
  fn() {
    const { pfx_base64, pfx_password, private_key_pem } = SANDBOX_CERTIFICATE;
    const file = forge.asn1.fromDer(forge.util.decode64(pfx_base64));
    const bagType = forge.pki.oids["pkcs8ShroudedKeyBag"] ?? "";
    const bags = forge.pkcs12.pkcs12FromAsn1(file, pfx_password)
      .getBags({ bagType })[bagType];
    const key = bags?.[0]?.key;
    assert.ok(key);
    const expected = forge.pki.privateKeyFromPem(private_key_pem);
    assert.equal((key as typeof expected).n.compareTo(expected.n), 0);
    assert.throws(() => forge.pkcs12.pkcs12FromAsn1(file, "sandbox-wrong"));
  },
});

Deno.test({
  name: "oauth4webapi proves a client by private_key_jwt with a thumbprint",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ clock: { now: () => Date.now() } });
    const token_endpoint = `${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token`;
    const server = {
      issuer: `${sandbox.origin}/${CONTOSO}/v2.0`,
      token_endpoint,
    };
    const key = await importPKCS8(SANDBOX_CERTIFICATE.private_key_pem, "PS256");
    const client = { client_id: DAEMON.id };
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      oauth.PrivateKeyJwt(key as CryptoKey, {
        [oauth.modifyAssertion](header, payload) {
          Object.assign(header, SHA256);
          payload["aud"] = token_endpoint;
        },
      }),
      { scope: "https://graph.microsoft.com/.default" },
      {
        [oauth.allowInsecureRequests]: true,
        [oauth.customFetch]: (
          url: string,
          { body, ...init }: oauth.CustomFetchOptions<"POST", URLSearchParams>,
        ) => sandbox.fetch(new Request(url, { ...init, body })),
      },
    );
    const result = await oauth.processClientCredentialsResponse(
      server,
      client,
      response,
    );
    assert.equal(result.expires_in, 3599);
  },
});
