import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import { converse } from "../../../src/engine/protocol/conversation.ts";
import {
  type IdTokenExpectation,
  verifyIdToken,
} from "../../../src/engine/protocol/id_token.ts";
import { fakePorts, type FakeWorld } from "../../support/fake_ports.ts";
import { OTHER_KEY } from "../../support/test_keys.ts";
import {
  CLIENT,
  halfHash,
  idToken,
  idTokenClaims,
  ISSUED_AT,
  keySet,
  OID,
  signedToken,
  TENANT,
} from "../../support/tokens.ts";

const STRANGER = "aaaaaaaa-0000-4000-8000-00000000000f";
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";
const iss = (tid: string) => `https://login.microsoftonline.com/${tid}/v2.0`;

function talkOf(world: FakeWorld = {}, tenantId: string = TENANT) {
  const ports = fakePorts(world);
  const request = {
    authority: resolveAuthority({ tenantId }),
    clientId: CLIENT,
    authentication: { type: "none" },
    scopes: ["User.Read"],
  } as const;
  return converse(request, { ports, options: {} });
}

function verify(
  token: string,
  { expected = {}, world = {}, tenantId = TENANT }: {
    expected?: IdTokenExpectation;
    world?: FakeWorld;
    tenantId?: string;
  } = {},
) {
  return verifyIdToken(token, talkOf(world, tenantId), expected);
}

async function refused(promise: Promise<unknown>, what = "") {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof AuthError, `${what}: ${error}`);
    assert.equal(error.code, "id_token_invalid", `${what}: ${error.message}`);
    assert.ok(error.hint);
    return true;
  }, what);
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const CLAIMS: readonly [string, Record<string, unknown>][] = [
  ["an audience that is another client", { aud: STRANGER }],
  ["an audience in another case", { aud: CLIENT.toUpperCase() }],
  ["no audience", { aud: undefined }],
  ["an audience that is no text", { aud: 7 }],
  ["an empty list of audiences", { aud: [] }],
  ["several audiences and no azp", { aud: [CLIENT, STRANGER] }],
  ["several audiences and another azp", {
    aud: [CLIENT, STRANGER],
    azp: STRANGER,
  }],
  ["another azp", { azp: STRANGER }],
  ["another issuer", { iss: "https://evil.example/v2.0" }],
  ["an issuer that only begins right", { iss: iss(TENANT) + ".evil.example" }],
  ["an issuer of version 1", { iss: `https://sts.windows.net/${TENANT}/` }],
  ["an issuer with a final slash", { iss: iss(TENANT) + "/" }],
  ["no issuer", { iss: undefined }],
  ["the template as issuer", { iss: iss("{tenantid}") }],
  ["another tenant", { tid: STRANGER, iss: iss(STRANGER) }],
  ["a tenant that does not fit its issuer", { tid: STRANGER }],
  ["a tenant that is no GUID", { tid: "evil" }],
  ["no tenant", { tid: undefined }],
  ["an end that has passed", { exp: ISSUED_AT / 1000 - 301 }],
  ["no end", { exp: undefined }],
  ["an end that is text", { exp: "4000000000" }],
  ["a beginning that is to come", { nbf: ISSUED_AT / 1000 + 301 }],
  ["a beginning that is text", { nbf: "now" }],
  ["an issue that is to come", { iat: ISSUED_AT / 1000 + 301 }],
  ["no issue", { iat: undefined }],
  ["an issue that is text", { iat: "1700000000" }],
  ["no subject", { sub: undefined }],
  ["an empty subject", { sub: "" }],
  ["a subject that is a number", { sub: 7 }],
];
for (const [what, claims] of CLAIMS) {
  test(`verifyIdToken() refuses ${what}`, () =>
    refused(verify(idToken(claims))));
}

const HEADERS: readonly [string, Record<string, unknown>][] = [
  ["alg none", { alg: "none" }],
  ["alg None", { alg: "None" }],
  ["the public key as a secret (HS256)", { alg: "HS256" }],
  ["PS256, which was not asked for", { alg: "PS256" }],
  ["RS384", { alg: "RS384" }],
  ["no alg", { alg: undefined }],
  ["an unknown critical header", { crit: ["x"], x: 1 }],
  ["a key that the authority does not have", { kid: "another" }],
];
for (const [what, header] of HEADERS) {
  test(`verifyIdToken() refuses ${what}`, () =>
    refused(verify(signedToken(idTokenClaims(), { header }))));
}

test("verifyIdToken() refuses a signature of another key, a changed payload and no signature", async () => {
  await refused(verify(signedToken(idTokenClaims(), { key: OTHER_KEY })));
  const [header, , signature] = idToken().split(".");
  const [, payload] = idToken({ oid: STRANGER }).split(".");
  await refused(verify(`${header}.${payload}.${signature}`));
  await refused(verify(`${header}.${payload}.`));
});

test("verifyIdToken() refuses what is no JWT", async () => {
  for (const text of ["", "x", "a.b", "a.b.c", "a.b.c.d.e", "{}", "ey.ey.ey"]) {
    await refused(verify(text), text);
  }
});

