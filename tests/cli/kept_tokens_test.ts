import assert from "node:assert/strict";
import { StoreError } from "../../src/engine/errors.ts";
import type { Io } from "../../src/cli/io.ts";
import { fakeStore } from "../support/fake_store.ts";
import {
  CLIENT,
  idToken,
  OID,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";
import { APP_CALL, deviceReplies, env, GRAPH, SECRET } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
  stillClock,
} from "./fake_io.ts";

const files = {
  [PROFILES]: profilesText([
    {
      name: "work",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: ["User.Read"],
      flow: "device-code",
    },
    {
      name: "app",
      tenant: TENANT,
      clientId: CLIENT,
      clientSecret: "env:S",
      scopes: [GRAPH],
    },
  ]),
};

/** Runs of the program on one machine, whose tokens stay. */
function machine() {
  const store = fakeStore();
  const storage = memoryStorage(store);
  const run = (argv: readonly string[], setting: FakeSetting = {}) =>
    runFake(argv, { files, env, storage, ...setting });
  return { store, run };
}

const LOGIN = ["login", "-p", "work"];
const HOUR = 60 * 60_000;

Deno.test("login signs in, keeps the tokens, says who, and writes no token", async () => {
  const { run, store } = machine();
  const ran = await run(LOGIN, { replies: deviceReplies() });
  assert.equal(ran.code, 0);
  assert.equal(ran.stdout, "");
  assert.match(
    ran.stderr,
    /Signed in as ada@contoso.example\nKept the token of ada@contoso.example, valid for 1 hour; it is renewed without another sign-in\n$/,
  );
  assert.deepEqual([...store.texts.keys()], ["profile work"]);
});

Deno.test("login --json tells who signed in, and no token", async () => {
  const { run } = machine();
  const ran = await run([...LOGIN, "--json"], { replies: deviceReplies() });
  const told = JSON.parse(ran.stdout);
  assert.equal(told.account.username, "ada@contoso.example");
  assert.equal(told.profile, "work");
  assert.equal(told.source, "flow");
  assert.doesNotMatch(ran.stdout, /the-access-token|the-refresh-token|eyJ/);
});

Deno.test("after login get-token answers from what is kept, with nothing sent and nobody asked", async () => {
  const { run } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  const ran = await run(["get-token", "-p", "WORK", "--no-interaction"]);
  assert.deepEqual([ran.code, ran.stdout], [0, "the-access-token\n"]);
  assert.equal(ran.ports.sent.length, 0);
});

Deno.test("get-token for another resource uses the kept refresh token", async () => {
  const { run } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  const ran = await run([
    "get-token",
    "-p",
    "work",
    "--resource",
    "arm",
    "--json",
  ], {
    replies: [tokenAnswer({ access_token: "for-arm", id_token: idToken() })],
  });
  assert.equal(JSON.parse(ran.stdout).source, "refresh");
  assert.equal(
    ran.ports.sent[0]?.form.get("refresh_token"),
    "the-refresh-token",
  );
});

Deno.test("a kept token needs neither the client's secret nor its file", async () => {
  const { run } = machine();
  await run(["get-token", "-p", "app"], { replies: [tokenAnswer()] });
  const ran = await run(["get-token", "-p", "app"], { env: {} });
  assert.deepEqual([ran.code, ran.stdout], [0, "the-access-token\n"]);
});

Deno.test("calls without a profile keep their tokens by all that was asked", async () => {
  const { run } = machine();
  await run(APP_CALL, { replies: [tokenAnswer()] });
  const again = await run(APP_CALL);
  assert.deepEqual([again.code, again.ports.sent.length], [0, 0]);
  const other = await run([...APP_CALL, "--query", "dc=x"], {
    replies: [tokenAnswer({ access_token: "other" })],
  });
  assert.equal(other.stdout, "other\n");
});

Deno.test("get-token --no-cache neither uses nor keeps anything", async () => {
  const { run, store } = machine();
  const argv = [...APP_CALL, "--no-cache"];
  await run(argv, { replies: [tokenAnswer()] });
  assert.equal(store.texts.size, 0);
  await run(APP_CALL, { replies: [tokenAnswer()] });
  const ran = await run(argv, {
    replies: [tokenAnswer({ access_token: "second" })],
  });
  assert.equal(ran.stdout, "second\n");
});

