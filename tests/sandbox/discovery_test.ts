import assert from "node:assert/strict";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  codeFor,
  CONTOSO,
  DAEMON,
  openSandbox,
  ORDERS,
  postForm,
  redemption,
} from "./visitor.ts";

async function get(sandbox: SandboxHandler, path: string) {
  const response = await sandbox.fetch(new Request(sandbox.origin + path));
  return { response, body: await response.json() };
}

const METADATA = "v2.0/.well-known/openid-configuration";

for (
  const [tenant, key, issuer] of [
    [CONTOSO, CONTOSO, `${CONTOSO}/v2.0`],
    ["contoso.onmicrosoft.example", CONTOSO, `${CONTOSO}/v2.0`],
    ["common", "common", "{tenantid}/v2.0"],
    ["organizations", "organizations", "{tenantid}/v2.0"],
    ["consumers", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"],
  ] as const
) {
  Deno.test({
    name: `The metadata of ${tenant} has the issuer ${issuer}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const { response, body } = await get(sandbox, `/${tenant}/${METADATA}`);
      assert.equal(body.issuer, `${sandbox.origin}/${issuer}`);
      assert.equal(
        body.token_endpoint,
        `${sandbox.origin}/${key}/oauth2/v2.0/token`,
      );
      assert.equal(body.code_challenge_methods_supported, undefined);
      assert.equal(response.headers.get("access-control-allow-origin"), "*");
    },
  });
}

for (const path of [METADATA, "discovery/v2.0/keys"]) {
  Deno.test({
    name: `${path} of an unknown tenant is refused with AADSTS90002`,
    permissions: "none",
    async fn() {
      const { response, body } = await get(
        openSandbox(),
        `/nowhere.example/${path}`,
      );
      assert.equal(response.status, 400);
      assert.equal(body.error, "invalid_tenant");
      assert.deepEqual(body.error_codes, [90002]);
    },
  });
}

Deno.test({
  name:
    "The keys document has two public keys with x5t = kid, a certificate, and no private part",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { body } = await get(sandbox, "/common/discovery/v2.0/keys");
    assert.equal(body.keys.length, 2);
    for (const key of body.keys) {
      assert.deepEqual(Object.keys(key), [
        "kty",
        "use",
        "kid",
        "x5t",
        "n",
        "e",
        "x5c",
        "issuer",
      ]);
      assert.equal(key.kid, key.x5t);
      assert.equal(key.issuer, `${sandbox.origin}/{tenantid}/v2.0`);
      const der = Uint8Array.fromBase64(key.x5c[0]);
      const thumbprint = new Uint8Array(
        await crypto.subtle.digest("SHA-1", der),
      );
      assert.equal(
        thumbprint.toBase64({ alphabet: "base64url", omitPadding: true }),
        key.x5t,
      );
    }
  },
});

Deno.test({
  name:
    "ID tokens and own APIs' tokens verify against the keys; Graph's do not, as their header has a nonce",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ clock: { now: () => Date.now() } });
    const keys = createLocalJWKSet(
      (await get(sandbox, `/${CONTOSO}/discovery/v2.0/keys`)).body,
    );
    const { body } = await postForm(sandbox, {
      fields: redemption(await codeFor(sandbox)),
    });
    const { payload, protectedHeader } = await jwtVerify(
      String(body["id_token"]),
      keys,
      {
        issuer: `${sandbox.origin}/${CONTOSO}/v2.0`,
        algorithms: ["RS256"],
      },
    );
    assert.equal(payload["ver"], "2.0");
    assert.equal(protectedHeader.typ, "JWT");
    await assert.rejects(jwtVerify(String(body["access_token"]), keys), {
      code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    });
    const own = await postForm(sandbox, {
      fields: {
        grant_type: "client_credentials",
        client_id: DAEMON.id,
        client_secret: DAEMON.secret,
        scope: `api://${ORDERS}/.default`,
      },
    });
    await jwtVerify(String(own.body["access_token"]), keys, {
      audience: ORDERS,
    });
  },
});

Deno.test({
  name: "The issuer of v1 tokens has metadata that leads to the keys",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { body } = await get(
      sandbox,
      `/sts/${CONTOSO}/.well-known/openid-configuration`,
    );
    assert.equal(body.issuer, `${sandbox.origin}/sts/${CONTOSO}/`);
    assert.equal(
      body.jwks_uri,
      `${sandbox.origin}/${CONTOSO}/discovery/v2.0/keys`,
    );
  },
});

Deno.test({
  name: "Instance discovery knows its own host only",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const ask = (endpoint: string) =>
      get(
        sandbox,
        `/common/discovery/instance?api-version=1.1&authorization_endpoint=${
          encodeURIComponent(endpoint)
        }`,
      );
    const own = await ask(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/authorize`);
    assert.equal(
      own.body.tenant_discovery_endpoint,
      `${sandbox.origin}/${CONTOSO}/${METADATA}`,
    );
    assert.deepEqual(own.body.metadata[0].aliases, ["127.0.0.1:8480"]);
    const foreign = await ask(
      "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    );
    assert.deepEqual([foreign.body.error, foreign.body.error_codes], [
      "invalid_instance",
      [50049],
    ]);
    assert.deepEqual((await ask("nonsense")).body.error_codes, [50050]);
  },
});
