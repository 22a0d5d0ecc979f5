import type { RedisCommand, RedisSettings } from "./options.ts";
import {
  serverError,
  silentServerError,
  wrongReplyError,
} from "./server_errors.ts";

/** What belongs to a command besides its arguments. */
export interface AskOptions {
  /** What it is for, to be named in errors, such as `read the record`. */
  readonly action: string;
  /** The key that decides the node. */
  readonly key: string;
  /** Ends the wait for the reply. */
  readonly signal?: AbortSignal | undefined;
  /** How long the server may take; the store's own limit when left out. */
  readonly deadlineMs?: number | undefined;
  /** Hears that the command has succeeded after its wait was over. */
  readonly onLate?: (() => void) | undefined;
}

/** One script and what it is given. */
export interface Script {
  /** Its text. */
  readonly text: string;
  /** The keys that it touches, all in one slot. */
  readonly keys: readonly [string, ...string[]];
  /** Its arguments. */
  readonly values: readonly string[];
}

/** Some of the members of a sorted set. */
export interface IndexPage {
  /** Where the next page begins; `0` after the last. */
  readonly next: string;
  /** The members. */
  readonly members: readonly string[];
}

/** The server, as the store speaks with it. */
export interface RedisServer {
  /** Sends a command whose reply is a text or nothing. */
  text(args: RedisCommand, options: AskOptions): Promise<string | undefined>;
  /** Reads one page of the members of a sorted set. */
  page(cursor: string, options: AskOptions): Promise<IndexPage>;
  /** Runs a script that says whether it did its work; its first key decides the node. */
  run(script: Script, options: Omit<AskOptions, "key">): Promise<boolean>;
}

const PAGE_SIZE = "500";

/** Starts the client's function so that what it throws at once is a rejection. */
async function replyTo(
  args: RedisCommand,
  { command, key }: Pick<RedisSettings, "command"> & { readonly key: string },
): Promise<unknown> {
  return await command(args, { key });
}

/** Clients queue commands for as long as they are not connected: for ever. */
function awaited(
  reply: Promise<unknown>,
  options: AskOptions & { readonly deadlineMs: number },
): Promise<unknown> {
  const { action, signal, deadlineMs, onLate } = options;
  return new Promise((resolve, reject) => {
    let isOver = false;
    const finish = () => {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const abort = () => {
      finish();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      finish();
      reject(silentServerError(action, deadlineMs));
    }, deadlineMs);
    signal?.addEventListener("abort", abort, { once: true });
    reply.then((value) => {
      if (isOver) return onLate?.();
      finish();
      resolve(value);
    }, (error) => {
      if (isOver) return;
      finish();
      reject(serverError(action, error));
    });
  });
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === "string")
    ? value
    : undefined;
}

function pageOf(reply: unknown, action: string): IndexPage {
  const [next, entries]: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const pairs = textsOf(entries);
  if (typeof next !== "string" || pairs === undefined) {
    throw wrongReplyError(action);
  }
  return { next, members: pairs.filter((_, index) => index % 2 === 0) };
}

/**
 * Speaks with a server through the caller's client.
 *
 * @param settings The client's function, and how long a command may take.
 * @returns The server; its methods throw a `StoreError` or the reason of the signal.
 */
export function createServer(
  { command, commandMs }: Pick<RedisSettings, "command" | "commandMs">,
): RedisServer {
  async function ask(
    args: RedisCommand,
    options: AskOptions,
  ): Promise<unknown> {
    options.signal?.throwIfAborted();
    const deadlineMs = options.deadlineMs ?? commandMs;
    const reply = replyTo(args, { command, key: options.key });
    return await awaited(reply, { ...options, deadlineMs });
  }
  return {
    async text(args, options) {
      const reply = await ask(args, options);
      if (reply === null) return undefined;
      if (typeof reply === "string") return reply;
      throw wrongReplyError(options.action);
    },
    async page(cursor, options) {
      const args = ["ZSCAN", options.key, cursor, "COUNT", PAGE_SIZE] as const;
      return pageOf(await ask(args, options), options.action);
    },
    async run({ text, keys, values }, options) {
      const count = String(keys.length);
      const reply = await ask(["EVAL", text, count, ...keys, ...values], {
        ...options,
        key: keys[0],
      });
      if (reply !== 0 && reply !== 1) throw wrongReplyError(options.action);
      return reply === 1;
    },
  };
}
