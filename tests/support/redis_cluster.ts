import { openNodeRedis, type TestClient } from "./redis_clients.ts";
import { type RedisProcess, startRedis } from "./redis_server.ts";

const SLOTS = 16384;

async function ask(client: TestClient, ...args: [string, ...string[]]) {
  return String(await client.command(args, { key: "" }));
}

/** Nodes learn of each other's slots by gossip; that has no event to wait for. */
async function untilKnown(client: TestClient, count: number): Promise<void> {
  for (;;) {
    const info = await ask(client, "CLUSTER", "INFO");
    if (
      info.includes("cluster_state:ok") &&
      info.includes(`cluster_slots_ok:${SLOTS}`) &&
      info.includes(`cluster_known_nodes:${count}`)
    ) return;
  }
}

async function join(nodes: readonly RedisProcess[]): Promise<void> {
  const size = Math.ceil(SLOTS / nodes.length);
  const clients: TestClient[] = [];
  try {
    for (const [index, node] of nodes.entries()) {
      const client = await openNodeRedis(node.url);
      clients.push(client);
      const [from, to] = [index * size, Math.min((index + 1) * size, SLOTS)];
      const slots = Array.from(
        { length: to - from },
        (_, at) => `${from + at}`,
      );
      await ask(client, "CLUSTER", "SET-CONFIG-EPOCH", `${index + 1}`);
      await ask(client, "CLUSTER", "ADDSLOTS", ...slots);
      const { port } = nodes[0] ?? node;
      if (index > 0) {
        await ask(client, "CLUSTER", "MEET", "127.0.0.1", `${port}`);
      }
    }
    for (const client of clients) await untilKnown(client, nodes.length);
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
  }
}

/** A cluster of three primaries. */
export interface RedisClusterProcesses {
  /** The address of one node. */
  readonly url: string;
  /** Its nodes. */
  readonly nodes: readonly RedisProcess[];
  /** Ends all of them. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster of three primaries, and waits until it is whole.
 *
 * @returns The cluster.
 */
export async function startRedisCluster(): Promise<RedisClusterProcesses> {
  const args = ["--cluster-enabled", "yes"];
  const nodes: RedisProcess[] = [];
  const stop = async () => {
    for (const node of nodes) await node.stop();
  };
  try {
    for (let count = 0; count < 3; count++) {
      nodes.push(await startRedis({ args }));
    }
    await join(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: nodes[0]?.url ?? "", nodes, stop };
}
