import assert from "node:assert/strict";
import {
  createRedisTokenStore,
  StoreError,
  type StoreErrorReason,
} from "../../src/adapters/redis/mod.ts";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";
import { openIoredis, openNodeRedis } from "../support/redis_clients.ts";
import { startRedisCluster } from "../support/redis_cluster.ts";
import { startRedis, withRedis } from "../support/redis_server.ts";
import { openWire } from "../support/redis_wire.ts";
import {
  put,
  sealingKey,
  testWithRedis,
  withRedisStore,
} from "../support/redis_world.ts";

/** The store fails with a reason, a sentence and a hint. */
async function fails(
  call: Promise<unknown>,
  expected: { readonly reason: StoreErrorReason; readonly message: RegExp },
): Promise<StoreError> {
  const error = await call.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof StoreError, String(error));
  assert.equal(error.code, "storage_failed");
  assert.equal(error.reason, expected.reason, error.message);
  assert.match(error.message, expected.message);
  assert.match(error.message, /^Cannot .*[^.]$/);
  assert.match(error.hint ?? "", /^[A-Z].*[^.]$/);
  return error;
}

const puts = (store: TokenStore) => put(store, "p", { text: "text" });

for (const open of [openNodeRedis, openIoredis]) {
  testWithRedis(
    `a Redis store fails while its server is away and works again after, with ${open.name}`,
    async () => {
      const server = await startRedis();
      let again: typeof server | undefined;
      try {
        await using client = await open(server.url);
        const { command } = client;
        const keys = [sealingKey()];
        const store = createRedisTokenStore({ command, keys, commandMs: 150 });
        await puts(store);
        assert.equal(await store.read("p"), "text");
        await store.exclusively("p", async (record) => {
          await server.stop();
          await fails(record.write("late"), {
            reason: "failed",
            message: /^Cannot keep the index of the records: the Redis server /,
          });
        });
        await fails(store.read("p"), {
          reason: "failed",
          message:
            /^Cannot read the record: the Redis server (cannot be reached|did not answer within 150 ms)/,
        });
        again = await startRedis({ port: server.port });
        const patient = createRedisTokenStore({ command, keys });
        assert.equal(await patient.read("p"), undefined);
        await put(patient, "p", { text: "again" });
        assert.equal(await patient.read("p"), "again");
      } finally {
        await again?.stop();
      }
    },
  );
}

testWithRedis("a Redis store says that nobody listens", async () => {
  const refused = () =>
    Deno.connect({ hostname: "127.0.0.1", port: 1 }).then(() => null);
  const store = createRedisTokenStore({
    command: refused,
    keys: [sealingKey()],
  });
  const error = await fails(store.read("p"), {
    reason: "failed",
    message:
      /^Cannot read the record: the Redis server cannot be reached: the client says "ECONNREFUSED"$/,
  });
  assert.match(error.hint ?? "", /that the server runs/);
});

testWithRedis(
  "a Redis store gives up on a server that hangs, and obeys its signal meanwhile",
  () =>
    withRedisStore(async ({ server, handle }) => {
      const store = handle({ commandMs: 100 });
      server.signal("SIGSTOP");
      try {
        const silent = {
          reason: "failed",
          message: /the Redis server did not answer within 100 ms$/,
        } as const;
        await Promise.all([
          fails(store.read("p"), silent),
          fails(puts(store), silent),
          fails(store.list(), silent),
        ]);
        const stop = new AbortController();
        const patient = handle();
        const reason = new Error("enough");
        const calls = [
          patient.read("p", stop.signal),
          patient.list(stop.signal),
          patient.exclusively("p", () => Promise.resolve(), stop.signal),
        ].map((call) => assert.rejects(call, reason));
        stop.abort(reason);
        await Promise.all(calls);
      } finally {
        server.signal("SIGCONT");
      }
    }),
);

testWithRedis(
  "a Redis store says that its server is full, keeps what is there and can still be read",
  () =>
    withRedisStore(async ({ store, ask }) => {
      await puts(store);
      await store.exclusively("p", async (record) => {
        await ask("CONFIG", "SET", "maxmemory", "1");
        await fails(record.write("more"), {
          reason: "full",
          message: /the Redis server has no memory left \("OOM"\)$/,
        });
      });
      await fails(puts(store), {
        reason: "full",
        message: /^Cannot lock the record: .* \("OOM"\)$/,
      });
      assert.equal(await store.read("p"), "text");
      await ask("CONFIG", "SET", "maxmemory", "0");
      await put(store, "p", { text: "more" });
      assert.equal(await store.read("p"), "more");
    }, ["--maxmemory-policy", "noeviction"]),
);

