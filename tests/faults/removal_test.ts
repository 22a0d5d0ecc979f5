import assert from "node:assert/strict";
import { withLock } from "../../src/adapters/lock.ts";
import { countPlaces, removeRecord } from "../../src/adapters/store/places.ts";
import { removeEverything } from "../../src/adapters/store/remove_everything.ts";
import { StoreError } from "../../src/engine/errors.ts";
import { openRecords, type Records } from "../../src/adapters/records.ts";
import {
  filesBelow,
  onlyFile,
  openTestStore,
  put,
  withStoreDirectory,
} from "../support/store_world.ts";

const RECORD = { partition: "work", suffix: ".tokens" } as const;
const KEPT = { text: "kept" };

/** A state directory in which one record is kept under the kernel's key. */
async function withState(
  work: (world: {
    readonly state: string;
    readonly kernel: string;
    readonly outside: string;
    readonly store: ReturnType<typeof openTestStore>["store"];
  }) => Promise<void>,
): Promise<void> {
  await withStoreDirectory(async (kernel) => {
    const state = kernel.slice(0, kernel.lastIndexOf("/"));
    const outside = `${state}-outside`;
    await Deno.mkdir(`${outside}/tmp`, { recursive: true, mode: 0o700 });
    const { store } = openTestStore(kernel);
    await put(store, "work", KEPT);
    await work({ state, kernel, outside, store });
  });
}

/** In a home of its own, so that no key of the user's is forgotten. */
function recordsOf(state: string): Records {
  return openRecords(
    state,
    (name) => name === "ENTRADA_HOME" ? state : undefined,
  );
}

/** Removes everything; tells whose keys were forgotten. */
async function removeAll(
  state: string,
  options: { readonly signal?: AbortSignal; readonly waitMs?: number } = {},
): Promise<{ readonly count: number; readonly keys: readonly string[] }> {
  const keys: string[] = [];
  const forgetKey = (name: string) => {
    keys.push(name);
    return Promise.resolve();
  };
  const count = await removeEverything(state, { forgetKey, ...options });
  return { count, keys };
}

function files(directory: string): Promise<readonly string[]> {
  return filesBelow(directory).then((all) =>
    all.filter((name) => name.includes(".tokens") && !name.endsWith(".lock"))
  );
}

/** A name that a file of ours could have, beside the record's own. */
const ELSEWHERE = `${"0".repeat(32)}.tokens`;
const TEMPORARY =
  `${ELSEWHERE}.5f0e6a3c-0000-4000-8000-000000000000.tmp` as const;

Deno.test("removeEverything() waits for whoever holds a record, and takes away what that one writes", () =>
  withState(async ({ state, kernel, store }) => {
    const { promise: held, resolve: enter } = Promise.withResolvers<void>();
    const { promise: answer, resolve: reply } = Promise.withResolvers<void>();
    const order: string[] = [];
    const refresh = store.exclusively("other", async (record) => {
      enter();
      await answer;
      await record.write("the answer");
      order.push("written");
    });
    await held;
    const removal = removeAll(state).then((ended) => {
      order.push("removed");
      return ended;
    });
    // The other record is free, so that the removal is at the one that is held.
    let left = await files(kernel);
    while (left.length > 0) left = await files(kernel);
    reply();
    await refresh;
    assert.deepEqual(await removal, { count: 2, keys: ["kernel"] });
    assert.deepEqual(order, ["written", "removed"]);
    assert.deepEqual(await files(kernel), []);
  }));

Deno.test("removeEverything() takes away what is held for too long all the same", () =>
  withState(async ({ state, kernel }) => {
    const file = await onlyFile(kernel);
    await withLock(file, async () => {
      const { count } = await removeAll(state, { waitMs: 20 });
      assert.equal(count, 1);
    });
    assert.deepEqual(await files(kernel), []);
  }));

Deno.test("removeEverything() and removeRecord() end with their signal while somebody holds the record", () =>
  withState(async ({ state, kernel }) => {
    const file = await onlyFile(kernel);
    const reason = new Error("ended");
    await withLock(file, async () => {
      const works: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => removeAll(state, { signal }),
        (signal) => removeRecord(state, { ...RECORD, signal }),
        (signal) => recordsOf(state).remove("work", signal),
        (signal) => recordsOf(state).removeAll(signal),
      ];
      for (const work of works) {
        const end = new AbortController();
        const ending = assert.rejects(work(end.signal), reason);
        end.abort(reason);
        await ending;
      }
    });
    assert.equal((await files(kernel)).length, 1, "nothing was removed");
  }));

