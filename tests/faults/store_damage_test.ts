import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import type { TokenStore } from "../../src/engine/ports/token_store.ts";
import {
  filesBelow,
  onlyFile,
  openPlainStore,
  openTestStore,
  put,
  testKey,
  type TestStore,
  withStoreDirectory,
} from "../support/store_world.ts";

/** Every way to flip one bit of each byte, and to cut the end off. */
function* damagedForms(whole: Uint8Array): Generator<Uint8Array> {
  for (let index = 0; index < whole.length; index++) {
    const flipped = whole.slice();
    flipped[index] = (flipped[index] ?? 0) ^ (1 << (index % 8));
    yield flipped;
    yield whole.slice(0, index);
  }
}

interface Damage {
  readonly forms: number;
  readonly detected: number;
}

async function damageAll(
  directory: string,
  open: () => TestStore,
): Promise<Damage> {
  await put(open().store, "p", { text: "old tokens" });
  const path = await onlyFile(directory);
  const whole = await Deno.readFile(path);
  let [forms, detected] = [0, 0];
  for (const form of damagedForms(whole)) {
    await Deno.writeFile(path, form);
    const { store, notices } = open();
    forms++;
    if (await store.read("p") === undefined && notices.length === 1) detected++;
  }
  return { forms, detected };
}

async function isUsable(store: TokenStore): Promise<void> {
  await put(store, "p", { text: "new tokens" });
  assert.equal(await store.read("p"), "new tokens");
}

Deno.test("R6: a sealed file store finds out every flipped byte and every cut", async () => {
  await withStoreDirectory(async (directory) => {
    const open = () => openTestStore(directory);
    const { forms, detected } = await damageAll(directory, open);
    print(`R6: sealed: ${detected} of ${forms} damaged forms detected`);
    assert.equal(detected, forms);
    await isUsable(open().store);
  });
});

Deno.test("R6: a plain file store finds out every flipped byte and every cut", async () => {
  await withStoreDirectory(async (directory) => {
    const open = () => openPlainStore(directory);
    const { forms, detected } = await damageAll(directory, open);
    print(`R6: plain: ${detected} of ${forms} damaged forms detected`);
    assert.equal(detected, forms);
    await isUsable(open().store);
  });
});

Deno.test("a file store keeps the newest damaged file of a partition, for its user alone, and says so once", async () => {
  await withStoreDirectory(async (directory) => {
    const { store, notices } = openTestStore(directory);
    await put(store, "other", { text: "stays" });
    for (const garbage of ["first", "second", "third"]) {
      await put(store, "p", { text: "tokens" });
      const before = await filesBelow(directory);
      const path = await onlyFileOf(directory, store);
      await Deno.writeTextFile(path, garbage);
      assert.equal(await store.read("p"), undefined);
      assert.deepEqual(await filesBelow(directory), before);
      await isUsable(store);
      const aside = await onlyAside(directory);
      assert.equal(await Deno.readTextFile(aside), garbage);
      assert.equal((await Deno.stat(aside)).mode! & 0o777, 0o600);
    }
    assert.deepEqual(notices.map(({ kind, partition }) => [kind, partition]), [
      ["damaged", "p"],
    ]);
    assert.equal(await store.read("other"), "stays");
  });
});

async function onlyAside(directory: string): Promise<string> {
  const found = (await filesBelow(directory)).filter((name) =>
    /^[0-9a-f]{32}\.tokens\.corrupt-\d{8}T\d{9}Z$/.test(name)
  );
  assert.equal(found.length, 1);
  return `${directory}/${found[0]}`;
}

/** The file that a write to "p" replaces, told by its number. */
async function onlyFileOf(
  directory: string,
  store: TokenStore,
): Promise<string> {
  const inodes = async () =>
    new Map(
      await Promise.all(
        (await filesBelow(directory)).filter((name) => name.endsWith(".tokens"))
          .map(async (name) =>
            [name, (await Deno.stat(`${directory}/${name}`)).ino] as const
          ),
      ),
    );
  const before = await inodes();
  await put(store, "p", { text: "tokens" });
  for (const [name, ino] of await inodes()) {
    if (before.get(name) !== ino) return `${directory}/${name}`;
  }
  throw new Error("No file was replaced");
}

