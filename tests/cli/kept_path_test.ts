import assert from "node:assert/strict";
import { followKeptCall } from "../../src/adapters/calls/kept_call.ts";
import {
  type NewKeptCall,
  writeKeptCall,
} from "../../src/adapters/calls/write_kept_call.ts";
import type { KeyHolder } from "../../src/adapters/protection/protection.ts";
import { openHolder } from "../../src/adapters/protection/choose.ts";
import { createFileStore } from "../../src/adapters/store/file_store.ts";
import { callFiles, callName } from "../../src/cli/call/call_name.ts";
import { environmentLayers } from "../../src/cli/call/environment_settings.ts";
import { createTokenSet } from "../../src/engine/cache/token_set.ts";
import { writeTokenSet } from "../../src/engine/cache/token_set_text.ts";
import { tokenAnswer } from "../support/tokens.ts";
import { APP_CALL, env } from "./calls.ts";
import { memoryStorage, runFake } from "./fake_io.ts";
import { needingKernel } from "../support/kept_calls.ts";

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

interface Named {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stamps?: Readonly<Record<string, string>>;
}

function nameOf({ argv = ["get-token"], env = {}, stamps = {} }: Named = {}) {
  const all: Record<string, string> = { HOME: "/home/ada", ...env };
  const world = {
    os: "linux",
    env: (name: string) => all[name],
    state: "/state",
    stamp: (path: string) => stamps[path],
    cwd: "/home/ada/src",
  };
  return callName(argv, { env: world.env, files: callFiles(world) });
}

const SECRETS = [
  "ENTRADA_CLIENT_SECRET",
  "AZURE_PASSWORD",
  "ENTRADA_REFRESH_TOKEN",
];

Deno.test("callName() is the same for the same call, and tells nothing of it", async () => {
  const name = await nameOf();
  assert.equal(await nameOf(), name);
  assert.match(name, /^[0-9a-f]{32}$/);
});

Deno.test("callName() changes with the words, the variables, the profiles and the protection", async () => {
  const others: readonly Named[] = [
    {},
    { argv: ["get-token", "-p", "x"] },
    { argv: ["get-token", "-p x"] },
    { env: { ENTRADA_TENANT: "one" } },
    { env: { ENTRADA_TENANT: "other" } },
    { env: { AZURE_TENANT_ID: "one" } },
    { env: { ENTRADA_PROFILE: "one" } },
    { env: { ENTRADA_TOKEN_STORE: "kernel" } },
    { env: { HOME: "/home/grace" } },
    { stamps: { "/home/ada/.config/entrada/profiles.json": "1 2 3" } },
    { stamps: { "/state/protection.json": "1 2 3" } },
    { stamps: { "/home/ada/src/.entrada.json": "1 2 3" } },
    { stamps: { "/home/ada/.entrada.json": "1 2 3" } },
    { env: { ENTRADA_NO_PROJECT: "1" } },
    ...SECRETS.map((name) => ({ env: { [name]: "set" } })),
  ];
  const names = await Promise.all(others.map(nameOf));
  assert.equal(new Set(names).size, others.length);
});

Deno.test("callName() knows of a secret only whether it is set", async () => {
  for (const name of SECRETS) {
    assert.equal(
      await nameOf({ env: { [name]: "one" } }),
      await nameOf({ env: { [name]: "other" } }),
      name,
    );
    assert.equal(await nameOf({ env: { [name]: "" } }), await nameOf(), name);
  }
});

Deno.test("callName() looks at every variable that settings are read from", async () => {
  const spy = () => {
    const seen = new Set<string>();
    const env = (name: string) => void seen.add(name);
    return { seen, env };
  };
  const settings = spy();
  environmentLayers(settings.env);
  const named = spy();
  await callName([], { env: named.env, files: "" });
  assert.ok(settings.seen.size > 20);
  assert.deepEqual(settings.seen.difference(named.seen), new Set());
  assert.ok(named.seen.has("ENTRADA_PROFILE"));
});

Deno.test("get-token says why it is this flow before it asks, and not for a kept token", async () => {
  const storage = memoryStorage();
  const flow =
    "Flow: client-credentials, because the client has a credential\n";
  const run = (more: readonly string[] = []) =>
    runFake([...APP_CALL, ...more], {
      env,
      storage,
      replies: [tokenAnswer()],
    });
  assert.equal((await run()).stderr, flow);
  assert.equal((await run()).stderr, "");
  assert.equal((await run(["--force"])).stderr, flow);
});

Deno.test("get-token says why it is this flow before its secret is missed", async () => {
  const { code, stderr } = await runFake(APP_CALL, { env: {} });
  assert.notEqual(code, 0);
  assert.match(stderr, /^Flow: client-credentials, because [^\n]+\nError: /);
});

const TOKEN = {
  accessToken: "the-token",
  expiresAt: NOW + 60 * MINUTE,
  scopes: ["a"],
  account: null,
  flow: "client-credentials",
  source: "flow",
} as const;

