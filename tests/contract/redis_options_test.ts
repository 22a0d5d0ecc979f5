import assert from "node:assert/strict";
import {
  createRedisTokenStore,
  type RedisTokenStoreOptions,
  StoreError,
} from "../../src/adapters/redis/mod.ts";
import { partitionId, recordKeys } from "../../src/adapters/redis/key_names.ts";
import { createSealer } from "../../src/adapters/redis/sealing.ts";

const KEY = new Uint8Array(32);

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function storeThat(
  command: (args: readonly string[]) => unknown,
  options: Partial<RedisTokenStoreOptions> = {},
) {
  return createRedisTokenStore({
    command: async (args) => await command(args),
    keys: [KEY],
    ...options,
  });
}

/** A server that takes locks and answers everything else in one way. */
function answering(reply: unknown) {
  return storeThat(([name, text = ""]) =>
    name === "EVAL" && text.includes("holder") ? 1 : reply
  );
}

function throwing(message: string, more: Record<string, unknown> = {}) {
  return storeThat(() => {
    throw Object.assign(new Error(message), more);
  });
}

async function errorOf(call: Promise<unknown>): Promise<StoreError> {
  const error = await call.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof StoreError, String(error));
  return error;
}

test("createRedisTokenStore() refuses options that are out of their range", () => {
  const wrong: readonly Partial<RedisTokenStoreOptions>[] = [
    { keys: [] },
    { keys: [new Uint8Array(31)] },
    { keys: [KEY, new Uint8Array(33)] },
    ...["", "{a}", "a b", "a\n", "ü", "x".repeat(65)]
      .map((prefix) => ({ prefix })),
    ...[0, 99, 100.5, NaN, Infinity, -1, 2 ** 31].map((lockMs) => ({ lockMs })),
    ...[-1, 0.5, NaN, 2 ** 31].map((waitMs) => ({ waitMs })),
    ...[0, NaN, 2 ** 31].map((commandMs) => ({ commandMs })),
    ...[0, Infinity, Number.MAX_SAFE_INTEGER].map((maxAgeMs) => ({ maxAgeMs })),
  ];
  for (const options of wrong) {
    const [name = ""] = Object.keys(options);
    assert.throws(
      () => storeThat(() => null, options),
      (error: unknown) =>
        error instanceof RangeError &&
        error.message.startsWith(`Cannot use the option "${name}": `),
      JSON.stringify(options),
    );
  }
  for (const prefix of ["a", "my-app:prod_1.0"]) {
    storeThat(() => null, { prefix });
  }
});

test("a Redis store refuses the name of a partition that has half a character", async () => {
  const store = storeThat(() => null);
  for (const name of ["a\ud800", "\udc00"]) {
    await assert.rejects(store.read(name), TypeError);
    const write = store.exclusively(name, (record) => record.write("text"));
    await assert.rejects(write, TypeError);
  }
});

test("a Redis store reads nothing that was sealed for another partition", async () => {
  const sealer = createSealer([KEY]);
  const { tokens } = recordKeys("entrada", await partitionId("p"));
  const sealed = async (partition: string) => {
    const reply = await sealer.seal({ partition, text: "text" }, tokens);
    const notices: unknown[] = [];
    const onNotice = (notice: unknown) => notices.push(notice);
    const text = await storeThat(() => reply, { onNotice }).read("p");
    return [text, notices];
  };
  assert.deepEqual(await sealed("p"), ["text", []]);
  const notice = { kind: "damaged", partition: "p" };
  assert.deepEqual(await sealed("q"), [undefined, [notice]]);
});

test("a Redis store refuses replies of the wrong shape", async () => {
  const wrong = [undefined, 7, true, [], {}, new Uint8Array(3), new Map()];
  for (const reply of wrong) {
    const error = await errorOf(answering(reply).read("p"));
    assert.equal(error.reason, "failed");
    assert.equal(
      error.message,
      "Cannot read the record: the reply has the wrong shape",
    );
    assert.match(error.hint ?? "", /"command"/);
  }
  const lists = [null, "0", [], ["0"], ["0", "a"], [0, []], ["0", [1]]];
  for (const reply of lists) {
    const error = await errorOf(answering(reply).list());
    assert.equal(
      error.message,
      "Cannot list the records: the reply has the wrong shape",
    );
  }
  for (const reply of [null, "OK", "1", 2, true, [1]]) {
    const store = answering(reply);
    const write = store.exclusively("p", (record) => record.write("text"));
    assert.equal((await errorOf(write)).reason, "failed");
  }
});

test("a Redis store tells the failures of a server apart by their code", async () => {
  const answers = {
    "OOM command not allowed when used memory > 'maxmemory'.": "full",
    "ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -OOM command not allowed":
      "full",
    "READONLY You can't write against a read only replica.": "read_only",
    "NOAUTH Authentication required.": "forbidden",
    "WRONGPASS invalid username-password pair": "forbidden",
    "NOPERM this user has no permissions": "forbidden",
    "WRONGTYPE Operation against a key": "unsafe",
    "MOVED 3999 127.0.0.1:6381": "failed",
    "CLUSTERDOWN The cluster is down": "failed",
    "LOADING Redis is loading the dataset in memory": "failed",
    "ERR unknown command": "failed",
    "NEWCODE": "failed",
    "__proto__ is no code": "failed",
    "Connection is closed.": "failed",
    "": "failed",
  } as const;
  for (const [message, reason] of Object.entries(answers)) {
    const error = await errorOf(throwing(message).read("p"));
    assert.equal(error.code, "storage_failed");
    assert.equal(error.reason, reason, message);
    assert.match(error.message, /^Cannot read the record: .*[^.]$/);
    assert.match(error.hint ?? "", /^[A-Z].*[^.]$/);
  }
});

test("a Redis store passes on the words of a failure, and nothing that hangs on it", async () => {
  const error = await errorOf(
    throwing("connect failed\nsecond line", {
      name: "ReplyError",
      code: "ECONNREFUSED",
      command: { name: "auth", args: ["password-canary"] },
      stack: "stack-canary",
    }).read("p"),
  );
  assert.equal(
    error.message,
    'Cannot read the record: the Redis server cannot be reached: the client says "ECONNREFUSED"',
  );
  const shown = Deno.inspect(error, { depth: 9 });
  assert.match(shown, /connect failed/);
  assert.ok(!/canary|second line/.test(shown));
  for (const thrown of ["text", undefined, null, 7, {}]) {
    const store = storeThat(() => Promise.reject(thrown));
    assert.equal((await errorOf(store.read("p"))).reason, "failed");
  }
});

test("a Redis store says which lock it could not give back, and keeps the result", async () => {
  const notices: unknown[] = [];
  const store = storeThat(([, text = ""]) => {
    if (text.includes("return redis.call('DEL'")) throw new Error("gone");
    return 1;
  }, { onNotice: (notice) => notices.push(notice) });
  assert.equal(await store.exclusively("p", () => Promise.resolve(7)), 7);
  assert.deepEqual(notices, [{ kind: "lock_left", partition: "p" }]);
});
