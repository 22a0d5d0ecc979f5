import assert from "node:assert/strict";
import {
  type ClientOptions,
  createClient,
} from "../../../src/engine/client.ts";
import { StoreError } from "../../../src/engine/errors.ts";
import type { FlowEvent } from "../../../src/engine/events.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { fakePorts, type Reply } from "../../support/fake_ports.ts";
import { type FakeStore, fakeStore } from "../../support/fake_store.ts";
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
const MINUTE = 60_000;
const APP = {
  auth: { type: "secret", secret: new Secret("s") },
} as const satisfies Partial<ClientOptions>;

function open(
  replies: readonly Reply[],
  options: Partial<ClientOptions> & { readonly start?: number } = {},
) {
  const { start, ...rest } = options;
  const ports = fakePorts({
    replies,
    ...(start === undefined ? {} : { start }),
  });
  const client = createClient(
    { tenantId: TENANT, clientId: CLIENT, ...rest },
    ports,
  );
  const heard: FlowEvent[] = [];
  const onEvent = (event: FlowEvent) => heard.push(event);
  const warnings = () =>
    heard.flatMap((event) => event.type === "warning" ? [event.code] : []);
  return { client, ports, onEvent, warnings };
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
const tokenOf = (name: string, members: Record<string, unknown> = {}) =>
  userToken({
    access_token: `of-${name}`,
    refresh_token: `r-${name}`,
    id_token: idToken({
      oid: `cccccccc-0000-4000-8000-00000000000${name.length}`,
      preferred_username: `${name}@contoso.example`,
      sub: name,
    }),
    ...members,
  });
const down = () => new TypeError("connection refused");

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("getToken() renews a token whose refresh_in has passed, while it is still good", async () => {
  const { client, ports } = open([
    tokenAnswer({ expires_in: 86_400, refresh_in: 43_200 }),
    tokenAnswer({ access_token: "newer", expires_in: 86_400 }),
  ], APP);
  await client.getToken(GRAPH);
  ports.clock.advance(11 * 60 * MINUTE);
  assert.equal((await client.getToken(GRAPH)).source, "cache");
  ports.clock.advance(2 * 60 * MINUTE);
  assert.equal((await client.getToken(GRAPH)).accessToken, "newer");
});

test("getToken() hands out an aging token when its renewal fails for any reason", async () => {
  for (
    const failure of [down(), entraError("invalid_client", { status: 401 })]
  ) {
    const { client, ports, onEvent, warnings } = open([
      tokenAnswer({ expires_in: 86_400, refresh_in: 60 }),
      ...Array.from(
        { length: 8 },
        () => failure instanceof Response ? failure.clone() : failure,
      ),
    ], APP);
    await client.getToken(GRAPH);
    ports.clock.advance(60 * MINUTE);
    const token = await client.getToken(GRAPH, { onEvent });
    assert.equal(token.accessToken, "the-access-token");
    assert.equal(token.source, "cache");
    assert.deepEqual(warnings(), []);
  }
});

test("getToken() hands out a user's aging token without asking the user", async () => {
  const { client, ports } = open([
    started(),
    tokenAnswer({ expires_in: 86_400, refresh_in: 60, id_token: idToken() }),
  ]);
  await client.getToken(GRAPH);
  ports.clock.advance(60 * MINUTE);
  assert.equal((await client.getToken(GRAPH)).source, "cache");
  assert.equal(ports.sent.length, 2);
});

test("getToken() hands out a token past its end within ext_expires_in only while the authority is down", async () => {
  let now: () => Response | Error = down;
  const { client, ports, onEvent, warnings } = open([
    tokenAnswer({ ext_expires_in: 7200 }),
    ...Array.from({ length: 9 }, () => () => now()),
  ], APP);
  await client.getToken(GRAPH);
  ports.clock.advance(90 * MINUTE);
  const token = await client.getToken(GRAPH, { onEvent });
  assert.equal(token.accessToken, "the-access-token");
  assert.ok(ports.sent.length > 1, "the authority was asked first");
  assert.deepEqual(warnings(), ["extended_lifetime"]);
  now = () => entraError("invalid_client", { status: 401 });
  await assert.rejects(client.getToken(GRAPH), {
    code: "authentication_refused",
  });
});

test("getToken() fails once ext_expires_in has passed as well", async () => {
  const { client, ports } = open([
    tokenAnswer({ ext_expires_in: 7200 }),
    ...Array.from({ length: 9 }, down),
  ], APP);
  await client.getToken(GRAPH);
  ports.clock.advance(121 * MINUTE);
  await assert.rejects(client.getToken(GRAPH), { code: "network_error" });
});

test("getToken() does not let a forced call fall back to the kept token", async () => {
  const { client } = open([
    tokenAnswer({ ext_expires_in: 7200 }),
    ...Array.from({ length: 9 }, down),
  ], APP);
  await client.getToken(GRAPH);
  await assert.rejects(client.getToken(GRAPH, { force: true }), {
    code: "network_error",
  });
});

test("getToken() does not trust a token that was kept in the future, since the clock was set back", async () => {
  const store = fakeStore();
  const first = open([tokenAnswer()], { ...APP, cache: store });
  await first.client.getToken(GRAPH);
  const start = first.ports.clock.now() - 24 * 60 * MINUTE;
  const second = open([tokenAnswer()], { ...APP, cache: store, start });
  assert.equal((await second.client.getToken(GRAPH)).source, "flow");
});

test("getToken() passes the kept token over when claims are asked for, and keeps the better one", async () => {
  const { client, ports } = open([
    tokenAnswer(),
    tokenAnswer({ access_token: "stronger" }),
  ], APP);
  await client.getToken(GRAPH);
  await client.getToken(GRAPH, { claims: '{"access_token":{}}' });
  const token = await client.getToken(GRAPH);
  assert.equal(token.accessToken, "stronger");
  assert.equal(token.source, "cache");
  assert.equal(ports.sent.length, 2);
});

test("getToken() keeps tokens for the client's own claims apart from those without", async () => {
  const store = fakeStore();
  const plain = open([tokenAnswer()], { ...APP, cache: store });
  await plain.client.getToken(GRAPH);
  const claims = '{"access_token":{"nbf":{"essential":true}}}';
  const { client, ports } = open([tokenAnswer()], {
    ...APP,
    cache: store,
    claims,
  });
  await client.getToken(GRAPH);
  assert.equal(ports.sent[0]?.form.get("claims"), claims);
  assert.equal((await client.getToken(GRAPH)).source, "cache");
});

test("getToken() serves the account that is asked for, else the one that signed in last", async () => {
  const { client, ports } = open([
    started(),
    tokenOf("ada"),
    started(),
    tokenOf("grace"),
    tokenOf("ada", { access_token: "of-ada-for-vault" }),
  ]);
  await client.getToken(GRAPH);
  await complete(client.run("device-code", GRAPH));
  assert.equal((await client.getToken(GRAPH)).accessToken, "of-grace");
  const account = "ADA@contoso.example";
  assert.equal(
    (await client.getToken(GRAPH, { account })).accessToken,
    "of-ada",
  );
  const vault = await client.getToken(VAULT, { account });
  assert.equal(vault.accessToken, "of-ada-for-vault");
  assert.equal(ports.sent.at(-1)?.form.get("refresh_token"), "r-ada");
  assert.equal((await client.getToken(GRAPH)).accessToken, "of-grace");
  assert.deepEqual(
    (await client.accounts()).map(({ username }) => username),
    ["grace@contoso.example", "ada@contoso.example"],
  );
});

test("getToken() for an account that nobody signed in with needs the user", async () => {
  const { client } = open([started(), tokenOf("ada")]);
  await client.getToken(GRAPH);
  await assert.rejects(
    client.getToken(GRAPH, {
      account: "grace@contoso.example",
      noInteraction: true,
    }),
    { code: "interaction_required" },
  );
});

test("getToken() refuses a sign-in of another account than the one that was asked for, and keeps nothing of it", async () => {
  const { client } = open([started(), tokenOf("ada")]);
  const asked = { account: "grace@contoso.example" };
  await assert.rejects(client.getToken(GRAPH, asked), {
    code: "authentication_refused",
    message: /"ada@contoso.example" signed in, and "grace@contoso.example"/,
  });
  assert.deepEqual(await client.accounts(), []);
});

test("logout({ account }) forgets one account and leaves the other", async () => {
  const store = fakeStore();
  const { client } = open([
    started(),
    tokenOf("ada"),
    started(),
    tokenOf("grace"),
  ], { cache: store });
  await client.getToken(GRAPH);
  await complete(client.run("device-code", GRAPH));
  assert.equal(await client.logout({ account: "ada@contoso.example" }), true);
  assert.equal(await client.logout({ account: "ada@contoso.example" }), false);
  assert.equal((await client.getToken(GRAPH)).accessToken, "of-grace");
  assert.doesNotMatch([...store.texts.values()].join(), /ada/);
});

test("a token outlives its client in the store", async () => {
  const store = fakeStore();
  const first = open([started(), userToken()], { cache: store });
  await first.client.getToken(GRAPH);
  const second = open([], { cache: store });
  const token = await second.client.getToken(GRAPH);
  assert.equal(token.source, "cache");
  assert.equal(token.flow, "device-code");
  assert.equal(token.refreshToken?.reveal(), "r1");
  assert.equal(store.locks(), 1, "reading takes no lock");
});

test("of many clients of one store whose token has expired, one refreshes and the others take its token", async () => {
  const store = fakeStore();
  const first = open([started(), userToken()], { cache: store });
  await first.client.getToken(GRAPH);
  let refreshes = 0;
  const rotate: Reply = (_request, form) => {
    assert.equal(form.get("refresh_token"), "r1");
    refreshes++;
    return userToken({ access_token: "second", refresh_token: "r2" });
  };
  const later = first.ports.clock.now() + 60 * MINUTE;
  const clients = Array.from(
    { length: 20 },
    () => open([rotate], { cache: store, start: later }).client,
  );
  const tokens = await Promise.all(clients.map((each) => each.getToken(GRAPH)));
  assert.deepEqual(
    new Set(tokens.map(({ accessToken }) => accessToken)),
    new Set(["second"]),
  );
  assert.equal(refreshes, 1);
  const last = tokens[7]?.refreshToken?.reveal();
  assert.equal(last, "r2");
});

test("many clients of one empty store share the application's one request", async () => {
  const store = fakeStore();
  const clients = Array.from(
    { length: 20 },
    () => open([tokenAnswer()], { ...APP, cache: store }),
  );
  await Promise.all(clients.map(({ client }) => client.getToken(GRAPH)));
  const sent = clients.map(({ ports }) => ports.sent.length);
  assert.equal(sent.reduce((one, other) => one + other), 1);
});

test("calls for different resources do not wait for each other without a store", async () => {
  const answers = [
    Promise.withResolvers<Response>(),
    Promise.withResolvers<Response>(),
  ];
  const { client, ports } = open(
    answers.map(({ promise }) => () => promise),
    APP,
  );
  const both = Promise.all([client.getToken(GRAPH), client.getToken(VAULT)]);
  while (ports.sent.length < 2) await Promise.resolve();
  for (const { resolve } of answers) resolve(tokenAnswer());
  assert.equal((await both).length, 2);
});

test("tokens of other registrations in the same record are neither used nor lost", async () => {
  const store = fakeStore();
  const partition = "profile work";
  const mine = open([tokenAnswer({ access_token: "mine" })], {
    ...APP,
    cache: store,
    partition,
  });
  await mine.client.getToken(GRAPH);
  const others: readonly Partial<ClientOptions>[] = [
    { ...APP, clientId: "bbbbbbbb-0000-4000-8000-000000000009" },
    { ...APP, tenantId: "aaaaaaaa-0000-4000-8000-000000000009" },
    { ...APP, cloud: "usgov" },
    {
      auth: {
        type: "assertion",
        assertion: () => Promise.resolve(new Secret(idToken())),
      },
    },
  ];
  for (const options of others) {
    const other = open([tokenAnswer({ access_token: "other" })], {
      ...options,
      cache: store,
      partition,
    });
    assert.equal((await other.client.getToken(GRAPH)).accessToken, "other");
  }
  const again = open([], { ...APP, cache: store, partition });
  assert.equal((await again.client.getToken(GRAPH)).accessToken, "mine");
});

test("logout() leaves nothing in the store, on-behalf-of included", async () => {
  const store = fakeStore();
  const { client } = open([tokenAnswer(), tokenAnswer()], {
    ...APP,
    cache: store,
  });
  await client.getToken(GRAPH);
  const assertion = new Secret(idToken({ aud: CLIENT, scp: "x", ver: "2.0" }));
  await client.getToken(GRAPH, { flow: "on-behalf-of", assertion });
  assert.equal(store.texts.size, 2);
  assert.equal(await client.logout(), true);
  assert.equal(store.texts.size, 0);
  assert.equal(await client.logout(), false);
});

function failing(where: keyof FakeStore["failures"], error: StoreError) {
  const store = fakeStore();
  store.failures[where] = error;
  return store;
}

for (const where of ["read", "lock", "write"] as const) {
  test(`getToken() warns once when the store fails at ${where}, and brings the token`, async () => {
    const store = failing(
      where,
      new StoreError("full", "Cannot keep it", { hint: "Make room" }),
    );
    const { client, onEvent, warnings, ports } = open([tokenAnswer()], {
      ...APP,
      cache: store,
    });
    assert.equal((await client.getToken(GRAPH, { onEvent })).source, "flow");
    assert.deepEqual(warnings(), ["storage_failed"]);
    assert.equal((await client.getToken(GRAPH, { onEvent })).source, "cache");
    assert.equal(ports.sent.length, 1);
    assert.equal(store.texts.size, 0);
  });
}

test("what the store could not take is kept in this process and written with the next", async () => {
  const store = failing("write", new StoreError("full", "Cannot keep it"));
  const { client } = open([
    tokenAnswer({ access_token: "one" }),
    tokenAnswer({ access_token: "two" }),
  ], { ...APP, cache: store });
  await client.getToken(GRAPH);
  delete store.failures.write;
  await client.getToken(VAULT);
  assert.equal((await client.getToken(GRAPH)).source, "cache");
  const next = open([], { ...APP, cache: store });
  assert.equal((await next.client.getToken(GRAPH)).accessToken, "one");
});

test("a wrong passphrase ends the call, so that it can be typed again", async () => {
  const store = failing(
    "read",
    new StoreError("wrong_passphrase", "Cannot open the vault"),
  );
  const { client, ports } = open([tokenAnswer()], { ...APP, cache: store });
  await assert.rejects(client.getToken(GRAPH), { code: "storage_failed" });
  assert.equal(ports.sent.length, 0);
});

test("a refresh token that was refused is gone from the store", async () => {
  const store = fakeStore();
  const { client, ports } = open([
    started(),
    userToken(),
    entraError("invalid_grant", { code: 700082 }),
  ], { cache: store });
  await client.getToken(GRAPH);
  ports.clock.advance(61 * MINUTE);
  await assert.rejects(client.getToken(GRAPH, { noInteraction: true }));
  assert.doesNotMatch([...store.texts.values()].join(), /r1/);
});

test("a refresh token that is used now and then is not forgotten after ninety days", async () => {
  const store = fakeStore();
  const { client, ports } = open([
    started(),
    userToken(),
    ...Array.from({ length: 5 }, () => userToken()),
  ], { cache: store });
  await client.getToken(GRAPH);
  for (let month = 0; month < 5; month++) {
    ports.clock.advance(30 * 24 * 60 * MINUTE);
    assert.equal((await client.getToken(GRAPH)).source, "refresh");
  }
});

test("a record of another kind, or one edited by hand, is read as far as it makes sense", async () => {
  for (
    const text of [
      "",
      "{",
      "[]",
      '{"version":2}',
      '{"version":1,"tokens":[1,["a",{}]],"signIns":{}}',
    ]
  ) {
    const store = fakeStore();
    store.texts.set("p", text);
    const { client } = open([tokenAnswer()], {
      ...APP,
      cache: store,
      partition: "p",
    });
    assert.equal((await client.getToken(GRAPH)).source, "flow");
  }
});

test("find() tells what is kept in the store, expired or not, and sends nothing", async () => {
  const store = fakeStore();
  const first = open([started(), userToken()], { cache: store });
  await first.client.getToken(GRAPH);
  const start = first.ports.clock.now() + 90 * MINUTE;
  const { client, ports } = open([], { cache: store, start });
  assert.equal((await client.find(GRAPH))?.accessToken, "the-access-token");
  assert.equal(await client.find(VAULT), undefined);
  assert.equal(ports.sent.length, 0);
});

test("tokens that this machine lends stay in the process, for another may be meant next time", async () => {
  const store = fakeStore();
  for (const flow of ["azure-cli", "managed-identity"] as const) {
    const ports = fakePorts({
      replies: Array.from({ length: 2 }, () =>
        Response.json({
          access_token: unsignedToken({ aud: "x", exp: 4_000_000_000 }),
          expires_on: "4000000000",
          token_type: "Bearer",
          resource: "x",
        })),
      environment: {
        IDENTITY_ENDPOINT: "http://127.0.0.1:1/x",
        IDENTITY_HEADER: "h",
      },
      command: () => ({
        type: "ended",
        success: true,
        stdout: JSON.stringify({
          accessToken: "borrowed",
          expires_on: 4_000_000_000,
          tokenType: "Bearer",
        }),
        stderr: "",
      }),
    });
    const client = createClient({ clientId: CLIENT, cache: store }, ports);
    await client.getToken(GRAPH, { flow });
    assert.equal((await client.getToken(GRAPH, { flow })).source, "cache");
    assert.equal(store.texts.size, 0, flow);
  }
});

test("authorities whose paths differ in case are two, and hosts are not", async () => {
  const store = fakeStore();
  const sent: string[] = [];
  for (
    const authority of [
      "https://LOGIN.microsoftonline.com/contoso.com",
      "https://login.microsoftonline.com/contoso.com/",
      "https://login.microsoftonline.com/Contoso.com",
    ]
  ) {
    const { client } = open([tokenAnswer()], {
      ...APP,
      cache: store,
      authority,
      partition: "p",
    });
    sent.push((await client.getToken(GRAPH)).source);
  }
  assert.deepEqual(sent, ["flow", "cache", "flow"]);
});

test("a refresh for an API or a scope that does not exist says so and keeps the refresh token", async () => {
  for (const error of ["invalid_resource", "invalid_scope"]) {
    const store = fakeStore();
    const { client } = open([
      started(),
      userToken(),
      entraError(error, { code: 500011 }),
      userToken({ access_token: "for-vault" }),
    ], { cache: store });
    await client.getToken(GRAPH);
    await assert.rejects(client.getToken(VAULT, { noInteraction: true }), {
      message: new RegExp(`"${error}"`),
    });
    const vault = await client.getToken(VAULT, { noInteraction: true });
    assert.equal(vault.accessToken, "for-vault");
  }
});

test("a consent that is missing needs the user and keeps the refresh token", async () => {
  const store = fakeStore();
  const { client } = open([
    started(),
    userToken(),
    entraError("invalid_grant", { code: 65001, suberror: "consent_required" }),
  ], { cache: store });
  await client.getToken(GRAPH);
  await assert.rejects(client.getToken(VAULT, { noInteraction: true }), {
    code: "interaction_required",
  });
  assert.match([...store.texts.values()].join(), /"r1"/);
});

test("getToken() with a prompt that asks runs the flow, and the client's own prompt does not", async () => {
  for (const prompt of ["login", "select_account", "consent", "create"]) {
    const { client } = open([
      started(),
      tokenOf("ada"),
      started(),
      tokenOf("grace"),
    ], { prompt });
    await client.getToken(GRAPH);
    assert.equal((await client.getToken(GRAPH)).source, "cache");
    const token = await client.getToken(GRAPH, { prompt });
    assert.deepEqual([token.source, token.accessToken], ["flow", "of-grace"]);
  }
});

test("getToken() with the prompt none, or one that no page will ask, takes what is kept", async () => {
  const { client } = open([started(), tokenOf("ada")]);
  await client.getToken(GRAPH);
  const silent = await client.getToken(GRAPH, { prompt: "none" });
  assert.equal(silent.source, "cache");
  const app = open([tokenAnswer()], APP);
  await app.client.getToken(GRAPH);
  const asked = await app.client.getToken(GRAPH, { prompt: "login" });
  assert.equal(asked.source, "cache");
});

test("getToken() with a prompt that asks stops where nobody may be asked, and sends nothing", async () => {
  const { client, ports } = open([started(), tokenOf("ada")]);
  await client.getToken(GRAPH);
  const sent = ports.sent.length;
  await assert.rejects(
    client.getToken(GRAPH, { prompt: "login", noInteraction: true }),
    { code: "interaction_required" },
  );
  assert.equal(ports.sent.length, sent);
});

test("getToken() with another login hint than the kept user's takes nobody else's token", async () => {
  const { client, ports } = open([
    started(),
    tokenOf("ada"),
    started(),
    tokenOf("grace"),
  ]);
  await client.getToken(GRAPH);
  const loginHint = "GRACE@contoso.example";
  await assert.rejects(
    client.getToken(GRAPH, { loginHint, noInteraction: true }),
    { code: "interaction_required" },
  );
  assert.equal(ports.sent.length, 2);
  const grace = await client.getToken(GRAPH, { loginHint });
  assert.deepEqual([grace.source, grace.accessToken], ["flow", "of-grace"]);
  const ada = await client.getToken(GRAPH, {
    loginHint: "ada@contoso.example",
  });
  assert.deepEqual([ada.source, ada.accessToken], ["cache", "of-ada"]);
});

test("getToken() prefers the user of the client's login hint, and takes another's where there is none", async () => {
  const store = fakeStore();
  const first = open([
    started(),
    tokenOf("ada"),
    started(),
    tokenOf("grace"),
  ], { cache: store });
  await first.client.getToken(GRAPH);
  await complete(first.client.run("device-code", GRAPH));
  const of = async (name: string) => {
    const loginHint = `${name}@contoso.example`;
    const { client } = open([], { cache: store, loginHint });
    return (await client.getToken(GRAPH)).accessToken;
  };
  assert.deepEqual([await of("ada"), await of("nobody")], [
    "of-ada",
    "of-grace",
  ]);
});

test("getToken() with a flow and force runs that flow, and with force alone or the client's flow refreshes", async () => {
  const { client } = open([
    started(),
    tokenOf("ada"),
    tokenOf("ada", { access_token: "refreshed" }),
    started(),
    tokenOf("ada", { access_token: "signed-in" }),
    tokenOf("ada", { access_token: "silent" }),
  ], { flow: "device-code" });
  await client.getToken(GRAPH);
  const ask = async (options: Parameters<typeof client.getToken>[1]) => {
    const { source, accessToken } = await client.getToken(GRAPH, options);
    return [source, accessToken];
  };
  const flow = "device-code";
  assert.deepEqual(await ask({ force: true }), ["refresh", "refreshed"]);
  assert.deepEqual(await ask({ flow, force: true }), ["flow", "signed-in"]);
  assert.deepEqual(
    await ask({ flow, force: true, noInteraction: true }),
    ["refresh", "silent"],
  );
});

test("getToken() of password with force uses the password, even where nobody may be asked", async () => {
  const { client, ports } = open([tokenOf("ada"), tokenOf("ada")]);
  const asked = {
    flow: "password",
    username: "ada@contoso.example",
    password: new Secret("p"),
    noInteraction: true,
  } as const;
  await client.getToken(GRAPH, asked);
  const token = await client.getToken(GRAPH, { ...asked, force: true });
  assert.equal(token.source, "flow");
  assert.equal(ports.sent.at(-1)?.form.get("grant_type"), "password");
});

test("getToken() for an ID token alone does not take an access token or a refresh", async () => {
  const { client, ports } = open([started(), tokenOf("ada")]);
  await client.getToken(GRAPH);
  await assert.rejects(
    client.getToken(GRAPH, {
      flow: "implicit",
      responseType: "id_token",
      noInteraction: true,
    }),
    { code: "interaction_required" },
  );
  assert.equal(ports.sent.length, 2);
});
