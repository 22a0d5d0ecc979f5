/**
 * Keeps tokens in Redis or Valkey (6.2 or newer), for services that run on
 * many machines. No client is part of it: the caller brings one, as a function
 * that sends a command. This folder may import the engine's errors and ports,
 * the clock, and what seals the files of the file store.
 *
 * - **What the server sees:** texts sealed with AES-256-GCM, under keys such as
 *   `entrada:{1f0c…}:tokens`, where the digits are of the SHA-256 of the
 *   partition's name. Who may read the server can check a guess of such a
 *   name, and nothing else. Who may write to it can take a record away or
 *   bring an older one back, and cannot make or change one.
 * - **One writer:** a lock for each record, renewed while the work goes on,
 *   which ends by itself when its process does. The server writes for the
 *   holder of the lock alone, so a process that was held up and has lost it
 *   changes nothing; its write fails as `busy`.
 * - **Names:** `list()` reads an index and then every record that is in it. It
 *   names what was there and could be opened when it looked, and misses no
 *   record that was there all the time.
 * - **Limits:** every write also enters the index, which is on one node of a
 *   cluster and has to be reachable. A server that runs out of memory and evicts keys
 *   (`maxmemory-policy` other than `noeviction`), or a replica that takes over
 *   before it has heard of the last writes, may lose records and index
 *   entries; then somebody has to sign in again, or a name is missing from the
 *   list until its record is written again.
 * - **Rights:** the commands EVAL, GET, SET, DEL, PEXPIRE, PEXPIREAT, HGET, HSET,
 *   HDEL, ZSCAN, ZADD, ZREM, ZSCORE, ZRANGEBYSCORE, ZREVRANGE and TIME, on the
 *   keys `entrada:*`.
 *
 * @example One server, with node-redis
 * ```ts
 * import { createClient } from "npm:redis@6.3.1";
 * import { createRedisTokenStore, type TokenStore } from "./mod.ts";
 *
 * export async function openStore(key: Uint8Array): Promise<TokenStore> {
 *   const client = createClient({ url: "rediss://redis.contoso.com:6380" });
 *   client.on("error", () => {}); // each call to the store says what failed
 *   await client.connect();
 *   return createRedisTokenStore({
 *     command: (args) => client.sendCommand(args),
 *     keys: [key],
 *   });
 * }
 * ```
 *
 * @example One server, with ioredis
 * ```ts
 * import { Redis } from "npm:ioredis@6.0.0";
 * import { createRedisTokenStore, type TokenStore } from "./mod.ts";
 *
 * export function openStore(key: Uint8Array): TokenStore {
 *   const client = new Redis("rediss://redis.contoso.com:6380");
 *   client.on("error", () => {}); // each call to the store says what failed
 *   return createRedisTokenStore({
 *     command: ([name, ...rest]) => client.call(name, ...rest),
 *     keys: [key],
 *   });
 * }
 * ```
 *
 * @example A cluster, with node-redis
 * ```ts
 * import { createCluster } from "npm:redis@6.3.1";
 * import { createRedisTokenStore, type TokenStore } from "./mod.ts";
 *
 * export async function openStore(key: Uint8Array): Promise<TokenStore> {
 *   const cluster = createCluster({
 *     rootNodes: [{ url: "rediss://redis.contoso.com:6380" }],
 *   });
 *   cluster.on("error", () => {}); // each call to the store says what failed
 *   await cluster.connect();
 *   return createRedisTokenStore({
 *     command: (args, { key }) => cluster.sendCommand(key, false, [...args]),
 *     keys: [key],
 *   });
 * }
 * ```
 *
 * @module
 */
export { createRedisTokenStore } from "./redis_token_store.ts";
export type {
  RedisCommand,
  RedisRoute,
  RedisStoreNotice,
  RedisTokenStoreOptions,
} from "./options.ts";
export {
  AuthError,
  type AuthErrorCode,
  type AuthErrorOptions,
  StoreError,
  type StoreErrorReason,
} from "../../engine/errors.ts";
export type {
  LockedRecord,
  TokenStore,
  WriteRecordOptions,
} from "../../engine/ports/mod.ts";
