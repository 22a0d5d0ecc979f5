import assert from "node:assert/strict";
import {
  type Authority,
  expectedIssuer,
  readAuthority,
} from "../../../src/engine/entra/authority.ts";
import { metadataAddress } from "../../../src/engine/entra/authority_address.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import {
  createAuthorityFinder,
  discover,
} from "../../../src/engine/protocol/discover.ts";
import {
  type FakePorts,
  fakePorts,
  type Reply,
} from "../../support/fake_ports.ts";
import { entraError, TENANT } from "../../support/tokens.ts";

function addressOf(authority: string, tenantId?: string) {
  const reference = readAuthority(
    tenantId === undefined ? { authority } : { authority, tenantId },
  );
  assert.ok(reference.type === "discover", authority);
  return reference.address;
}

function metadata(base: string, members: Record<string, unknown> = {}) {
  return {
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    ...members,
  };
}

async function ask(authority: string, reply: Reply, tenantId?: string) {
  const ports = fakePorts({ replies: [reply] });
  const outcome = await complete(
    discover(addressOf(authority, tenantId), { ports }),
  ).catch((error: unknown) => error as Error);
  return { outcome, ports };
}

async function found(
  authority: string,
  document: Record<string, unknown>,
): Promise<Authority> {
  const { outcome } = await ask(authority, Response.json(document));
  assert.ok(!(outcome instanceof Error), String(outcome));
  return outcome;
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const PLACES: readonly [string, string][] = [
  [
    "https://accounts.example",
    "https://accounts.example/.well-known/openid-configuration",
  ],
  [
    "https://id.example/realms/main/",
    "https://id.example/realms/main/.well-known/openid-configuration",
  ],
  [
    "adfs.contoso.com/adfs",
    "https://adfs.contoso.com/adfs/.well-known/openid-configuration",
  ],
  [
    "https://contoso.ciamlogin.com",
    "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration",
  ],
  [
    `https://contoso.ciamlogin.com/${TENANT}/v2.0`,
    `https://contoso.ciamlogin.com/${TENANT}/v2.0/.well-known/openid-configuration`,
  ],
  [
    "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_in",
    "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_in/v2.0/.well-known/openid-configuration",
  ],
  [
    "https://login.microsoftonline.com/tfp/contoso.onmicrosoft.com/B2C_1_in",
    "https://login.microsoftonline.com/tfp/contoso.onmicrosoft.com/B2C_1_in/v2.0/.well-known/openid-configuration",
  ],
  [
    "https://accounts.example/.well-known/openid-configuration",
    "https://accounts.example/.well-known/openid-configuration",
  ],
  [
    "http://127.0.0.1:9000/realms/x",
    "http://127.0.0.1:9000/realms/x/.well-known/openid-configuration",
  ],
  [
    "http://localhost:9000",
    "http://localhost:9000/.well-known/openid-configuration",
  ],
];
for (const [authority, place] of PLACES) {
  test(`metadataAddress() of ${authority} is where its provider keeps it`, async () => {
    await Promise.resolve();
    assert.equal(metadataAddress(addressOf(authority)).href, place);
  });
}

const BASE = "https://id.example/realms/main";
const WRONG: readonly [string, Record<string, unknown>][] = [
  ["another issuer", { issuer: "https://evil.example" }],
  ["an issuer on the same host", { issuer: "https://id.example/realms/other" }],
  ["no issuer", { issuer: undefined }],
  ["an issuer that is no text", { issuer: [BASE] }],
  ["no token endpoint", { token_endpoint: undefined }],
  ["no authorization endpoint", { authorization_endpoint: undefined }],
  ["no keys", { jwks_uri: undefined }],
  ["a plain http endpoint", { token_endpoint: "http://id.example/token" }],
  ["an endpoint on this machine", {
    token_endpoint: "https://127.0.0.1/token",
  }],
  ["an endpoint with a password", {
    token_endpoint: "https://u:p@id.example/",
  }],
  ["an endpoint with a fragment", { token_endpoint: "https://id.example/#x" }],
  ["an endpoint that is a script", { authorization_endpoint: "javascript:1" }],
  ["an endpoint that is no text", { jwks_uri: 7 }],
  ["a device endpoint that is none", { device_authorization_endpoint: "x" }],
];
for (const [what, members] of WRONG) {
  test(`discover() refuses metadata with ${what}`, async () => {
    const reply = Response.json(metadata(BASE, members));
    const { outcome } = await ask(BASE, reply);
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, "invalid_authority");
  });
}

