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
  client.logout();
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