Deno.test("get-token --force, --min-ttl and --claims pass the kept token over", async () => {
  for (
    const options of [
      ["--force"],
      ["--min-ttl", "2h"],
      ["--claims", '{"access_token":{}}'],
    ]
  ) {
    const { run } = machine();
    await run(APP_CALL, { replies: [tokenAnswer()] });
    const ran = await run([...APP_CALL, ...options], {
      replies: [tokenAnswer({ access_token: "second" })],
    });
    assert.equal(ran.stdout, "second\n", options.join(" "));
  }
});

Deno.test("get-token --account serves one of two accounts of a profile", async () => {
  const { run } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  const [start, pending] = deviceReplies();
  const grace = idToken({
    oid: OID.replace(/1$/, "2"),
    sub: "grace",
    preferred_username: "grace@contoso.example",
  });
  await run([...LOGIN, "--account", "grace@contoso.example"], {
    replies: [
      start as Response,
      pending as Response,
      tokenAnswer({
        access_token: "of-grace",
        id_token: grace,
        refresh_token: "g",
      }),
    ],
  });
  const argv = ["get-token", "-p", "work"];
  assert.equal((await run(argv)).stdout, "of-grace\n");
  const ada = await run([...argv, "--account", "ada@contoso.example"]);
  assert.equal(ada.stdout, "the-access-token\n");
  const nobody = await run([
    ...argv,
    "--account",
    "eve@contoso.example",
    "--no-interaction",
  ]);
  assert.equal(nobody.code, 6);
});

Deno.test("the passphrase and another secret cannot both come from standard input", async () => {
  const { run } = machine();
  const ran = await run([
    ...APP_CALL.filter((each) => !["--client-secret-env", "S"].includes(each)),
    "--client-secret-stdin",
    "--passphrase-stdin",
  ], { stdin: SECRET });
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /Cannot use --client-secret-stdin and --passphrase-stdin together/,
  );
});

Deno.test("login exits with 8 when its token could not be kept", async () => {
  const { run, store } = machine();
  store.failures.write = new StoreError("full", "Cannot write: no space", {
    hint: "Make room",
  });
  const ran = await run(LOGIN, { replies: deviceReplies() });
  assert.equal(ran.code, 8);
  assert.match(
    ran.stderr,
    /The sign-in worked, and its token could not be kept/,
  );
  assert.match(ran.stderr, /Make room/);
});

Deno.test("get-token brings the token with a warning when it could not be kept", async () => {
  const { run, store } = machine();
  store.failures.write = new StoreError("full", "Cannot write: no space", {
    hint: "Make room",
  });
  const ran = await run(APP_CALL, { replies: [tokenAnswer()] });
  assert.deepEqual([ran.code, ran.stdout], [0, "the-access-token\n"]);
  assert.match(ran.stderr, /Warning: Cannot write: no space\. Make room\n/);
});

function storageNamed(name: "memory" | "plaintext", reason: string) {
  const storage: Io["storage"] = () =>
    Promise.resolve({
      protection: { name, reason, remembered: false },
      description: "as the test says",
      tokens: fakeStore(),
    });
  return { ...memoryStorage(), storage };
}

Deno.test("login refuses before it asks anybody when nothing can be kept", async () => {
  const { run } = machine();
  const ran = await run(LOGIN, {
    storage: storageNamed("memory", "There is no keyring"),
  });
  assert.equal(ran.code, 8);
  assert.match(ran.stderr, /Cannot keep a sign-in: There is no keyring/);
  assert.equal(ran.ports.sent.length, 0);
});

Deno.test("get-token says when nothing is kept, and warns of plain text each time", async () => {
  const { run } = machine();
  const memory = await run(APP_CALL, {
    replies: [tokenAnswer()],
    storage: storageNamed("memory", "There is no keyring"),
  });
  assert.match(memory.stderr, /not kept beyond this call: There is no keyring/);
  const plain = await run(APP_CALL, {
    replies: [tokenAnswer()],
    storage: storageNamed("plaintext", "You asked for it"),
  });
  assert.match(plain.stderr, /Warning: tokens are kept in PLAIN TEXT/);
});

