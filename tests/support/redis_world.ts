import {
  createRedisTokenStore,
  type RedisStoreNotice,
  type RedisTokenStoreOptions,
} from "../../src/adapters/redis/mod.ts";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";
import { openNodeRedis, type TestClient } from "./redis_clients.ts";
import { type RedisProcess, redisProgram, withRedis } from "./redis_server.ts";

/** The key that every process of a test seals with; another number is another key. */
export function sealingKey(number = 7): Uint8Array {
  return new Uint8Array(32).fill(number);
}

/** A store on a server, and what it said. */
export interface RedisWorld {
  readonly server: RedisProcess;
  readonly client: TestClient;
  readonly store: TokenStore;
  readonly notices: readonly RedisStoreNotice[];
  /** Another handle with other options, which tells its notices too. */
  handle(options?: Partial<RedisTokenStoreOptions>): TokenStore;
  /** Sends a command past the store. */
  ask(...args: [string, ...string[]]): Promise<unknown>;
}

/**
 * Does something with a store on a server of its own.
 *
 * @param work What to do.
 * @param args Options of the server.
 */
export async function withRedisStore(
  work: (world: RedisWorld) => Promise<void>,
  args: readonly string[] = [],
): Promise<void> {
  await withRedis(async (server) => {
    await using client = await openNodeRedis(server.url);
    const notices: RedisStoreNotice[] = [];
    const handle = (options: Partial<RedisTokenStoreOptions> = {}) =>
      createRedisTokenStore({
        command: client.command,
        keys: [sealingKey()],
        onNotice: (notice) => notices.push(notice),
        ...options,
      });
    const ask = (...given: [string, ...string[]]) =>
      client.command(given, { key: "" });
    await work({ server, client, store: handle(), notices, handle, ask });
  }, { args });
}

/** Registers a test that needs a server, or a line that says that there is none. */
export function testWithRedis(name: string, fn: () => Promise<void>): void {
  const ignore = redisProgram === undefined;
  const why = ignore ? " (skipped: redis-server is not installed)" : "";
  Deno.test({ name: `${name}${why}`, ignore, fn });
}

/** Writes a text under a partition. */
export async function put(
  store: TokenStore,
  partition: string,
  { text, expiresAt }: { readonly text: string; readonly expiresAt?: number },
): Promise<void> {
  await store.exclusively(
    partition,
    (record) =>
      record.write(text, expiresAt === undefined ? {} : { expiresAt }),
  );
}
