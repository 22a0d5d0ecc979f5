import assert from "node:assert/strict";
import { createClient } from "../../../src/engine/client.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { fakePorts, type Reply } from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  idToken,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../../support/tokens.ts";

const GRAPH = ["https://graph.microsoft.com/.default"];
const VAULT = ["https://vault.azure.net/.default"];

function app(replies: readonly Reply[]) {
  const ports = fakePorts({ replies });
  const auth = { type: "secret", secret: new Secret("s") } as const;
  return {
    ports,
    client: createClient({ tenantId: TENANT, clientId: CLIENT, auth }, ports),
  };
}

function user(replies: readonly Reply[]) {
  const ports = fakePorts({ replies });
  return {
    ports,
    client: createClient({ tenantId: TENANT, clientId: CLIENT }, ports),
  };
}

const started = () =>
  Response.json({
    device_code: "d",
    user_code: "U",
    verification_uri: "https://microsoft.com/devicelogin",
    expires_in: 900,
    interval: 5,
  });
const userToken = (members: Record<string, unknown> = {}) =>
  tokenAnswer({ refresh_token: "r1", id_token: idToken(), ...members });

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("getToken() hands out the kept token until five minutes before its end", async () => {
  const { client, ports } = app([
    tokenAnswer(),
    tokenAnswer({ access_token: "second" }),
  ]);
  assert.equal((await client.getToken(GRAPH)).source, "flow");
  ports.clock.advance(54 * 60_000);
  assert.equal((await client.getToken(GRAPH)).source, "cache");
  ports.clock.advance(2 * 60_000);
  assert.equal((await client.getToken(GRAPH)).accessToken, "second");
  assert.equal(ports.sent.length, 2);
});

test("getToken() asks again when less life is left than minTtlMs", async () => {
  const { client, ports } = app([tokenAnswer(), tokenAnswer()]);
  await client.getToken(GRAPH);
  await client.getToken(GRAPH, { minTtlMs: 61 * 60_000 });
  assert.equal(ports.sent.length, 2);
});

test("getToken() skips the kept token when forced", async () => {
  const { client, ports } = app([tokenAnswer(), tokenAnswer()]);
  await client.getToken(GRAPH);
  await client.getToken(GRAPH, { force: true });
  assert.equal(ports.sent.length, 2);
});

test("getToken() keeps tokens for different claims apart", async () => {
  const { client, ports } = app([tokenAnswer(), tokenAnswer()]);
  await client.getToken(GRAPH);
  await client.getToken(GRAPH, { claims: '{"access_token":{}}' });
  assert.equal(ports.sent[1]?.form.get("claims"), '{"access_token":{}}');
});

test("getToken() shares one request among a thousand concurrent calls", async () => {
  const { client, ports } = app([tokenAnswer()]);
  const tokens = await Promise.all(
    Array.from({ length: 1000 }, () => client.getToken(GRAPH)),
  );
  assert.equal(new Set(tokens.map((token) => token.accessToken)).size, 1);
  assert.equal(ports.sent.length, 1);
});

test("getToken() of one caller ends with its signal while the others get their token", async () => {
  const answer = Promise.withResolvers<Response>();
  const { client } = app([() => answer.promise]);
  const controller = new AbortController();
  const left = client.getToken(GRAPH, { signal: controller.signal });
  const stays = client.getToken(GRAPH);
  controller.abort(new Error("gone"));
  await assert.rejects(left, /gone/);
  answer.resolve(tokenAnswer());
  assert.equal((await stays).accessToken, "the-access-token");
});

test("getToken() forgets a failed request, so that the next call tries again", async () => {
  const { client } = app([new TypeError("down"), tokenAnswer()]);
  await assert.rejects(client.getToken(GRAPH), AuthError);
  assert.equal((await client.getToken(GRAPH)).source, "flow");
});

