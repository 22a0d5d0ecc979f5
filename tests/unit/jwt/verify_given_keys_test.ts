import assert from "node:assert/strict";
import {
  createHmac,
  generateKeyPairSync,
  type JsonWebKeyInput,
  sign,
} from "node:crypto";
import { OTHER_KEY, SIGNING_KEY } from "../../support/test_keys.ts";
import { KEY_ID, TENANT } from "../../support/tokens.ts";
import { base64url } from "./token_text.ts";
import {
  API,
  claimsOf,
  found,
  NOW,
  publicKey,
  verifyCase,
} from "./verify_world.ts";
import { verifyToken } from "../../../src/engine/jwt/verify.ts";

const S = NOW / 1000;

Deno.test("verifyToken() finds nothing wrong with a token that is right in all that is asked", async () => {
  const verification = await verifyCase({
    expected: {
      audience: API,
      issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      tenant: TENANT.toUpperCase(),
      scopes: ["Orders.Read", `api://${API}/Orders.Write`],
      client: "BBBBBBBB-0000-4000-8000-000000000001",
      subject: "user",
      version: "2.0",
    },
  });
  assert.deepEqual(
    verification.checks.filter(({ ok }) => ok !== true).map(({ code }) => code),
    ["not_asked"],
    "only roles were not asked for",
  );
  assert.equal(verification.verified, true);
  assert.equal(verification.valid, true);
});

Deno.test("verifyToken() does not take the public key for the secret of HS256", async () => {
  const input = `${base64url({ typ: "JWT", alg: "HS256", kid: KEY_ID })}.${
    base64url(claimsOf())
  }`;
  const mac = createHmac("sha256", JSON.stringify(publicKey())).update(input)
    .digest("base64url");
  const { checks, valid } = await verifyToken(`${input}.${mac}`, {
    keys: { jwks: { keys: [publicKey()] } },
    now: NOW,
  });
  assert.equal(valid, false);
  assert.equal(found({ checks }, "algorithm").code, "algorithm_symmetric");
  assert.equal(found({ checks }, "signature").code, "not_checked");
});

Deno.test("verifyToken() does not use a key that the token brings", async () => {
  const jwk = { kty: "RSA", n: OTHER_KEY.n, e: OTHER_KEY.e, kid: KEY_ID };
  const verification = await verifyCase({ header: { jwk }, key: OTHER_KEY });
  assert.equal(found(verification, "header").code, "header_key_ignored");
  assert.equal(found(verification, "signature").code, "signature_invalid");
});

Deno.test("verifyToken() allows clocks to differ by five minutes, and says so", async () => {
  const late = await verifyCase({ claims: { exp: S - 299 } });
  assert.equal(found(late, "expiry").code, "expired_within_skew");
  const early = await verifyCase({ claims: { nbf: S + 300, iat: S + 300 } });
  assert.equal(found(early, "not_before").code, "not_before_within_skew");
  assert.equal(late.valid && early.valid, true);
});

Deno.test("verifyToken() takes one audience of several, and GUIDs in any case", async () => {
  for (
    const aud of [API.toUpperCase(), ["api://one", API]]
  ) {
    const verification = await verifyCase({
      claims: { aud },
      expected: { audience: ["api://two", API] },
    });
    assert.equal(found(verification, "audience").code, "audience_matches");
  }
});

Deno.test("verifyToken() skips what was not asked, and is valid without it", async () => {
  const verification = await verifyCase({
    claims: { nbf: undefined, iat: undefined, ver: undefined },
  });
  for (const name of ["audience", "tenant", "client", "subject"] as const) {
    assert.equal(found(verification, name).code, "not_asked");
  }
  for (const name of ["not_before", "issued", "version"] as const) {
    assert.equal(found(verification, name).code, "claim_absent");
  }
  assert.equal(verification.valid, true);
});

Deno.test("verifyToken() takes a token out of what is copied with it", async () => {
  for (
    const text of [
      (token: string) => `Bearer ${token}\n`,
      (token: string) => `Authorization: Bearer "${token}"`,
      (token: string) => JSON.stringify({ access_token: token }),
      (token: string) => `${token.slice(0, 60)}\n${token.slice(60)}`,
    ]
  ) {
    const verification = await verifyCase({ text });
    assert.equal(verification.valid, true, JSON.stringify(verification.checks));
  }
});

const PS256 = { padding: 6, saltLength: 32 } as const;

Deno.test("verifyToken() verifies PS256 and ES256 by keys that fit", async () => {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ec = pair.publicKey.export({ format: "jwk" });
  const rsa: JsonWebKeyInput["key"] = { ...SIGNING_KEY };
  const cases = [
    ["PS256", { key: rsa, format: "jwk", ...PS256 }, publicKey()],
    ["ES256", { key: pair.privateKey, dsaEncoding: "ieee-p1363" }, {
      ...ec,
      kid: KEY_ID,
    }],
  ] as const;
  for (const [alg, key, jwk] of cases) {
    const input = `${base64url({ alg, kid: KEY_ID })}.${base64url(claimsOf())}`;
    const signature = sign("sha256", new TextEncoder().encode(input), key)
      .toString("base64url");
    const verify = (keys: readonly unknown[]) =>
      verifyToken(`${input}.${signature}`, {
        keys: { jwks: { keys } },
        now: NOW,
      });
    assert.equal((await verify([jwk])).valid, true, alg);
    const wrong = alg === "ES256" ? publicKey() : { ...ec, kid: KEY_ID };
    const refused = await verify([wrong]);
    assert.equal(found(refused, "signature").code, "key_unusable", alg);
  }
});
