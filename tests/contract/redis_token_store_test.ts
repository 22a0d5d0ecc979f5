import assert from "node:assert/strict";
import { createRedisTokenStore } from "../../src/adapters/redis/mod.ts";
import {
  type OpenClient,
  openIoredis,
  openIoredisCluster,
  openNodeCluster,
  openNodeRedis,
  type TestClient,
} from "../support/redis_clients.ts";
import {
  type RedisClusterProcesses,
  startRedisCluster,
} from "../support/redis_cluster.ts";
import {
  type RedisProcess,
  redisProgram,
  skipped,
  startRedis,
} from "../support/redis_server.ts";
import { type StoreWorld, testTokenStore } from "./token_store_contract.ts";

const ignore = redisProgram === undefined;
const KEY = new Uint8Array(32).fill(7);

let server: RedisProcess | undefined;
let cluster: RedisClusterProcesses | undefined;
/** One for all tests: it says that it has ended before its connections have. */
let ioredis: TestClient | undefined;

Deno.test.beforeAll(async () => {
  if (ignore) return;
  server = await startRedis();
  cluster = await startRedisCluster();
  ioredis = await openIoredisCluster(cluster.url);
});

Deno.test.afterAll(async () => {
  await ioredis?.[Symbol.asyncDispose]();
  await server?.stop();
  await cluster?.stop();
});

function world(
  open: OpenClient,
  url: () => string | undefined,
): () => Promise<StoreWorld> {
  return () => {
    const clients: TestClient[] = [];
    const prefix = `test:${crypto.randomUUID()}`;
    return Promise.resolve({
      async handle() {
        const client = await open(url() ?? "");
        clients.push(client);
        const { command } = client;
        return createRedisTokenStore({ command, keys: [KEY], prefix });
      },
      async close() {
        for (const client of clients) await client[Symbol.asyncDispose]();
      },
    });
  };
}

const one = () => server?.url;
const three = () => cluster?.url;

function sharedClient(): Promise<TestClient> {
  if (ioredis === undefined) throw new Error("There is no client");
  const { command } = ioredis;
  return Promise.resolve({
    command,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

for (
  const [name, open] of [
    ["node-redis", world(openNodeRedis, one)],
    ["ioredis", world(openIoredis, one)],
    ["a cluster with node-redis", world(openNodeCluster, three)],
    ["a cluster with ioredis", world(sharedClient, three)],
  ] as const
) {
  testTokenStore(`A Redis store on ${name}${skipped}`, open, { ignore });
}

Deno.test({
  name:
    `a Redis store spreads its records over the nodes of a cluster, and lists them all${skipped}`,
  ignore,
  async fn() {
    await using client = await openNodeCluster(three() ?? "");
    const { command } = client;
    const prefix = `test:${crypto.randomUUID()}`;
    const store = createRedisTokenStore({ command, keys: [KEY], prefix });
    const names = Array.from({ length: 60 }, (_, index) => `user ${index}`);
    await Promise.all(
      names.map((name) =>
        store.exclusively(name, (record) => record.write(name))
      ),
    );
    assert.deepEqual(await store.list(), [...names].sort());
    const counts: number[] = [];
    for (const node of cluster?.nodes ?? []) {
      await using direct = await openNodeRedis(node.url);
      const found = await direct.command(["KEYS", `${prefix}:*:tokens`], {
        key: "",
      });
      counts.push(Array.isArray(found) ? found.length : 0);
    }
    assert.equal(counts.reduce((sum, count) => sum + count, 0), names.length);
    assert.ok(counts.every((count) => count > 0), counts.join(" "));
  },
});
