import assert from "node:assert/strict";
import type { StoreErrorReason } from "../../src/engine/errors.ts";
import { ROOT } from "../support/product.ts";
import {
  filesBelow,
  openPlainStore,
  openTestStore,
  put,
  withStoreDirectory,
} from "../support/store_world.ts";

const SECRET = "canary-7f3a";

interface Scene {
  readonly directory: string;
  /** A directory beside it, with a file that nobody may touch. */
  readonly outside: string;
  /** Path of the record's file. */
  readonly file: string;
}

interface Attack {
  /** Lays the trap; a store with one record is there. */
  readonly prepare: (scene: Scene) => Promise<void>;
  /** How the store answers; `none` if it does what it was asked. */
  readonly read: StoreErrorReason | "none";
  readonly write: StoreErrorReason | "none";
  readonly needsRoot?: boolean;
}

const FOREIGN_USER = 54321;

async function replaceByLink(path: string, target: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
  await Deno.symlink(target, path);
}

async function makePipe(path: string): Promise<void> {
  await Deno.remove(path);
  const { success } = await new Deno.Command("mkfifo", { args: [path] })
    .output();
  assert.ok(success);
}

const both = (reason: StoreErrorReason) => ({ read: reason, write: reason });
const onWrite = (write: StoreErrorReason) => ({ read: "none", write } as const);

const ATTACKS: Readonly<Record<string, Attack>> = {
  "a link to a victim in the place of the file": {
    prepare: ({ file, outside }) => replaceByLink(file, `${outside}/victim`),
    ...both("unsafe"),
  },
  "a dangling link in the place of the file": {
    prepare: ({ file, outside }) => replaceByLink(file, `${outside}/new`),
    ...both("unsafe"),
  },
  "a link to a device in the place of the file": {
    prepare: ({ file }) => replaceByLink(file, "/dev/null"),
    ...both("unsafe"),
  },
  "a pipe in the place of the file": {
    prepare: ({ file }) => makePipe(file),
    ...both("unsafe"),
  },
  "a directory in the place of the file": {
    async prepare({ file }) {
      await Deno.remove(file);
      await Deno.mkdir(file);
    },
    ...both("unsafe"),
  },
  "a link to a victim in the place of the lock": {
    prepare: ({ file, outside }) =>
      replaceByLink(`${file}.lock`, `${outside}/victim`),
    ...onWrite("unsafe"),
  },
  "a dangling link in the place of the lock": {
    prepare: ({ file, outside }) =>
      replaceByLink(`${file}.lock`, `${outside}/new`),
    ...onWrite("unsafe"),
  },
  "a pipe in the place of the lock": {
    prepare: ({ file }) => makePipe(`${file}.lock`),
    ...onWrite("unsafe"),
  },
  "a link in the place of the directory": {
    async prepare({ directory, outside }) {
      await Deno.rename(directory, `${outside}/moved`);
      await Deno.symlink(`${outside}/moved`, directory);
    },
    ...both("unsafe"),
  },
  "a dangling link in the place of the directory": {
    prepare: ({ directory, outside }) =>
      replaceByLink(directory, `${outside}/new`),
    ...both("unsafe"),
  },
  "a file in the place of the directory": {
    async prepare({ directory }) {
      await Deno.remove(directory, { recursive: true });
      await Deno.writeTextFile(directory, "file");
    },
    ...both("unsafe"),
  },
  "a link in the place of the directory of temporaries": {
    prepare: ({ directory, outside }) =>
      replaceByLink(`${directory}/tmp`, outside),
    ...onWrite("unsafe"),
  },
  "a file of another user": {
    prepare: ({ file }) => Deno.chown(file, FOREIGN_USER, FOREIGN_USER),
    needsRoot: true,
    ...both("unsafe"),
  },
  "a directory of another user, with a file of theirs": {
    async prepare({ directory, file }) {
      for (const path of [directory, file]) {
        await Deno.chown(path, FOREIGN_USER, FOREIGN_USER);
      }
    },
    needsRoot: true,
    ...both("unsafe"),
  },
};

