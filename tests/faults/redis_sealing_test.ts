import assert from "node:assert/strict";
import {
  put,
  type RedisWorld,
  sealingKey,
  testWithRedis,
  withRedisStore,
} from "../support/redis_world.ts";

const CANARIES = ["partition-canary", "eyJ-token-canary", "user@canary.com"];
const [PARTITION = "", TOKEN = "", USER = ""] = CANARIES;

/** The key of the only record. */
async function recordKey({ ask }: RedisWorld): Promise<string> {
  const [key] = await ask("KEYS", "*:tokens") as [string];
  return key;
}

testWithRedis(
  "a Redis store shows its server no partition, token or user",
  () =>
    withRedisStore(async (world) => {
      const { store, client, handle, ask } = world;
      const sent: string[] = [];
      const watched = handle({
        command: (args, route) => {
          sent.push(...args, route.key);
          return client.command(args, route);
        },
      });
      await put(watched, PARTITION, { text: JSON.stringify([TOKEN, USER]) });
      assert.deepEqual(await watched.list(), [PARTITION]);
      assert.equal(await store.read(PARTITION), JSON.stringify([TOKEN, USER]));
      const keys = await ask("KEYS", "*") as string[];
      const kept = [
        await ask("GET", await recordKey(world)),
        await ask("ZRANGE", "entrada:{index}:expiry", "0", "-1"),
        await ask("HGETALL", "entrada:{index}:writes"),
      ];
      const all = JSON.stringify([sent, keys, kept]);
      assert.ok(sent.length > 20);
      for (const canary of CANARIES) {
        for (const text of [canary, btoa(canary).slice(0, 12)]) {
          assert.ok(!all.includes(text), text);
        }
      }
      assert.match(await recordKey(world), /^entrada:\{[0-9a-f]{32}\}:tokens$/);
    }),
);

testWithRedis(
  "a Redis store finds every change and every cut of a record, and writes a new one",
  () =>
    withRedisStore(async (world) => {
      const { store, ask, notices } = world;
      await put(store, "p", { text: "text" });
      const key = await recordKey(world);
      const sealed = await ask("GET", key) as string;
      const bytes = Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
      const changed = Array.from(bytes, (byte, at) => {
        const other = new Uint8Array(bytes);
        other[at] = byte ^ 1;
        return other.toBase64({ alphabet: "base64url", omitPadding: true });
      });
      const cut = Array.from(sealed, (_, at) => sealed.slice(0, at));
      const strange = ["{}", "not base64!", `${sealed}A`, `${sealed}\n`, "ü"];
      const all = [...changed, ...cut, ...strange];
      for (const value of all) {
        await ask("SET", key, value);
        assert.equal(await store.read("p"), undefined, value);
      }
      assert.equal(notices.length, all.length);
      assert.ok(notices.every(({ partition }) => partition === "p"));
      assert.deepEqual(await store.list(), []);
      await store.exclusively("p", async (record) => {
        assert.equal(await record.read(), undefined);
        await record.write("new");
      });
      assert.equal(await store.read("p"), "new");
      assert.deepEqual(await store.list(), ["p"]);
    }),
);

testWithRedis(
  "a Redis store refuses a record under another key or prefix than its own",
  () =>
    withRedisStore(async (world) => {
      const { store, handle, ask, notices } = world;
      await put(store, "p", { text: "of p" });
      const key = await recordKey(world);
      const other = handle({ prefix: "other" });
      await put(store, "q", { text: "of q" });
      const [twin] = (await ask("KEYS", "*:tokens") as string[])
        .filter((name) => name !== key);
      await ask("COPY", key, twin ?? "", "REPLACE");
      await ask("COPY", key, key.replace("entrada", "other"));
      assert.equal(await store.read("q"), undefined);
      assert.equal(await other.read("p"), undefined);
      assert.deepEqual(notices, [
        { kind: "damaged", partition: "q" },
        { kind: "damaged", partition: "p" },
      ]);
      assert.equal(await store.read("p"), "of p");
    }),
);

testWithRedis(
  "a Redis store changes its key on one machine after the other",
  () =>
    withRedisStore(async ({ handle, notices }) => {
      const [old, young] = [sealingKey(1), sealingKey(2)];
      const stages = [[old], [old, young], [young, old], [young]];
      const [first, second, third, last] = stages.map((keys) =>
        handle({ keys })
      );
      assert.ok(first && second && third && last);
      await put(first, "p", { text: "by the old key" });
      assert.equal(await second.read("p"), "by the old key");
      assert.equal(await third.read("p"), "by the old key");
      await put(third, "p", { text: "by the new key" });
      assert.equal(await second.read("p"), "by the new key");
      assert.equal(await last.read("p"), "by the new key");
      assert.deepEqual(await last.list(), ["p"]);
      assert.deepEqual(notices, []);
      assert.equal(await first.read("p"), undefined);
      assert.deepEqual(notices, [{ kind: "other_key", partition: "p" }]);
    }),
);

testWithRedis(
  "a Redis store does not change its key when its caller wipes the bytes",
  () =>
    withRedisStore(async ({ handle, store }) => {
      const key = sealingKey();
      const own = handle({ keys: [key] });
      key.fill(0);
      await put(own, "p", { text: "text" });
      assert.equal(await store.read("p"), "text");
    }),
);