Deno.test("removeEverything() many times at once leaves nothing, and none fails", () =>
  withState(async ({ state, kernel, store }) => {
    for (let index = 0; index < 20; index++) await put(store, `${index}`, KEPT);
    await Deno.mkdir(`${state}/calls`, { mode: 0o700 });
    for (let index = 10; index < 40; index++) {
      const name = `${index}`.repeat(16);
      await Deno.writeTextFile(`${state}/calls/${name}.kernel`, "");
    }
    const ended = await Promise.all(
      Array.from({ length: 5 }, () => removeAll(state)),
    );
    const sum = ended.reduce((all, { count }) => all + count, 0);
    assert.equal(sum, 21);
    assert.deepEqual(await files(kernel), []);
    await assert.rejects(
      Deno.lstat(`${state}/calls`),
      Deno.errors.NotFound,
    );
  }));

const LINKS = ["kernel", "kernel/tmp", "calls"];

for (const place of LINKS) {
  Deno.test(`removeEverything() does not follow a link in the place of ${place}, and removes the rest`, () =>
    withState(async ({ state, outside }) => {
      const names = [
        ELSEWHERE,
        TEMPORARY,
        `${"0".repeat(32)}.kernel`,
        `tmp/${TEMPORARY}`,
      ];
      for (const name of names) {
        await Deno.writeTextFile(`${outside}/${name}`, "of somebody else");
      }
      const before = await filesBelow(outside);
      const { store } = openTestStore(`${state}/vault`);
      await put(store, "work", KEPT);
      await Deno.remove(`${state}/${place}`, { recursive: true })
        .catch(() => {});
      await Deno.symlink(outside, `${state}/${place}`);
      await assert.rejects(
        recordsOf(state).removeAll(),
        (error) => error instanceof StoreError && error.reason === "unsafe",
      );
      assert.deepEqual(await filesBelow(outside), before);
      assert.deepEqual(await files(`${state}/vault`), []);
      assert.ok((await Deno.lstat(`${state}/${place}`)).isSymlink);
    }));
}

Deno.test("countPlaces() counts nothing behind a link, and removeRecord() refuses it after the rest", () =>
  withState(async ({ state, outside }) => {
    await Deno.writeTextFile(`${outside}/${ELSEWHERE}`, "of somebody else");
    const { store } = openTestStore(`${state}/vault`);
    await put(store, "work", KEPT);
    await Deno.remove(`${state}/kernel`, { recursive: true });
    await Deno.symlink(outside, `${state}/kernel`);
    assert.deepEqual(await countPlaces(state), [{ name: "vault", records: 1 }]);
    await assert.rejects(
      removeRecord(state, RECORD),
      (error) => error instanceof StoreError && error.reason === "unsafe",
    );
    assert.deepEqual(await files(`${state}/vault`), []);
    assert.ok(await Deno.lstat(`${outside}/${ELSEWHERE}`));
  }));

Deno.test("removeRecord() removes no temporaries behind a link in the place of their folder", () =>
  withState(async ({ state, outside }) => {
    await Deno.remove(`${state}/kernel/tmp`, { recursive: true });
    await Deno.symlink(`${outside}/tmp`, `${state}/kernel/tmp`);
    await Deno.writeTextFile(`${outside}/tmp/${TEMPORARY}`, "of somebody else");
    await Deno.utime(`${outside}/tmp/${TEMPORARY}`, 0, 0);
    await removeRecord(state, RECORD);
    assert.ok(await Deno.lstat(`${outside}/tmp/${TEMPORARY}`));
  }));

Deno.test("removeEverything() takes copies and temporaries of records along, and no file of another name", () =>
  withState(async ({ state, kernel }) => {
    const foreign = [
      "notes.tokens",
      `${ELSEWHERE}.backup`,
      `my-${ELSEWHERE}`,
      "tmp/notes.tokens.tmp",
    ];
    const own = [
      `${ELSEWHERE}.corrupt-20260101T000000000Z`,
      `tmp/${TEMPORARY}`,
    ];
    for (const name of [...foreign, ...own]) {
      await Deno.writeTextFile(`${kernel}/${name}`, "");
    }
    await Deno.mkdir(`${kernel}/${"1".repeat(32)}.tokens`);
    const calls = `${state}/calls`;
    await Deno.mkdir(calls, { mode: 0o700 });
    await Deno.writeTextFile(`${calls}/notes`, "");
    await removeAll(state);
    assert.deepEqual(
      await files(kernel),
      [...foreign, `${"1".repeat(32)}.tokens`].sort(),
    );
    assert.deepEqual(await filesBelow(calls), ["notes"]);
  }));
