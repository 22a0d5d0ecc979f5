import assert from "node:assert/strict";
import { put, testWithRedis, withRedisStore } from "../support/redis_world.ts";
import { print } from "../../scripts/print.ts";
import { ROOT } from "../support/product.ts";

const WORKER = "tests/support/redis_worker.ts";

function worker(...args: string[]) {
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--lock=tests/deno.lock", "--allow-all"],
      ...[WORKER, ...args],
    ],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
  });
}

/** A process that holds a lock. */
interface Holder {
  readonly holder: Deno.ChildProcess;
  /** What it says next. */
  line(): Promise<string>;
  /** Lets it write. */
  write(): Promise<void>;
}

const NEW_LINE = new Uint8Array([10]);

function end(holder: Deno.ChildProcess): void {
  try {
    holder.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

async function withHolder(
  args: readonly [url: string, partition: string, lockMs: string],
  work: (held: Holder) => Promise<void>,
): Promise<void> {
  const holder = worker("hold", ...args).spawn();
  const lines = holder.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const input = holder.stdin.getWriter();
  try {
    const line = async () => (await lines.read()).value ?? "";
    assert.equal(await line(), "held\n");
    await work({ holder, line, write: () => input.write(NEW_LINE) });
  } finally {
    end(holder);
    await holder.status;
    await lines.cancel();
    await input.close().catch(() => {});
  }
}

testWithRedis(
  "50 processes count up one record on a Redis store and lose nothing",
  () =>
    withRedisStore(async ({ server, store }) => {
      const [processes, times] = [50, 4];
      const ended = await Promise.all(
        Array.from({ length: processes }, async () => {
          const child = worker("count", server.url, "p", `${times}`).spawn();
          await child.stdin.close();
          return await child.output();
        }),
      );
      assert.ok(ended.every(({ success }) => success));
      const waits = ended.map(({ stdout }) =>
        Number(new TextDecoder().decode(stdout))
      );
      assert.equal(await store.read("p"), `${processes * times}`);
      print(
        `Redis: ${processes} processes x ${times} updates: ${await store.read(
          "p",
        )} of ${processes * times} kept, longest wait ${Math.max(...waits)} ms`,
      );
    }),
);

testWithRedis(
  "a Redis store lets the next one in when the holder of a lock is killed",
  () =>
    withRedisStore(async ({ server, store }) => {
      await withHolder([server.url, "p", "400"], async ({ holder }) => {
        holder.kill("SIGKILL");
        await holder.status;
        const start = performance.now();
        await put(store, "p", { text: "of the next one" });
        const waited = performance.now() - start;
        assert.ok(waited < 400 + 1000, `${waited}`);
        assert.equal(await store.read("p"), "of the next one");
      });
    }),
);

testWithRedis(
  "a Redis store renews the lock of a holder that takes long",
  () =>
    withRedisStore(async ({ server, handle, ask }) => {
      await withHolder(
        [server.url, "p", "300"],
        async ({ holder, line, write }) => {
          await assert.rejects(
            put(handle({ waitMs: 900 }), "p", { text: "x" }),
            {
              name: "StoreError",
              code: "storage_failed",
              reason: "busy",
              message:
                "Cannot lock the record: another process did not let go of it within 900 ms",
            },
          );
          await write();
          assert.equal(await line(), "written\n");
          await holder.status;
          const [lock] = [await ask("KEYS", "*:lock")];
          assert.deepEqual(lock, []);
        },
      );
    }),
);

testWithRedis(
  "a Redis store refuses the write of a holder that was held up until its lock ended",
  () =>
    withRedisStore(async ({ server, store }) => {
      await withHolder(
        [server.url, "p", "300"],
        async ({ holder, line, write }) => {
          holder.kill("SIGSTOP");
          await put(store, "p", { text: "of the next one" });
          await write();
          holder.kill("SIGCONT");
          assert.equal(await line(), "busy\n");
          assert.equal(await store.read("p"), "of the next one");
        },
      );
    }),
);

testWithRedis(
  "a Redis store refuses a late removal too, and a write after the end of the work",
  () =>
    withRedisStore(async ({ store, ask }) => {
      await put(store, "p", { text: "kept" });
      const lost = {
        name: "StoreError",
        reason: "busy",
      };
      const record = await store.exclusively("p", async (record) => {
        const [lock] = await ask("KEYS", "*:lock") as [string];
        await ask("SET", lock, "somebody else");
        await assert.rejects(record.remove(), {
          ...lost,
          message: "Cannot remove the record: its lock was lost",
        });
        await assert.rejects(record.write("late"), {
          ...lost,
          message: "Cannot write the record: its lock was lost",
        });
        assert.equal(await record.read(), "kept");
        await ask("DEL", lock);
        return record;
      });
      await assert.rejects(record.write("after"), lost);
      assert.equal(await store.read("p"), "kept");
      assert.deepEqual(await store.list(), ["p"]);
    }),
);

testWithRedis(
  "a Redis store takes its lock also when the client sends a command twice",
  () =>
    withRedisStore(async ({ client, handle, ask }) => {
      const twice = handle({
        waitMs: 0,
        command: async (args, route) => {
          await client.command(args, route);
          return await client.command(args, route);
        },
      });
      await put(twice, "p", { text: "text" });
      assert.equal(await twice.read("p"), "text");
      await ask("FLUSHALL");
      assert.equal(await twice.read("p"), undefined);
    }),
);

testWithRedis(
  "a Redis store does not give back a lock that others have taken meanwhile",
  () =>
    withRedisStore(async ({ store, ask }) => {
      const name = await store.exclusively("p", async () => {
        const [lock = ""] = await ask("KEYS", "*:lock") as string[];
        await ask("SET", lock, "somebody else");
        return lock;
      });
      assert.equal(await ask("GET", name), "somebody else");
    }),
);

testWithRedis(
  "a Redis store gives back a lock that comes after its caller has left",
  () =>
    withRedisStore(async ({ server, client, handle, notices }) => {
      const [stop, sent] = [
        new AbortController(),
        Promise.withResolvers<void>(),
      ];
      const slow = handle({
        command: (args, route) => {
          const reply = client.command(args, route);
          sent.resolve();
          return reply;
        },
      });
      server.signal("SIGSTOP");
      const waiting = slow.exclusively(
        "p",
        () => Promise.resolve(),
        stop.signal,
      );
      const left = assert.rejects(waiting, { message: "enough" });
      await sent.promise;
      stop.abort(new Error("enough"));
      await left;
      server.signal("SIGCONT");
      await put(handle({ waitMs: 3000 }), "p", { text: "soon" });
      assert.deepEqual(notices, []);
    }),
);
