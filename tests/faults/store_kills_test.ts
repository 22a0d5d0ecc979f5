import assert from "node:assert/strict";
import { canInject } from "../support/store_faults.ts";
import {
  killAtCalls,
  killAtRandom,
  leftAfterWrite,
} from "../support/store_kills.ts";
import {
  openTestStore,
  put,
  withStoreDirectory,
} from "../support/store_world.ts";

const ignore = !canInject();
const why = ignore ? " (skipped: strace is missing or may not attach)" : "";
const NOTHING_LEFT = ["*.tokens", "*.tokens.lock", "tmp"];

Deno.test("a file store is whole after its writers were killed at random, and the next one needs not wait", async () => {
  await withStoreDirectory(async (directory) => {
    const { unreadable, nextMs } = await killAtRandom(directory, 20);
    assert.equal(unreadable, 0);
    assert.ok(nextMs <= 100, `${nextMs} ms`);
    assert.deepEqual(await leftAfterWrite(directory), NOTHING_LEFT);
  });
});

Deno.test({
  name:
    `a file store is whole when its writer was killed at the calls that make a file${why}`,
  ignore,
  async fn() {
    for (const call of ["fsync", "/^rename", "flock"]) {
      await withStoreDirectory(async (directory) => {
        const options = { call, times: 1 };
        const { kills, unreadable } = await killAtCalls(directory, options);
        assert.deepEqual({ kills, unreadable }, { kills: 1, unreadable: 0 });
        assert.deepEqual(await leftAfterWrite(directory), NOTHING_LEFT);
      });
    }
  },
});

Deno.test("a file store sweeps what killed writers left: of its own record all, of others what is old", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory);
    await put(store, "p", { text: "tokens" });
    const names: string[] = [];
    for await (const { name } of Deno.readDir(directory)) names.push(name);
    const own = names.find((name) => name.endsWith(".tokens"));
    const scrap = (file: string) =>
      `${directory}/tmp/${file}.${crypto.randomUUID()}.tmp`;
    const other = `${"0".repeat(32)}.tokens`;
    const [mine, old, young] = [scrap(own!), scrap(other), scrap(other)];
    for (const path of [mine, old, young]) await Deno.writeTextFile(path, "x");
    const hourAgo = Date.now() / 1000 - 3600;
    await Deno.utime(old, hourAgo, hourAgo);
    await put(store, "p", { text: "tokens" });
    const left: string[] = [];
    for await (const { name } of Deno.readDir(`${directory}/tmp`)) {
      left.push(`${directory}/tmp/${name}`);
    }
    assert.deepEqual(left, [young]);
  });
});

Deno.test("a file store removes a record with all that could bring it back", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory);
    await put(store, "p", { text: "tokens" });
    const [file] = [...Deno.readDirSync(directory)].map(({ name }) => name)
      .filter((name) => name.endsWith(".tokens"));
    for (
      const name of [
        `tmp/${file}.${crypto.randomUUID()}.tmp`,
        `${file}.corrupt-20250101T000000000Z`,
      ]
    ) await Deno.writeTextFile(`${directory}/${name}`, "canary");
    await store.exclusively("p", (record) => record.remove());
    const left = [...Deno.readDirSync(directory)].map(({ name }) => name);
    assert.deepEqual(left.sort(), [`${file}.lock`, "tmp"]);
    assert.deepEqual([...Deno.readDirSync(`${directory}/tmp`)], []);
  });
});
