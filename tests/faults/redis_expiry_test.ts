import assert from "node:assert/strict";
import {
  put,
  type RedisWorld,
  testWithRedis,
  withRedisStore,
} from "../support/redis_world.ts";

const DAY_MS = 24 * 60 * 60_000;
const EXPIRY = "entrada:{index}:expiry";
const WRITES = "entrada:{index}:writes";

async function keyOf(
  { ask }: RedisWorld,
  kind: "tokens" | "lock",
): Promise<string> {
  const [key = ""] = await ask("KEYS", `entrada:*:${kind}`) as string[];
  return key;
}

async function leftMs(world: RedisWorld): Promise<number> {
  return Number(await world.ask("PTTL", await keyOf(world, "tokens")));
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 60_000, `${actual} ${expected}`);
}

testWithRedis(
  "a Redis store keeps a record until it is of no use, at most for its longest time",
  () =>
    withRedisStore(async (world) => {
      const { store, handle } = world;
      const hour = Date.now() + DAY_MS / 24;
      await put(store, "p", { text: "text", expiresAt: hour });
      near(await leftMs(world), DAY_MS / 24);
      await put(store, "p", { text: "text" });
      near(await leftMs(world), 90 * DAY_MS);
      const year = Date.now() + 365 * DAY_MS;
      await put(store, "p", { text: "text", expiresAt: year });
      near(await leftMs(world), 90 * DAY_MS);
      await put(handle({ maxAgeMs: 7 * DAY_MS }), "p", { text: "text" });
      near(await leftMs(world), 7 * DAY_MS);
    }),
);

testWithRedis(
  "a Redis store removes a record instead of writing one that is of no use any more",
  () =>
    withRedisStore(async ({ store, ask }) => {
      await put(store, "p", { text: "text" });
      await put(store, "p", { text: "late", expiresAt: Date.now() - 1 });
      assert.equal(await store.read("p"), undefined);
      assert.equal(await ask("DBSIZE"), 0);
    }),
);

testWithRedis(
  "a Redis store does not list a record whose time has passed, and cleans its index",
  () =>
    withRedisStore(async (world) => {
      const { store, ask } = world;
      await put(store, "gone", { text: "text", expiresAt: Date.now() + 40 });
      while (await keyOf(world, "tokens") !== "");
      assert.deepEqual(await store.list(), []);
      assert.equal(await ask("ZCARD", EXPIRY), 1);
      // An hour later its entry has ended too.
      const [id = ""] = await ask("ZRANGE", EXPIRY, "0", "0") as string[];
      await ask("ZADD", EXPIRY, `${Date.now() - 1}`, id);
      await put(store, "p", { text: "text" });
      assert.equal(await ask("ZCARD", EXPIRY), 1);
      assert.equal(await ask("HLEN", WRITES), 1);
      assert.deepEqual(await store.list(), ["p"]);
      near(Number(await ask("PTTL", EXPIRY)), 90 * DAY_MS + DAY_MS / 24);
      near(Number(await ask("PTTL", WRITES)), 90 * DAY_MS + DAY_MS / 24);
    }),
);

testWithRedis(
  "a Redis store leaves nothing behind of what is removed",
  () =>
    withRedisStore(async ({ store, ask }) => {
      for (const name of ["p", "q"]) await put(store, name, { text: name });
      await store.exclusively("p", (record) => record.remove());
      await store.exclusively("p", (record) => record.remove());
      assert.equal(await ask("DBSIZE"), 3);
      await store.exclusively("q", (record) => record.remove());
      assert.equal(await ask("DBSIZE"), 0);
    }),
);

testWithRedis(
  "a Redis store lists a record that is written while a remover is held up",
  () =>
    withRedisStore(async ({ store, client, handle, ask }) => {
      await put(store, "p", { text: "old" });
      const slow = handle({
        command: async (args, route) => {
          const reply = await client.command(args, route);
          if (args[1]?.includes("'DEL', KEYS[2]")) {
            const [lock = ""] = await ask("KEYS", "*:lock") as string[];
            await ask("DEL", lock);
            await put(store, "p", { text: "new" });
          }
          return reply;
        },
      });
      await slow.exclusively("p", (record) => record.remove());
      assert.equal(await store.read("p"), "new");
      assert.deepEqual(await store.list(), ["p"]);
    }),
);

testWithRedis(
  "a Redis store lists a record for its whole time when a late writer knows of less",
  () =>
    withRedisStore(async (world) => {
      const { store, ask } = world;
      await put(store, "p", { text: "text" });
      const before = Number(await ask("ZSCORE", EXPIRY, await idOf(world)));
      await store.exclusively("p", async (record) => {
        await ask("SET", await keyOf(world, "lock"), "somebody else");
        const expiresAt = Date.now() + 1000;
        await assert.rejects(record.write("late", { expiresAt }), {
          reason: "busy",
        });
      });
      const after = Number(await ask("ZSCORE", EXPIRY, await idOf(world)));
      assert.equal(after, before);
      assert.deepEqual(await store.list(), ["p"]);
    }),
);

async function idOf({ ask }: RedisWorld): Promise<string> {
  const [id = ""] = await ask("ZRANGE", EXPIRY, "0", "0") as string[];
  return id;
}

testWithRedis(
  "a Redis store lists 3,000 records, each once",
  () =>
    withRedisStore(async ({ store }) => {
      const names = Array.from({ length: 3000 }, (_, index) => `user ${index}`);
      await Promise.all(names.map((name) => put(store, name, { text: name })));
      assert.deepEqual(await store.list(), [...names].sort());
    }),
);