test("getToken() refreshes a user's token for another resource without a flow", async () => {
  const { client, ports } = user([
    started(),
    userToken(),
    userToken({ refresh_token: "r2", access_token: "vault" }),
  ]);
  await client.getToken(GRAPH);
  const token = await client.getToken(VAULT);
  assert.equal(token.source, "refresh");
  assert.equal(token.flow, "device-code");
  const { form } = ports.sent.at(-1)!;
  assert.equal(form.get("grant_type"), "refresh_token");
  assert.equal(form.get("refresh_token"), "r1");
  assert.match(
    form.get("scope") ?? "",
    /^https:\/\/vault\.azure\.net\/\.default /,
  );
});

test("getToken() uses the newest refresh token and keeps the old one when none comes", async () => {
  const { client, ports } = user([
    started(),
    userToken(),
    userToken({ refresh_token: "r2" }),
    userToken({ refresh_token: undefined }),
    userToken(),
  ]);
  await client.getToken(GRAPH);
  for (let i = 0; i < 3; i++) await client.getToken(GRAPH, { force: true });
  assert.deepEqual(
    ports.sent.slice(2).map(({ form }) => form.get("refresh_token")),
    ["r1", "r2", "r2"],
  );
});

test("getToken() runs the flow again when the refresh token is refused", async () => {
  const { client, ports } = user([
    started(),
    userToken(),
    entraError("invalid_grant", { code: 700082 }),
    started(),
    userToken(),
  ]);
  await client.getToken(GRAPH);
  const token = await client.getToken(GRAPH, { force: true });
  assert.equal(token.source, "flow");
  assert.equal(ports.sent.length, 5);
});

test("getToken() does not bother the user when the network fails a refresh", async () => {
  const { client, ports } = user([
    started(),
    userToken(),
    new TypeError("down"),
  ]);
  await client.getToken(GRAPH);
  await assert.rejects(client.getToken(GRAPH, { force: true }), {
    code: "network_error",
  });
  assert.equal(ports.sent.length, 3);
});

test("getToken() refuses a refreshed token of another user", async () => {
  const other = idToken({ oid: "cccccccc-0000-4000-8000-00000000000f" });
  const { client } = user([
    started(),
    userToken(),
    userToken({ id_token: other }),
  ]);
  await client.getToken(GRAPH);
  await assert.rejects(client.getToken(GRAPH, { force: true }), {
    code: "id_token_invalid",
  });
});

test("getToken() with noInteraction stops before a user's flow and sends nothing", async () => {
  const { client, ports } = user([]);
  await assert.rejects(client.getToken(GRAPH, { noInteraction: true }), {
    code: "interaction_required",
  });
  assert.equal(ports.sent.length, 0);
});

test("run() with refresh-token says that the user has to sign in first", async () => {
  const { client } = user([]);
  await assert.rejects(complete(client.run("refresh-token", GRAPH)), {
    code: "interaction_required",
  });
});

test("run() with refresh-token refreshes what is kept", async () => {
  const { client } = user([
    started(),
    userToken(),
    userToken({ access_token: "new" }),
  ]);
  await client.getToken(GRAPH);
  assert.equal(
    (await complete(client.run("refresh-token", GRAPH))).accessToken,
    "new",
  );
});

test("logout() forgets access and refresh tokens", async () => {
  const { client } = user([started(), userToken()]);
  await client.getToken(GRAPH);
  assert.ok(client.peek(GRAPH));
  assert.equal(await client.logout(), true);
  assert.equal(client.peek(GRAPH), undefined);
  await assert.rejects(client.getToken(GRAPH, { noInteraction: true }), {
    code: "interaction_required",
  });
});

test("peek() keeps the application's token from standing in for the user's", async () => {
  const { client } = app([tokenAnswer()]);
  await client.getToken(GRAPH);
  assert.ok(client.peek(GRAPH));
  assert.equal(client.peek(GRAPH, "device-code"), undefined);
});

Deno.test({
  name: "createClient() refuses a tenant that cannot be one",
  permissions: "none",
  fn() {
    const ports = fakePorts();
    for (const tenantId of ["", "con toso", "../x", "contoso", "-.example"]) {
      assert.throws(() => createClient({ tenantId, clientId: CLIENT }, ports), {
        code: "invalid_tenant",
      }, tenantId);
    }
  },
});

