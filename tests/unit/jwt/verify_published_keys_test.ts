import assert from "node:assert/strict";
import {
  type AuthError,
  type CheckCode,
  verifyToken,
} from "../../../src/engine/mod.ts";
import { fakePorts } from "../../support/fake_ports.ts";
import { OTHER_KEY } from "../../support/test_keys.ts";
import { CLIENT, keySet, signedToken, TENANT } from "../../support/tokens.ts";
import { base64url } from "./token_text.ts";
import { claimsOf, found, NOW, verifyPublished } from "./verify_world.ts";

const PUBLIC = "https://login.microsoftonline.com";
const GOV = "https://login.microsoftonline.us";
const OTHER_TENANT = "aaaaaaaa-0000-4000-8000-000000000002";

function tokenOf(claims: Record<string, unknown> = {}): string {
  return signedToken(claimsOf(claims));
}

/** The metadata of an issuer. */
function metadata(issuer: string, base: string): Response {
  return Response.json({
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/keys`,
  });
}

const CLOUDS: readonly (readonly [issuer: string, keys: string])[] = [
  [`${PUBLIC}/${TENANT}/v2.0`, PUBLIC],
  [`https://sts.windows.net/${TENANT}/`, PUBLIC],
  [`${GOV}/${TENANT}/v2.0`, GOV],
  [
    `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`,
    "https://login.partner.microsoftonline.cn",
  ],
  [
    `https://sts.chinacloudapi.cn/${TENANT}/`,
    "https://login.partner.microsoftonline.cn",
  ],
];
for (const [iss, origin] of CLOUDS) {
  Deno.test(`verifyToken() takes the keys of the tenant that issues as ${iss}`, async () => {
    const ver = iss.endsWith("/v2.0") ? "2.0" : "1.0";
    const { valid, checks, ports } = await verifyPublished(
      tokenOf({ iss, ver }),
      {},
    );
    assert.equal(found({ checks }, "issuer").code, "issuer_microsoft");
    assert.equal(valid, true);
    assert.deepEqual(ports.keyRequests, [
      `${origin}/${TENANT}/discovery/v2.0/keys`,
    ]);
  });
}

const STRANGERS: readonly string[] = [
  "https://evil.example/v2.0",
  `https://login.microsoftonline.com.evil.example/${TENANT}/v2.0`,
  `https://evil.example/login.microsoftonline.com/${TENANT}/v2.0`,
  `http://login.microsoftonline.com/${TENANT}/v2.0`,
  `https://login.microsoftonline.com:8443/${TENANT}/v2.0`,
  `https://login.microsoftonline.com/${TENANT}/v2.0/`,
  `https://login.microsoftonline.com/x/${TENANT}/v2.0`,
  `https://login.microsoftonline.com/${TENANT}/v2.0?x`,
  `https://user@login.microsoftonline.com/${TENANT}/v2.0`,
  `https://sts.windows.net/${TENANT}`,
  "https://login.microsoftonline.com/common/v2.0",
  "https://169.254.169.254/latest",
  "file:///etc/passwd",
  "not an address",
];
for (const iss of STRANGERS) {
  Deno.test(`verifyToken() asks nobody because a token names ${iss}`, async () => {
    const { valid, checks, ports } = await verifyPublished(
      tokenOf({ iss }),
      {},
    );
    assert.equal(found({ checks }, "issuer").code, "issuer_unknown");
    assert.equal(found({ checks }, "signature").code, "not_checked");
    assert.equal(valid, false);
    assert.deepEqual([ports.sent, ports.keyRequests], [[], []]);
  });
}

Deno.test("verifyToken() asks nobody about a token that is wrong already", async () => {
  for (const header of [{ alg: "none" }, { crit: ["x"] }, { nonce: "n" }]) {
    const { ports } = await verifyPublished(
      signedToken(claimsOf(), { header }),
      {},
    );
    assert.deepEqual([ports.sent, ports.keyRequests], [[], []]);
  }
});

Deno.test("verifyToken() discovers the keys of an issuer that was expected", async () => {
  const iss = "https://login.example.org";
  const { valid, ports } = await verifyPublished(
    tokenOf({ iss, ver: undefined }),
    {
      expected: { issuer: iss },
      world: { replies: [metadata(iss, iss)] },
    },
  );
  assert.equal(valid, true);
  assert.deepEqual(ports.sent.map(({ url }) => url), [
    `${iss}/.well-known/openid-configuration`,
  ]);
});

Deno.test("verifyToken() knows External ID and B2C, by the policy that the token names", async () => {
  const policy = "B2C_1_sign_in";
  const b2c = `https://contoso.b2clogin.com/${TENANT}`;
  const ciam = `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`;
  const cases = [
    [`${b2c}/v2.0/`, policy, `${b2c}/${policy}/v2.0`],
    [ciam, undefined, ciam],
  ] as const;
  for (const [iss, tfp, base] of cases) {
    const { valid, checks, ports } = await verifyPublished(
      tokenOf({ iss, tfp }),
      {
        world: { replies: [metadata(iss, base)] },
      },
    );
    assert.equal(valid, true, JSON.stringify(checks));
    assert.deepEqual(ports.sent.map(({ url }) => url), [
      `${base}/.well-known/openid-configuration`,
    ]);
  }
});

Deno.test("verifyToken() lets no policy lead to another address", async () => {
  const iss = `https://contoso.b2clogin.com/${TENANT}/v2.0/`;
  const { valid, checks, ports } = await verifyPublished(
    tokenOf({ iss, tfp: "../../../evil" }),
    { world: { replies: [metadata("https://contoso.b2clogin.com/x", iss)] } },
  );
  assert.equal(found({ checks }, "issuer").code, "issuer_mismatch");
  assert.equal(valid, false);
  assert.ok(ports.sent.every(({ url }) => url.startsWith(iss.slice(0, -1))));
});

Deno.test("verifyToken() knows AD FS by both of its names", async () => {
  const authority = "https://adfs.contoso.example/adfs";
  for (
    const iss of [authority, "http://adfs.contoso.example/adfs/services/trust"]
  ) {
    const { valid, checks } = await verifyPublished(
      tokenOf({ iss, tid: undefined, ver: "1.0" }),
      {
        authority: { authority },
        world: { replies: [metadata(authority, authority)] },
      },
    );
    assert.equal(valid, true, JSON.stringify(checks));
  }
});

Deno.test("verifyToken() holds a token to the tenant of the authority that is trusted", async () => {
  const cases: readonly (readonly [string, string, CheckCode])[] = [
    [TENANT, TENANT, "issuer_matches"],
    ["common", OTHER_TENANT, "issuer_matches"],
    [OTHER_TENANT, TENANT, "issuer_mismatch"],
  ];
  for (const [tenantId, tid, code] of cases) {
    const token = tokenOf({ tid, iss: `${PUBLIC}/${tid}/v2.0` });
    const { checks } = await verifyPublished(token, {
      authority: { tenantId },
    });
    assert.equal(found({ checks }, "issuer").code, code);
  }
});

Deno.test("verifyToken() knows both issuers of an emulator on this machine, and no other", async () => {
  const origin = "http://127.0.0.1:8765";
  const authority = `${origin}/${TENANT}`;
  const cases: readonly (readonly [string, string, boolean])[] = [
    [`${authority}/v2.0`, "2.0", true],
    [`${origin}/sts/${TENANT}/`, "1.0", true],
    [`${origin}/sts/${OTHER_TENANT}/`, "1.0", false],
    [`http://127.0.0.1:8766/sts/${TENANT}/`, "1.0", false],
    [`https://sts.windows.net/${TENANT}/`, "1.0", false],
  ];
  for (const [iss, ver, expected] of cases) {
    const { valid, ports } = await verifyPublished(tokenOf({ iss, ver }), {
      authority: { authority },
    });
    assert.equal(valid, expected, iss);
    assert.ok(ports.keyRequests.every((url) => url.startsWith(origin)));
  }
});

Deno.test("verifyToken() looks a tenant's domain up before it compares", async () => {
  for (
    const [id, code] of [
      [TENANT, "tenant_matches"],
      [OTHER_TENANT, "tenant_mismatch"],
    ] as const
  ) {
    const { checks, ports } = await verifyPublished(tokenOf(), {
      expected: { tenant: "contoso.example" },
      world: { replies: [metadata(`${PUBLIC}/${id}/v2.0`, PUBLIC)] },
    });
    assert.equal(found({ checks }, "tenant").code, code);
    assert.equal(
      ports.sent[0]?.url,
      `${PUBLIC}/contoso.example/v2.0/.well-known/openid-configuration`,
    );
  }
});

Deno.test("verifyToken() refuses a key that is for another issuer", async () => {
  const issuer =
    "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
  const { valid, checks } = await verifyPublished(tokenOf(), {
    world: { keys: () => keySet({ issuer }) },
  });
  assert.equal(found({ checks }, "signature").code, "key_of_other_issuer");
  assert.equal(valid, false);
});

Deno.test("verifyToken() keeps keys for an hour, and looks again for one that it does not know", async () => {
  const kept = new Map();
  const ports = fakePorts({ start: NOW });
  const verify = (token: string) =>
    verifyToken(token, { keys: { ports, kept }, now: NOW });
  assert.equal((await verify(tokenOf())).valid, true);
  assert.equal((await verify(tokenOf({ uti: "2" }))).valid, true);
  assert.equal(ports.keyRequests.length, 1);
  const turned = signedToken(claimsOf(), { header: { kid: "next" } });
  assert.equal(found(await verify(turned), "signature").code, "key_not_found");
  assert.equal(ports.keyRequests.length, 1, "not for every unknown name");
  await ports.clock.sleep(6 * 60_000);
  await verify(turned);
  assert.equal(ports.keyRequests.length, 2);
  await ports.clock.sleep(61 * 60_000);
  await verify(tokenOf());
  assert.equal(ports.keyRequests.length, 3, "old keys are asked for again");
});

Deno.test("verifyToken() fails with network_error when the keys cannot be had", async () => {
  const world = { keys: () => new TypeError("no route") };
  await assert.rejects(
    verifyPublished(tokenOf(), { world }),
    (error: AuthError) => error.code === "network_error",
  );
});

Deno.test("verifyToken() refuses a key of somebody else under a known name", async () => {
  const forged = signedToken(claimsOf(), { key: OTHER_KEY });
  const { checks } = await verifyPublished(forged, {});
  assert.equal(found({ checks }, "signature").code, "signature_invalid");
});

Deno.test("verifyToken() tells nothing of Graph tokens but why nobody else can verify them", async () => {
  const token = signedToken(
    claimsOf({ aud: "https://graph.microsoft.com", appid: CLIENT }),
    { header: { nonce: base64url("n") } },
  );
  const { valid, verified, checks } = await verifyPublished(token, {});
  const check = found({ checks }, "signature");
  assert.deepEqual([valid, verified], [false, false]);
  assert.deepEqual([check.ok, check.code], ["skipped", "nonce_in_header"]);
  assert.match(check.message, /Microsoft Graph/);
});