test("verifyIdToken() takes a clock that is five minutes off for right", async () => {
  const exp = ISSUED_AT / 1000 - 299;
  const nbf = ISSUED_AT / 1000 + 299;
  assert.ok(await verify(idToken({ exp, iat: exp - 60, nbf: exp - 60 })));
  assert.ok(await verify(idToken({ nbf, iat: nbf })));
});

test("verifyIdToken() follows the clock of its ports, whatever the system's says", async () => {
  const start = Date.UTC(2126, 0, 1);
  const now = start / 1000;
  const token = idToken({ iat: now, nbf: now, exp: now + 60 });
  assert.ok(await verify(token, { world: { start } }));
  await refused(verify(token));
});

test("verifyIdToken() wants the nonce that was sent", async () => {
  const expected = { nonce: "n" };
  assert.ok(await verify(idToken({ nonce: "n" }), { expected }));
  for (const nonce of ["N", "", undefined, ["n"]]) {
    await refused(verify(idToken({ nonce }), { expected }), String(nonce));
  }
});

test("verifyIdToken() wants c_hash of the code and at_hash of the access token beside it", async () => {
  const expected = { code: "the-code", accessToken: "the-token" };
  const right = {
    c_hash: halfHash("the-code"),
    at_hash: halfHash("the-token"),
  };
  assert.ok(await verify(idToken(right), { expected }));
  for (
    const wrong of [
      { ...right, c_hash: halfHash("x") },
      { ...right, at_hash: halfHash("x") },
      { ...right, c_hash: undefined },
      { ...right, at_hash: undefined },
      { c_hash: right.at_hash, at_hash: right.c_hash },
    ]
  ) await refused(verify(idToken(wrong), { expected }), JSON.stringify(wrong));
});

test("verifyIdToken() wants the same sub, oid and tid as before", async () => {
  const previous = { idToken: idToken() };
  assert.ok(await verify(idToken(), { expected: { previous } }));
  for (
    const [claims, tenantId] of [
      [{ sub: "another" }, TENANT],
      [{ oid: STRANGER }, TENANT],
      [{ oid: undefined }, TENANT],
      [{ tid: STRANGER, iss: iss(STRANGER) }, "common"],
    ] as const
  ) {
    const what = JSON.stringify(claims);
    const expected = { previous };
    await refused(verify(idToken(claims), { expected, tenantId }), what);
  }
});

test("verifyIdToken() compares with the account alone when no ID token is kept", async () => {
  const account = { oid: OID, tid: TENANT, homeAccountId: "h" };
  const expected = { previous: { account } };
  assert.ok(await verify(idToken(), { expected }));
  await refused(verify(idToken({ oid: STRANGER }), { expected }));
});

test("verifyIdToken() on common takes any tenant whose issuer and tid agree", async () => {
  const token = idToken({ tid: STRANGER, iss: iss(STRANGER) });
  assert.ok(await verify(token, { tenantId: "common" }));
  assert.ok(await verify(token, { tenantId: "organizations" }));
  await refused(verify(token, { tenantId: "consumers" }));
  const personal = idToken({ tid: CONSUMERS, iss: iss(CONSUMERS) });
  assert.ok(await verify(personal, { tenantId: "consumers" }));
});

test("verifyIdToken() holds a key to the issuer that it is for", async () => {
  const keysOf = (issuer: unknown): FakeWorld => ({
    keys: () => keySet({ issuer }),
  });
  for (const issuer of [iss("{tenantid}"), iss(TENANT), undefined]) {
    assert.ok(await verify(idToken(), { world: keysOf(issuer) }));
  }
  for (
    const issuer of [
      iss(CONSUMERS),
      "https://evil.example/{tenantid}/v2.0",
      "https://login.microsoftonline.com/{tenantid}/v3.0",
      "",
    ]
  ) await refused(verify(idToken(), { world: keysOf(issuer) }), issuer);
});

test("verifyIdToken() takes no key for encryption, of another kind or with its private part", async () => {
  for (
    const members of [
      { use: "enc" },
      { kty: "EC" },
      { alg: "RS512" },
      { d: "AQAB" },
    ]
  ) {
    const world = { keys: () => keySet(members) };
    await refused(verify(idToken(), { world }), JSON.stringify(members));
  }
});

test("verifyIdToken() without a kid takes the only key, and none of several", async () => {
  const token = signedToken(idTokenClaims(), { header: { kid: undefined } });
  assert.ok(await verify(token));
  const { n, e } = OTHER_KEY;
  const world: FakeWorld = {
    keys: () =>
      Response.json({ keys: [{ kty: "RSA", n, e }, { kty: "RSA", n, e }] }),
  };
  await refused(verify(token, { world }));
});

test("verifyIdToken() does not quote the token in its errors", async () => {
  const token = idToken({ aud: STRANGER, nonce: "the-nonce" });
  const error = await verify(token).catch((thrown) => thrown as AuthError);
  assert.ok(error instanceof AuthError);
  const shown = Deno.inspect(error, { depth: 20 });
  for (const secret of [token, token.split(".")[2]!, "the-nonce"]) {
    assert.ok(!shown.includes(secret));
  }
});