test("getToken() declares the client's capabilities and joins them with a challenge", async () => {
  const ports = fakePorts({ replies: [tokenAnswer(), tokenAnswer()] });
  const client = createClient({
    tenantId: TENANT,
    clientId: CLIENT,
    auth: { type: "secret", secret: new Secret("s") },
    capabilities: ["cp1"],
  }, ports);
  await client.getToken(GRAPH);
  const claims = btoa('{"access_token":{"nbf":{"value":"1"}}}');
  await client.getToken(GRAPH, {
    claims: `Bearer error="insufficient_claims", claims="${claims}"`,
  });
  assert.deepEqual(ports.sent.map(({ form }) => form.get("claims")), [
    '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
    '{"access_token":{"xms_cc":{"values":["cp1"]},"nbf":{"value":"1"}}}',
  ]);
});

test("getToken() sends extra parameters and keeps their tokens apart", async () => {
  const { client, ports } = app([tokenAnswer(), tokenAnswer()]);
  await client.getToken(GRAPH);
  await client.getToken(GRAPH, {
    extraParameters: { query: { dc: "test" }, body: { resource: "r" } },
  });
  assert.match(ports.sent[1]?.url ?? "", /token\?dc=test$/);
  assert.equal(ports.sent[1]?.form.get("resource"), "r");
});

test("getToken() keeps tokens of each user on whose behalf an API acts apart", async () => {
  const { client, ports } = app([
    tokenAnswer({ access_token: "first" }),
    tokenAnswer({ access_token: "second" }),
  ]);
  const assertionOf = (sub: string) =>
    new Secret(unsignedToken({ aud: CLIENT, scp: "x", exp: 4e9, sub }));
  const flow = "on-behalf-of";
  const ask = async (assertion: Secret) =>
    (await client.getToken(["User.Read"], { flow, assertion })).accessToken;
  const tokens = await Promise.all([
    ask(assertionOf("a")),
    ask(assertionOf("b")),
  ]);
  // Either request may be the first to be sent.
  assert.deepEqual(tokens.toSorted(), ["first", "second"]);
  assert.equal(await ask(assertionOf("b")), tokens[1]);
  assert.equal(ports.sent.length, 2);
  assert.equal(client.peek(["User.Read"]), undefined);
});

test("getToken() keeps a machine's and a tool's tokens apart from all others", async () => {
  const ports = fakePorts({
    replies: ["a", "b"].map((token) => () =>
      Response.json({ access_token: token, expires_in: 3600 })
    ),
    command: () => ({
      type: "ended",
      success: true,
      stdout: JSON.stringify({ accessToken: "c", expires_on: 4e9 }),
      stderr: "",
    }),
  });
  const client = createClient({ clientId: CLIENT }, ports);
  const mi = { flow: "managed-identity" } as const;
  const identity = { type: "client-id", id: TENANT } as const;
  for (let i = 0; i < 2; i++) {
    assert.equal((await client.getToken(VAULT, mi)).accessToken, "a");
    const own = await client.getToken(VAULT, { ...mi, identity });
    assert.equal(own.accessToken, "b");
    const tool = await client.getToken(VAULT, { flow: "azure-cli" });
    assert.equal(tool.accessToken, "c");
  }
  assert.equal(ports.sent.length, 2);
  assert.equal(ports.commands.length, 1);
});

test("createClient() without a tenant serves this machine's flows, and the others say what is missing", async () => {
  const client = createClient({ clientId: CLIENT }, fakePorts());
  await assert.rejects(client.getToken(GRAPH, { flow: "device-code" }), {
    code: "invalid_tenant",
  });
});

test("getToken() with a tool hands on the tenant that the client names", async () => {
  const ports = fakePorts();
  const client = createClient({ tenantId: TENANT, clientId: CLIENT }, ports);
  await assert.rejects(client.getToken(VAULT, { flow: "azd" }), {
    code: "tool_unavailable",
  });
  assert.ok(ports.commands[0]?.argv.includes(TENANT));
});