async function answer(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "none";
  } catch (error) {
    const { name, reason, message } = error as Record<string, string>;
    assert.equal(name, "StoreError", String(error));
    assert.ok(!message?.includes(SECRET));
    return String(reason);
  }
}

/** What is outside, with what it holds. */
async function outsideState(outside: string): Promise<readonly string[]> {
  const names = (await filesBelow(outside)).filter((name) =>
    !name.startsWith("moved")
  );
  const texts = await Promise.all(
    names.map((name) => Deno.readTextFile(`${outside}/${name}`)),
  );
  return names.map((name, index) => `${name}: ${texts[index]}`);
}

const isRoot = Deno.build.os !== "windows" && Deno.uid() === 0;

for (const [name, attack] of Object.entries(ATTACKS)) {
  const ignore = Deno.build.os === "windows" ||
    (attack.needsRoot === true && !isRoot);
  const why = attack.needsRoot && !isRoot ? " (skipped: needs root)" : "";
  Deno.test({
    name: `R8: a file store touches nothing outside: ${name}${why}`,
    ignore,
    fn: () =>
      withStoreDirectory(async (directory) => {
        await put(openPlainStore(directory).store, "p", { text: SECRET });
        const [file] = (await filesBelow(directory)).filter((one) =>
          one.endsWith(".tokens")
        );
        const outside = directory.replace(/state\/kernel$/, "outside");
        await Deno.mkdir(outside);
        await Deno.writeTextFile(`${outside}/victim`, "untouched");
        await attack.prepare({
          ...{ directory, outside, file: `${directory}/${file}` },
        });
        const before = await outsideState(outside);
        const { store } = openPlainStore(directory);
        assert.equal(await answer(() => store.read("p")), attack.read);
        assert.equal(
          await answer(() => put(store, "p", { text: `${SECRET} new` })),
          attack.write,
        );
        assert.deepEqual(await outsideState(outside), before);
        assert.ok(!before.join().includes(SECRET));
      }),
  });
}

for (const below of ["", "/tmp"]) {
  Deno.test({
    name:
      `a file store writes nothing to another user's directory, also when it may not ask who it is${
        below && ", which has a directory for temporaries"
      }${isRoot ? "" : " (skipped: needs root)"}`,
    ignore: !isRoot,
    fn: () =>
      withStoreDirectory(async (directory) => {
        await Deno.mkdir(`${directory}${below}`, { recursive: true });
        for (const path of new Set([directory, `${directory}${below}`])) {
          await Deno.chmod(path, 0o700);
          await Deno.chown(path, FOREIGN_USER, FOREIGN_USER);
        }
        const { success, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [
            ...["run", "--quiet", "--no-lock", "--no-config", "--no-prompt"],
            ...["--allow-read", "--allow-write"],
            `${ROOT}tests/support/store_worker.ts`,
            ...[directory, "add"],
          ],
          stdin: "null",
          stdout: "null",
        }).output();
        assert.equal(success, false);
        assert.match(
          new TextDecoder().decode(stderr),
          /belongs to another user/,
        );
        const left = (await filesBelow(directory)).map((name) =>
          name.replace(/[0-9a-f]{32}/, "*")
        );
        assert.deepEqual(left, ["*.tokens.lock", "tmp"]);
      }),
  });
}

Deno.test("a file store refuses the name of a partition that has half a character", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory);
    for (const name of ["a\ud800", "\udc00"]) {
      await assert.rejects(store.read(name), TypeError);
      await assert.rejects(put(store, name, { text: "x" }), TypeError);
    }
    assert.deepEqual(await store.list(), []);
  });
});

Deno.test("a file store writes nothing outside its directory, whatever a partition is called", async () => {
  await withStoreDirectory(async (directory) => {
    const { store } = openTestStore(directory);
    const names = [
      "../../x",
      "/tmp/x",
      "..\\x",
      "a\0b",
      "CON",
      "x".repeat(9999),
    ];
    for (const name of names) await put(store, name, { text: SECRET });
    const home = directory.replace(/\/state\/kernel$/, "");
    for (const path of await filesBelow(home)) {
      assert.match(
        path,
        /^state(\/kernel(\/tmp|\/[0-9a-f]{32}\.tokens(\.lock)?)?)?$/,
      );
    }
  });
});
