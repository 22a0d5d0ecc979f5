import assert from "node:assert/strict";
import { withLock } from "../../src/adapters/lock.ts";

async function inTemporaryDirectory(work: (path: string) => Promise<void>) {
  const path = await Deno.makeTempDir();
  try {
    await work(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

Deno.test("withLock() lets one after the other work, also in one process", async () => {
  await inTemporaryDirectory(async (path) => {
    const file = `${path}/new/data`;
    let inside = 0;
    const once = async (index: number) => {
      assert.equal(++inside, 1);
      const text = await Deno.readTextFile(file).catch(() => "");
      await Deno.writeTextFile(file, `${text}${index};`);
      inside--;
      return index;
    };
    const indexes = Array.from({ length: 20 }, (_, index) => index);
    assert.deepEqual(
      await Promise.all(
        indexes.map((index) => withLock(file, () => once(index))),
      ),
      indexes,
    );
    const seen = (await Deno.readTextFile(file)).split(";").slice(0, -1);
    assert.deepEqual(seen.map(Number).sort((a, b) => a - b), indexes);
  });
});

Deno.test("withLock() lets go when the work fails, and keeps its lock file", async () => {
  await inTemporaryDirectory(async (path) => {
    const failure = new Error("full");
    await assert.rejects(
      withLock(`${path}/t`, () => Promise.reject(failure)),
      failure,
    );
    assert.equal(await withLock(`${path}/t`, () => Promise.resolve(7)), 7);
    assert.ok((await Deno.lstat(`${path}/t.lock`)).isFile);
  });
});

Deno.test("withLock() gives up at its deadline or when its signal ends, and has not worked", async () => {
  await inTemporaryDirectory(async (path) => {
    let worked = false;
    const work = () => {
      worked = true;
      return Promise.resolve();
    };
    await withLock(`${path}/t`, async () => {
      await assert.rejects(withLock(`${path}/t`, work, { deadlineMs: 30 }), {
        name: "LockError",
        reason: "busy",
      });
      const reason = new Error("enough");
      const signal = AbortSignal.abort(reason);
      await assert.rejects(withLock(`${path}/t`, work, { signal }), reason);
    });
    assert.equal(worked, false);
  });
});

Deno.test("withLock() refuses what is no file in the place of its lock", async () => {
  await inTemporaryDirectory(async (path) => {
    await Deno.mkdir(`${path}/t.lock`);
    await assert.rejects(withLock(`${path}/t`, () => Promise.resolve()), {
      name: "UnsafeFileError",
    });
  });
});

Deno.test({
  name:
    "withLock() holds the file that is in place, also when it was taken away meanwhile",
  ignore: Deno.build.os === "windows",
  async fn() {
    await inTemporaryDirectory(async (path) => {
      const file = `${path}/t`;
      const taken = Promise.withResolvers<void>();
      let isHeld = false;
      const entered = Promise.withResolvers<void>();
      const first = withLock(file, () => {
        entered.resolve();
        return taken.promise;
      });
      await entered.promise;
      const waiting = withLock(file, () => {
        assert.equal(isHeld, false);
        return Promise.resolve();
      });
      await assert.rejects(
        withLock(file, () => taken.promise, { deadlineMs: 30 }),
      );
      await Deno.remove(`${file}.lock`);
      await withLock(file, async () => {
        isHeld = true;
        taken.resolve();
        await first;
        // Whoever waits asks several times within this deadline.
        await assert.rejects(
          withLock(file, () => Promise.resolve(), { deadlineMs: 300 }),
          { reason: "busy" },
        );
        isHeld = false;
      });
      await waiting;
    });
  },
});
