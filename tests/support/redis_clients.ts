/** The clients that people use, as functions that send a command. */
import { createClient, createCluster } from "npm:redis@6.3.1";
import { Cluster, Redis } from "npm:ioredis@6.0.0";
import type { RedisCommand, RedisRoute } from "../../src/adapters/redis/mod.ts";

/** A client that is connected. */
export interface TestClient extends AsyncDisposable {
  /** Sends a command. */
  readonly command: (
    args: RedisCommand,
    route: RedisRoute,
  ) => Promise<unknown>;
}

/** Opens a client. */
export type OpenClient = (url: string) => Promise<TestClient>;

/** node-redis, one server. */
export async function openNodeRedis(url: string): Promise<TestClient> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  return {
    command: (args) => client.sendCommand(args),
    [Symbol.asyncDispose]: () => Promise.resolve(client.destroy()),
  };
}

/** node-redis, a cluster. */
export async function openNodeCluster(url: string): Promise<TestClient> {
  const cluster = createCluster({ rootNodes: [{ url }] });
  cluster.on("error", () => {});
  await cluster.connect();
  return {
    command: (args, { key }) => cluster.sendCommand(key, false, [...args]),
    [Symbol.asyncDispose]: () => Promise.resolve(cluster.destroy()),
  };
}

async function ended(client: Redis | Cluster): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  client.once("end", () => resolve());
  client.disconnect();
  await promise;
}

/** ioredis, one server. */
export async function openIoredis(url: string): Promise<TestClient> {
  const client = new Redis(url, { lazyConnect: true });
  client.on("error", () => {});
  await client.connect();
  return {
    command: ([name, ...rest]) => client.call(name, ...rest),
    [Symbol.asyncDispose]: () => ended(client),
  };
}

/** ioredis, a cluster. */
export async function openIoredisCluster(url: string): Promise<TestClient> {
  const cluster = new Cluster([url], { lazyConnect: true });
  cluster.on("error", () => {});
  await cluster.connect();
  return {
    command: ([name, ...rest]) => cluster.call(name, ...rest),
    [Symbol.asyncDispose]: () => ended(cluster),
  };
}