testWithRedis(
  "a Redis store says that a replica may not be written, and reads from it",
  () =>
    withRedisStore(async ({ server, store, ask }) => {
      await puts(store);
      await withRedis(async (replica) => {
        await using client = await openNodeRedis(replica.url);
        const { command } = client;
        while (
          !String(await command(["INFO", "replication"], { key: "" }))
            .includes("master_link_status:up")
        );
        const late = createRedisTokenStore({ command, keys: [sealingKey()] });
        assert.equal(await late.read("p"), "text");
        assert.deepEqual(await late.list(), ["p"]);
        const error = await fails(puts(late), {
          reason: "read_only",
          message:
            /^Cannot lock the record: the Redis server is a replica that may not be written \("READONLY"\)$/,
        });
        assert.equal(error.hint, "Send the commands to the primary");
      }, { args: ["--replicaof", "127.0.0.1", `${server.port}`] });
      assert.equal(await ask("DBSIZE"), 3);
    }, ["--repl-diskless-sync-delay", "0"]),
);

testWithRedis(
  "a Redis store says that the password is missing or wrong, and shows none",
  () =>
    withRedis(async (server) => {
      const wrong = "wrong-password-3141";
      using wire = await openWire(server.url);
      const without = createRedisTokenStore({
        command: (args) => wire.command(args),
        keys: [sealingKey()],
      });
      await fails(without.read("p"), {
        reason: "forbidden",
        message: /^Cannot read the record: .* wants a password \("NOAUTH"\)$/,
      });
      await using client = await openNodeRedis(
        server.url.replace("//", "//:right-password@"),
      );
      // Clients hang the arguments on their errors.
      const command = () =>
        client.command(["AUTH", wrong], { key: "" }).catch((error) => {
          throw Object.assign(error, { command: { args: [wrong] } });
        });
      const store = createRedisTokenStore({ command, keys: [sealingKey()] });
      const error = await fails(store.read("p"), {
        reason: "forbidden",
        message: /refuses the user or the password \("WRONGPASS"\)$/,
      });
      assert.ok(!Deno.inspect(error, { depth: 9 }).includes(wrong));
    }, { args: ["--requirepass", "right-password"] }),
);

testWithRedis(
  "a Redis store needs no more rights than its documentation says",
  () =>
    withRedisStore(async ({ server, ask }) => {
      const commands =
        "eval get set del pexpire pexpireat hget hset hdel zscan zadd zrem zscore zrangebyscore zrevrange time";
      const rights = commands.split(" ").map((name) => `+${name}`);
      await ask("ACL", "SETUSER", "svc", "on", ">pw", "~entrada:*", ...rights);
      using wire = await openWire(server.url);
      await wire.command(["AUTH", "svc", "pw"]);
      const command = (args: readonly string[]) => wire.command(args);
      const keys = [sealingKey()];
      const store = createRedisTokenStore({ command, keys, lockMs: 100 });
      await store.exclusively("p", async (record) => {
        await record.write("text", { expiresAt: Date.now() + 60_000 });
        await record.write("text");
        const pexpires = async () =>
          String(await ask("INFO", "commandstats")).includes(
            "cmdstat_pexpire:",
          );
        while (!await pexpires());
      });
      assert.deepEqual(await store.list(), ["p"]);
      await store.exclusively("p", (record) => record.remove());
      const other = createRedisTokenStore({ command, keys, prefix: "other" });
      await fails(other.read("p"), {
        reason: "forbidden",
        message: /does not let this user do that \("NOPERM"\)$/,
      });
      await ask("ACL", "SETUSER", "svc", "-hset");
      // 7.0 has no code of its own for what a script may not do.
      const inScript = await puts(store).catch((error: unknown) => error);
      assert.ok(inScript instanceof StoreError);
      assert.match(String(inScript.cause), /can't run this command|NOPERM/);
    }),
);

testWithRedis(
  "a Redis store leaves alone what is of another kind under its key",
  () =>
    withRedisStore(async ({ store, ask }) => {
      await puts(store);
      const [key] = await ask("KEYS", "*:tokens") as [string];
      await ask("DEL", key);
      await ask("RPUSH", key, "a", "b");
      await fails(store.read("p"), {
        reason: "unsafe",
        message: /has something else under that key \("WRONGTYPE"\)$/,
      });
      assert.equal(await ask("LLEN", key), 2);
    }),
);

testWithRedis(
  "a Redis store says that a cluster wants a client for clusters",
  async () => {
    const cluster = await startRedisCluster();
    try {
      await using client = await openNodeRedis(cluster.url);
      const { command } = client;
      const store = createRedisTokenStore({ command, keys: [sealingKey()] });
      // The slot of this record is 14037, on the last of the three nodes.
      const error = await fails(store.read("user 4"), {
        reason: "failed",
        message: /is not the node for that key \("MOVED"\)$/,
      });
      assert.match(error.hint ?? "", /^Use a client for clusters/);
    } finally {
      await cluster.stop();
    }
  },
);