Deno.test("refresh gets a new token of a user and of an application without asking", async () => {
  const { run } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  const user = await run(["refresh", "-p", "work", "--json"], {
    replies: [tokenAnswer({ access_token: "renewed", id_token: idToken() })],
  });
  assert.equal(JSON.parse(user.stdout).access_token, "renewed");
  assert.equal(JSON.parse(user.stdout).source, "refresh");
  await run(["get-token", "-p", "app"], { replies: [tokenAnswer()] });
  const app = await run(["refresh", "-p", "app"], {
    replies: [tokenAnswer({ access_token: "newer" })],
  });
  assert.equal(app.stdout, "newer\n");
});

Deno.test("refresh without a kept refresh token exits with 6 and sends nothing", async () => {
  const { run } = machine();
  const ran = await run(["refresh", "-p", "work"]);
  assert.equal(ran.code, 6);
  assert.equal(ran.ports.sent.length, 0);
});

Deno.test("logout forgets one profile and leaves the other", async () => {
  const { run, store } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  await run(["get-token", "-p", "app"], { replies: [tokenAnswer()] });
  const ran = await run(["logout", "-p", "work"]);
  assert.deepEqual([ran.code, ran.stderr], [
    0,
    'Forgot the tokens of the profile "work"\n',
  ]);
  assert.deepEqual([...store.texts.keys()], ["profile app"]);
  const again = await run(["logout", "-p", "work"]);
  assert.match(again.stderr, /Nothing was kept for the profile "work"/);
  assert.equal(
    (await run(["get-token", "-p", "work", "--no-interaction"])).code,
    6,
  );
});

Deno.test("logout --account forgets one account, and --all everything", async () => {
  const { run, store } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  await run(["get-token", "-p", "app"], { replies: [tokenAnswer()] });
  const ada = await run(["logout", "--account", "ADA@contoso.example"]);
  assert.match(ada.stderr, /Forgot the tokens of the account/);
  assert.deepEqual([...store.texts.keys()], ["profile app"]);
  const all = await run(["logout", "--all", "--yes"]);
  assert.equal(all.code, 0);
  assert.equal(store.texts.size, 0);
});

Deno.test("logout without a name takes the default profile, and none when there are several", async () => {
  const { run } = machine();
  assert.equal((await run(["logout"])).code, 64);
  const one = profilesText([{
    name: "only",
    tenant: TENANT,
    clientId: CLIENT,
  }]);
  const ran = await run(["logout"], { files: { [PROFILES]: one } });
  assert.match(ran.stderr, /Profile: only\nNothing was kept/);
});

Deno.test("logout --all and cache clear ask first, and need --yes without a terminal", async () => {
  const { run, store } = machine();
  await run(APP_CALL, { replies: [tokenAnswer()] });
  for (
    const argv of [["logout", "--all"], ["cache", "clear"], ["clear-cache"]]
  ) {
    assert.equal((await run(argv)).code, 64, argv.join(" "));
    const no = await run(argv, {
      terminals: ["stdin", "stderr"],
      stdin: "n\n",
    });
    assert.match(no.stderr, /Nothing was forgotten/);
  }
  assert.equal(store.texts.size, 1);
  const yes = await run(["clear-cache"], {
    terminals: ["stdin", "stderr"],
    stdin: "y\n",
  });
  assert.match(yes.stderr, /Forgot every token/);
  assert.equal(store.texts.size, 0);
});