test("discover() refuses redirects, web pages, lists and errors", async () => {
  const cases: [Reply, string][] = [
    [Response.redirect("https://evil.example/", 302), "response_invalid"],
    [new Response("<html>"), "response_invalid"],
    [Response.json([]), "response_invalid"],
    [new Response(" ".repeat(1_100_000) + "{}"), "response_invalid"],
    [new Response("{}", { status: 404 }), "response_invalid"],
    [entraError("invalid_tenant", { code: 90002 }), "authentication_refused"],
    [new TypeError("down"), "network_error"],
  ];
  for (const [reply, code] of cases) {
    const { outcome, ports } = await ask(BASE, reply);
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
    assert.equal(ports.sent.length, 1);
    assert.equal(ports.sent[0]?.redirect, "manual");
  }
});

test("discover() finds any provider that speaks for itself", async () => {
  const authority = await found(BASE, metadata(BASE));
  assert.deepEqual(authority, {
    kind: "oidc",
    tenant: "",
    origin: "https://id.example",
    issuer: BASE,
    authorizationEndpoint: `${BASE}/authorize`,
    tokenEndpoint: `${BASE}/token`,
    jwksUri: `${BASE}/jwks`,
    insecure: false,
  });
  assert.equal(expectedIssuer(authority, undefined), BASE);
  const elsewhere = { token_endpoint: "https://oauth2.example/token" };
  const other = await found(BASE, metadata(BASE, elsewhere));
  assert.equal(other.tokenEndpoint, "https://oauth2.example/token");
});

test("discover() takes External ID's own host for the tenant, and no other tenant's", async () => {
  const asked = `https://contoso.ciamlogin.com/${TENANT}`;
  const own = `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`;
  const authority = await found(asked, metadata(own));
  assert.equal(authority.kind, "entra");
  assert.equal(authority.tenant, TENANT);
  const stranger = "aaaaaaaa-0000-4000-8000-00000000000f";
  const wrong = `https://${stranger}.ciamlogin.com/${stranger}/v2.0`;
  const { outcome } = await ask(asked, Response.json(metadata(wrong)));
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "invalid_authority");
});

test("discover() takes B2C's issuer, which names the tenant and not the policy", async () => {
  const asked = "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_in";
  const issuer = `https://contoso.b2clogin.com/${TENANT}/v2.0/`;
  const authority = await found(asked, metadata(asked, { issuer }));
  assert.equal(authority.issuer, issuer);
  assert.equal(authority.tenant, "contoso.onmicrosoft.com");
});

test("discover() takes a version 1 issuer where the cloud's own metadata names it", async () => {
  const asked =
    `https://login.microsoftonline.com/${TENANT}/.well-known/openid-configuration`;
  const issuer = `https://sts.windows.net/${TENANT}/`;
  const base = "https://login.microsoftonline.com/x";
  const authority = await found(asked, metadata(base, { issuer }));
  assert.equal(expectedIssuer(authority, TENANT), issuer);
});

test("discover() on this machine takes plain http endpoints", async () => {
  const base = "http://127.0.0.1:9000/realms/x";
  const authority = await found(base, metadata(base));
  assert.equal(authority.insecure, true);
});

async function find(
  finder: ReturnType<typeof createAuthorityFinder>,
  ports: FakePorts,
) {
  return await complete(finder({ ports }));
}

test("createAuthorityFinder() asks nobody for a cloud, and others once a day", async () => {
  const ports = fakePorts({
    replies: [1, 2].map(() => () => Response.json(metadata(BASE))),
  });
  await find(createAuthorityFinder({ tenantId: TENANT }), ports);
  assert.equal(ports.sent.length, 0);
  const finder = createAuthorityFinder({ authority: BASE });
  await find(finder, ports);
  ports.clock.advance(23 * 3_600_000);
  await find(finder, ports);
  assert.equal(ports.sent.length, 1);
  ports.clock.advance(3_600_000);
  await find(finder, ports);
  assert.equal(ports.sent.length, 2);
});
