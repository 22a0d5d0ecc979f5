import { KEY_BYTES } from "../protection/protection.ts";

/** One command as the server takes it: its name, then its arguments. */
export type RedisCommand = readonly [string, ...string[]];

/** What a client for a cluster has to know of a command. */
export interface RedisRoute {
  /** The key that decides which node gets the command. */
  readonly key: string;
}

/** Something that whoever runs the service should know. */
export interface RedisStoreNotice {
  /**
   * `damaged`: what is kept was changed, cut or moved; `other_key`: none of
   * the keys sealed it. Both are read as nothing, each time, until the next
   * write takes their place. `lock_left`: the lock could not be given back,
   * and ends by itself.
   */
  readonly kind: "damaged" | "other_key" | "lock_left";
  /** The name of the partition. */
  readonly partition: string;
}

/** How tokens are kept in Redis or Valkey. */
export interface RedisTokenStoreOptions {
  /**
   * Sends one command to the primary, never to a replica, and resolves with
   * the reply as it is: a text, a whole number, `null` or a list of those.
   * Rejects when the server refuses or cannot be reached.
   *
   * @example The client of node-redis
   * ```ts ignore
   * command: (args) => client.sendCommand(args),
   * ```
   *
   * @example The client of ioredis, for one server or a cluster
   * ```ts ignore
   * command: ([name, ...rest]) => client.call(name, ...rest),
   * ```
   *
   * @example The cluster of node-redis
   * ```ts ignore
   * command: (args, { key }) => cluster.sendCommand(key, false, [...args]),
   * ```
   */
  readonly command: (
    args: RedisCommand,
    route: RedisRoute,
  ) => Promise<unknown>;
  /**
   * Keys of 32 random bytes, the same on every machine. The first seals, and
   * each of them opens. To change the key, first add the new one at the end on
   * every machine, then put it first on every machine, and take the old one
   * away once every record has been written again or has run out.
   */
  readonly keys: readonly Uint8Array[];
  /** What the names of all keys begin with; `entrada` when left out. */
  readonly prefix?: string;
  /**
   * How long a lock outlives the process that holds it, in milliseconds;
   * 30 seconds when left out. It is renewed while the work goes on.
   */
  readonly lockMs?: number;
  /** How long to wait for others to let go of a record, in milliseconds; 60 seconds when left out. */
  readonly waitMs?: number;
  /** How long the server may take for one command, in milliseconds; 5 seconds when left out. */
  readonly commandMs?: number;
  /** How long a record is kept at most after it was written, in milliseconds; 90 days when left out. */
  readonly maxAgeMs?: number;
  /** Hears what whoever runs the service should know. */
  readonly onNotice?: (notice: RedisStoreNotice) => void;
}

/** Options with nothing left out but who hears the notices. */
export type RedisSettings =
  & Required<Omit<RedisTokenStoreOptions, "onNotice">>
  & Pick<RedisTokenStoreOptions, "onNotice">;

const DEFAULTS = {
  prefix: "entrada",
  lockMs: 30_000,
  waitMs: 60_000,
  commandMs: 5_000,
  maxAgeMs: 90 * 24 * 60 * 60_000,
} as const;

/** A lock is renewed three times in its life, each over the network. */
const SHORTEST_LOCK_MS = 100;

/** The server adds it to the time, and refuses what no date can be. */
const LONGEST_AGE_MS = 1000 * 365 * 24 * 60 * 60_000;

/** A brace would move the hash tag, and with it a record away from its lock. */
const PREFIX = /^[\w.:-]{1,64}$/;

/** A timer of a longer time ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function requireTime(name: string, { ms, least, most }: {
  readonly ms: number;
  readonly least: number;
  readonly most: number;
}): void {
  if (Number.isSafeInteger(ms) && ms >= least && ms <= most) return;
  throw new RangeError(
    `Cannot use the option "${name}": it is not a whole number of milliseconds from ${least} to ${most}`,
  );
}

/**
 * Fills in what was left out.
 *
 * @param options What the caller wants.
 * @returns The whole.
 * @throws {RangeError} If a value is out of its range.
 */
export function readOptions(options: RedisTokenStoreOptions): RedisSettings {
  const settings = { ...DEFAULTS, ...options };
  if (!PREFIX.test(settings.prefix)) {
    throw new RangeError(
      'Cannot use the option "prefix": it has other characters than letters, digits, "_", ".", ":" and "-", or is not 1 to 64 long',
    );
  }
  if (
    settings.keys.length === 0 ||
    settings.keys.some((key) => key.length !== KEY_BYTES)
  ) {
    throw new RangeError(
      `Cannot use the option "keys": it is not a list of one key or more of ${KEY_BYTES} bytes each`,
    );
  }
  const { lockMs, waitMs, commandMs, maxAgeMs } = settings;
  const most = LONGEST_TIMER_MS;
  requireTime("lockMs", { ms: lockMs, least: SHORTEST_LOCK_MS, most });
  requireTime("waitMs", { ms: waitMs, least: 0, most });
  requireTime("commandMs", { ms: commandMs, least: 1, most });
  requireTime("maxAgeMs", { ms: maxAgeMs, least: 1, most: LONGEST_AGE_MS });
  return settings;
}