Deno.test("a file store sets a damaged file aside also when nobody has read it before the write", async () => {
  await withStoreDirectory(async (directory) => {
    await put(openTestStore(directory).store, "p", { text: "tokens" });
    await Deno.writeTextFile(await onlyFile(directory), "garbage");
    const { store, notices } = openTestStore(directory);
    await isUsable(store);
    assert.equal(
      await Deno.readTextFile(await onlyAside(directory)),
      "garbage",
    );
    assert.equal(notices.length, 1);
  });
});

Deno.test("a file store that refuses damage leaves the file alone until it is removed", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory, { damaged: "refuse" });
    await put(store, "p", { text: "secret" });
    const path = await onlyFile(directory);
    await Deno.writeTextFile(path, "garbage");
    const refused = {
      name: "StoreError",
      code: "storage_failed",
      reason: "failed",
      message: /^Cannot (read|write) ".*": the file is damaged$/,
    };
    await assert.rejects(store.read("p"), refused);
    await assert.rejects(put(store, "p", { text: "new" }), refused);
    await store.exclusively("p", async (record) => {
      await assert.rejects(record.read(), refused);
    });
    assert.equal(await Deno.readTextFile(path), "garbage");
    assert.deepEqual(await store.list(), []);
    await store.exclusively("p", (record) => record.remove());
    await isUsable(store);
  });
});

Deno.test("a file store tells another key from damage, and goes back to its file when the key does", async () => {
  await withStoreDirectory(async (directory) => {
    await put(openTestStore(directory).store, "p", { text: "tokens" });
    for (
      const { store, notices } of [
        openTestStore(directory, { key: testKey(2) }),
        openPlainStore(directory),
      ]
    ) {
      assert.equal(await store.read("p"), undefined);
      assert.deepEqual(notices.map(({ kind }) => kind), ["other_key"]);
    }
    const strict = openTestStore(directory, {
      key: testKey(2),
      damaged: "refuse",
    });
    await assert.rejects(strict.store.read("p"), { reason: "no_key" });
    assert.equal(await openTestStore(directory).store.read("p"), "tokens");
    await isUsable(openTestStore(directory, { key: testKey(2) }).store);
    assert.ok(await onlyAside(directory));
  });
});

Deno.test("a sealed file store takes no plain file for its own", async () => {
  await withStoreDirectory(async (directory) => {
    await put(openPlainStore(directory).store, "p", { text: "planted" });
    const { store, notices } = openTestStore(directory);
    assert.equal(await store.read("p"), undefined);
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(notices.map(({ kind }) => kind), ["other_key"]);
  });
});

Deno.test("a file store finds out files that were swapped, renamed or given another ending", async () => {
  await withStoreDirectory(async (directory) => {
    for (
      const open of [openTestStore, (path: string) => openPlainStore(path)]
    ) {
      const { store, notices } = open(directory);
      await put(store, "p", { text: "of p" });
      const first = await onlyFile(directory);
      const before = await Deno.readFile(first);
      await put(store, "q", { text: "of q" });
      const [second] = (await filesBelow(directory)).filter((name) =>
        name.endsWith(".tokens") && !first.endsWith(name)
      );
      await Deno.writeFile(`${directory}/${second}`, before);
      assert.equal(await store.read("q"), undefined);
      assert.deepEqual(await store.list(), ["p"]);
      assert.deepEqual(
        new Set(notices.map(({ kind }) => kind)),
        new Set(["damaged"]),
      );
      await Deno.remove(directory, { recursive: true });
    }
    await put(openTestStore(directory).store, "p", { text: "tokens" });
    const path = await onlyFile(directory);
    await Deno.copyFile(path, path.replace(".tokens", ".secrets"));
    const { store } = openTestStore(directory, { suffix: ".secrets" });
    assert.equal(await store.read("p"), undefined);
  });
});

Deno.test("a file store follows a key that another process has replaced", async () => {
  await withStoreDirectory(async (directory) => {
    let number = 1;
    const changing = {
      find: () => testKey(number).find(),
      obtain: () => testKey(number).obtain(),
      forget: () => Promise.resolve(),
    };
    const { store } = openTestStore(directory, { key: changing });
    await put(store, "p", { text: "old key" });
    number = 2;
    const other = openTestStore(directory, { key: testKey(2) });
    await put(other.store, "q", { text: "new key" });
    assert.equal(await store.read("q"), "new key");
    await put(store, "q", { text: "written by the one that was late" });
    assert.equal(
      await other.store.read("q"),
      "written by the one that was late",
    );
  });
});