test("getToken() with a pasted refresh token uses it, and keeps the new one", async () => {
  const { client, ports } = user([
    userToken({ refresh_token: "r2" }),
    userToken({ access_token: "vault" }),
  ]);
  const refreshToken = new Secret("pasted");
  const flow = "refresh-token";
  const token = await client.getToken(GRAPH, { flow, refreshToken });
  assert.equal(token.source, "flow");
  assert.equal((await client.getToken(VAULT)).accessToken, "vault");
  assert.deepEqual(ports.sent.map(({ form }) => form.get("refresh_token")), [
    "pasted",
    "r2",
  ]);
});

test("getToken() refuses a refreshed token whose sub is another, and keeps nothing of it", async () => {
  const { client } = user([
    started(),
    userToken(),
    userToken({ id_token: idToken({ sub: "x" }), access_token: "stolen" }),
  ]);
  await client.getToken(GRAPH);
  await assert.rejects(client.getToken(GRAPH, { force: true }), {
    code: "id_token_invalid",
  });
  assert.equal(client.peek(GRAPH)?.accessToken, "the-access-token");
});

test("getToken() of password asks anew for another user than the kept token's", async () => {
  const { client, ports } = user([userToken(), userToken()]);
  const ask = (username: string) =>
    client.getToken(GRAPH, {
      flow: "password",
      noInteraction: true,
      username,
      password: new Secret("p"),
    });
  await ask("ADA@contoso.example");
  assert.equal((await ask("ada@contoso.example")).source, "cache");
  await ask("eve@contoso.example");
  assert.deepEqual(ports.sent.map(({ form }) => form.get("username")), [
    "ADA@contoso.example",
    "eve@contoso.example",
  ]);
  await assert.rejects(
    client.getToken(GRAPH, {
      flow: "password",
      username: "bob@contoso.example",
      noInteraction: true,
    }),
    { code: "interaction_required" },
  );
});

test("getToken() keeps no token where only an ID token came", async () => {
  const ports = fakePorts({
    visit: ({ searchParams }) => ({
      id_token: idToken({ nonce: searchParams.get("nonce") }),
      state: searchParams.get("state") ?? "",
    }),
  });
  const client = createClient({ tenantId: TENANT, clientId: CLIENT }, ports);
  const asked = { flow: "implicit", responseType: "id_token" } as const;
  assert.ok((await client.getToken(["openid"], asked)).idToken);
  assert.equal(client.peek(["openid"], "implicit"), undefined);
});

test("getToken() asks for keys once for many sign-ins", async () => {
  const { client, ports } = user([
    started(),
    userToken(),
    userToken(),
    userToken(),
  ]);
  await client.getToken(GRAPH);
  for (let i = 0; i < 2; i++) await client.getToken(GRAPH, { force: true });
  assert.equal(ports.keyRequests.length, 1);
});

test("getToken() for the application needs one request and no key", async () => {
  const { client, ports } = app([tokenAnswer({ id_token: "not looked at" })]);
  const token = await client.getToken(GRAPH);
  assert.equal(token.idToken, undefined);
  assert.equal(ports.sent.length + ports.keyRequests.length, 1);
});

test("getToken() of an authority that has to be asked asks it once, and takes its client ids", async () => {
  const base = "https://id.example/realms/main";
  const ports = fakePorts({
    replies: [
      Response.json({
        issuer: base,
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/token`,
        jwks_uri: `${base}/keys`,
      }),
      tokenAnswer(),
      tokenAnswer(),
    ],
  });
  const client = createClient({
    authority: base,
    clientId: "my service",
    auth: { type: "secret", secret: new Secret("s") },
  }, ports);
  await client.getToken(["read"]);
  await client.getToken(["write"]);
  assert.deepEqual(ports.sent.map(({ url }) => url.slice(base.length)), [
    "/.well-known/openid-configuration",
    "/token",
    "/token",
  ]);
  assert.equal(ports.sent[1]?.form.get("scope"), "read");
  assert.equal(ports.sent[1]?.form.has("client_info"), false);
});