function recordText(): string {
  const key = { registration: "r", owner: "app", scopes: ["a"] };
  const set = createTokenSet();
  const kept = { key, at: NOW, token: TOKEN as never };
  set.tokens.set("other", {
    ...kept,
    token: { ...TOKEN, accessToken: "other" } as never,
  });
  set.tokens.set("name", kept);
  return writeTokenSet(set);
}

/** A record with a token, a key of its own in the kernel, and calls beside it. */
async function withRecord(
  work: (world: {
    readonly directory: string;
    readonly key: KeyHolder;
    readonly remember: (
      call: string,
      more?: Partial<NewKeptCall>,
    ) => Promise<void>;
    readonly follow: (call: string, now?: number) => Promise<unknown>;
  }) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const directory = `${home}/state`;
  const env = (name: string) => name === "ENTRADA_HOME" ? home : undefined;
  const options = { directory, env, canAsk: false };
  const key = await openHolder("kernel", options);
  assert.ok(key);
  const store = createFileStore({
    ...{ directory: `${directory}/kernel`, key, damaged: "set_aside" },
    suffix: ".tokens",
  });
  const remember = (call: string, more: Partial<NewKeptCall> = {}) =>
    writeKeptCall({
      ...{ directory, call, partition: "p", key, protection: "kernel" },
      ...{ said: ["A line"], token: "the-token", until: NOW + 55 * MINUTE },
      ...more,
    });
  const follow = (call: string, now = NOW) =>
    followKeptCall({ directory, call, env }, now);
  try {
    await store.exclusively("p", (record) => record.write(recordText()));
    await work({ directory, key, remember, follow });
  } finally {
    await key.forget();
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test({
  ...needingKernel("followKeptCall() finds the token that was remembered"),
  fn: () =>
    withRecord(async ({ remember, follow }) => {
      await remember("1a");
      const answer = { said: ["A line"], token: "the-token" };
      assert.deepEqual(await follow("1a"), answer);
      assert.equal(await follow("1b"), undefined);
    }),
});

Deno.test({
  ...needingKernel("followKeptCall() finds nothing before and after its time"),
  fn: () =>
    withRecord(async ({ remember, follow }) => {
      await remember("1a");
      const at = async (now: number) => await follow("1a", now) !== undefined;
      assert.deepEqual(
        [
          await at(NOW - 5 * MINUTE - 1),
          await at(NOW - 5 * MINUTE),
          await at(NOW + 55 * MINUTE - 1),
          await at(NOW + 55 * MINUTE),
        ],
        [false, true, true, false],
      );
    }),
});

Deno.test({
  ...needingKernel(
    "writeKeptCall() leaves no call whose files have changed since it was named",
  ),
  fn: () =>
    withRecord(async ({ remember, follow }) => {
      await remember("1a", { isStill: () => false });
      assert.equal(await follow("1a"), undefined);
      await remember("1a", { isStill: () => true });
      assert.ok(await follow("1a"));
    }),
});

Deno.test({
  ...needingKernel(
    "writeKeptCall() asks for the key once, and seals the call with that of its record",
  ),
  fn: () =>
    withRecord(async ({ key, remember, follow }) => {
      const asked: string[] = [];
      const counted = {
        ...{ forget: () => key.forget() },
        find: () => (asked.push("find"), key.find()),
        obtain: () => (asked.push("obtain"), key.obtain()),
      };
      await remember("1a", { key: counted });
      assert.deepEqual(asked, ["find"]);
      assert.ok(await follow("1a"));
    }),
});

Deno.test({
  ...needingKernel("followKeptCall() takes no call's file for another one's"),
  fn: () =>
    withRecord(async ({ directory, remember, follow }) => {
      await remember("1a");
      await Deno.rename(
        `${directory}/calls/1a.kernel`,
        `${directory}/calls/1b.kernel`,
      );
      assert.equal(await follow("1b"), undefined);
    }),
});

Deno.test({
  ...needingKernel(
    "writeKeptCall() leaves no call whose token is not in its record",
  ),
  fn: () =>
    withRecord(async ({ directory, remember }) => {
      await remember("1a", { partition: "another record" });
      await assert.rejects(
        Deno.lstat(`${directory}/calls`),
        Deno.errors.NotFound,
      );
    }),
});

Deno.test({
  ...needingKernel(
    "writeKeptCall() keeps the folder to 1,000 calls of the last 90 days",
  ),
  fn: () =>
    withRecord(async ({ directory, remember, follow }) => {
      const folder = `${directory}/calls`;
      await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
      const now = Date.now();
      for (let index = 0; index < 1100; index++) {
        const path = `${folder}/${index}.kernel`;
        await Deno.writeTextFile(path, "");
        const days = index < 50 ? 91 : 1;
        const at = new Date(now - days * 24 * 60 * MINUTE);
        await Deno.utime(path, at, at);
      }
      await remember("0a");
      assert.equal([...Deno.readDirSync(folder)].length, 1000);
      assert.ok(await follow("0a"));
      await assert.rejects(
        Deno.lstat(`${folder}/0.kernel`),
        Deno.errors.NotFound,
      );
    }),
});