Deno.test("cache list shows for whom, what for and until when, and never a token", async () => {
  const { run } = machine();
  await run(LOGIN, { replies: deviceReplies() });
  await run(["get-token", "-p", "app"], { replies: [tokenAnswer()] });
  const ran = await run(["cache", "list"]);
  assert.equal(ran.code, 0);
  assert.match(ran.stderr, /Tokens are kept sealed; the key is in the kernel/);
  const [head, app, work] = ran.stdout.split("\n");
  assert.match(head ?? "", /^PROFILE +WHO +WHAT FOR +STATE +RENEWABLE$/);
  assert.match(app ?? "", /^app +app +https:\/\/graph.* valid 1 hour +yes$/);
  assert.match(
    work ?? "",
    /^work +ada@contoso.example +User.Read +valid 1 hour +yes$/,
  );
  const json = await run(["cache", "list", "--json"]);
  const { protection, entries } = JSON.parse(json.stdout);
  assert.equal(protection.name, "kernel");
  assert.deepEqual(entries[1], {
    profile: "work",
    authority: "public",
    tenant: TENANT,
    client_id: CLIENT,
    owner: "user",
    account: {
      username: "ada@contoso.example",
      oid: OID,
      tid: TENANT,
      home_account_id: `${OID}.${TENANT}`,
    },
    scopes: ["User.Read"],
    flow: "device-code",
    expires_at: new Date(START + HOUR + 10_000).toISOString(),
    expires_on: (START + HOUR + 10_000) / 1000,
    state: "fresh",
    refreshable: true,
  });
  for (const { stdout, stderr } of [ran, json]) {
    assert.doesNotMatch(
      stdout + stderr,
      new RegExp(`the-access-token|the-refresh-token|eyJ|${SECRET}`),
    );
  }
  const later = await run(["cache", "list"], {
    clock: stillClock(START + 2 * HOUR),
  });
  assert.match(later.stdout, / expired /);
});

Deno.test("cache list of nothing says so, and its JSON is empty", async () => {
  const { run } = machine();
  const ran = await run(["cache", "list"]);
  assert.deepEqual([ran.code, ran.stdout], [0, ""]);
  assert.match(ran.stderr, /Nothing is kept/);
  assert.deepEqual(
    JSON.parse((await run(["cache", "list", "--json"])).stdout).entries,
    [],
  );
});

Deno.test("--token-store, ENTRADA_TOKEN_STORE and a profile say where tokens are kept", async () => {
  const asked: (string | undefined)[] = [];
  const storage: Io["storage"] = (options) => {
    asked.push(options.asked);
    return memoryStorage().storage(options);
  };
  const setting = { env, storage: { ...memoryStorage(), storage } };
  const call = (argv: readonly string[], more: FakeSetting = {}) =>
    runFake(argv, { ...setting, replies: [tokenAnswer()], ...more });
  await call([...APP_CALL, "--token-store", "vault"]);
  await call(APP_CALL, { env: { ...env, ENTRADA_TOKEN_STORE: "keyring" } });
  const profile = {
    name: "plain",
    tenant: TENANT,
    clientId: CLIENT,
    clientSecret: "env:S",
    scopes: [GRAPH],
    tokenStore: "plaintext",
  };
  await call(["get-token", "-p", "plain"], {
    files: { [PROFILES]: profilesText([profile]) },
  });
  await call(APP_CALL);
  assert.deepEqual(asked, ["vault", "keyring", "plaintext", undefined]);
  const wrong = await call([...APP_CALL, "--token-store", "cloud"]);
  assert.equal(wrong.code, 64);
  assert.match(wrong.stderr, /keyring, kernel, vault, memory, plaintext/);
});

Deno.test("commands about kept tokens open what ENTRADA_TOKEN_STORE names, unless an option names another", async () => {
  const asked: unknown[] = [];
  const kept = memoryStorage();
  const storage = {
    ...kept,
    storage: (options: Parameters<Io["storage"]>[0]) => {
      asked.push(options.asked);
      return kept.storage(options);
    },
  };
  const env = { ENTRADA_TOKEN_STORE: "plaintext" };
  await runFake(["cache", "list"], { env, storage });
  await runFake(["cache", "list", "--token-store", "vault"], { env, storage });
  await runFake(["cache", "list"], { storage });
  assert.deepEqual(asked, ["plaintext", "vault", undefined]);
});

Deno.test("login opens what keeps the token before anybody signs in", async () => {
  const { run } = machine();
  const locked = () =>
    Promise.reject(
      new StoreError("wrong_passphrase", "Cannot open the vault"),
    );
  const storage: Io["storage"] = () =>
    Promise.resolve({
      protection: {
        name: "vault",
        reason: "A test says so",
        remembered: true,
        holder: { find: locked, obtain: locked, forget: locked },
      },
      description: "as the test says",
      tokens: fakeStore(),
    });
  const ran = await run(LOGIN, {
    storage: { ...memoryStorage(), storage },
    replies: deviceReplies(),
  });
  assert.equal(ran.code, 8);
  assert.equal(ran.ports.sent.length, 0);
});
