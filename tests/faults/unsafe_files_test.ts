import assert from "node:assert/strict";
import { NotUtf8Error, systemFiles } from "../../src/adapters/files.ts";

const ignore = Deno.build.os === "windows";

function test(name: string, work: (path: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore,
    async fn() {
      const path = await Deno.makeTempDir();
      try {
        await work(path);
      } finally {
        await Deno.remove(path, { recursive: true });
      }
    },
  });
}

async function makePipe(path: string): Promise<void> {
  const { success } = await new Deno.Command("mkfifo", { args: [path] })
    .output();
  assert.ok(success);
}

/** What is in a directory, without what the test put there. */
async function names(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(path)) found.push(entry.name);
  return found.sort();
}

const refused = (message: RegExp) => ({ name: "UnsafeFileError", message });

test("systemFiles.writePrivate() refuses a symbolic link, whatever it leads to", async (path) => {
  await Deno.writeTextFile(`${path}/victim`, "old");
  await Deno.symlink(`${path}/victim`, `${path}/file`);
  await Deno.symlink(`${path}/nowhere`, `${path}/dangling`);
  await Deno.symlink("/dev/null", `${path}/device`);
  const before = await names(path);
  for (const name of ["file", "dangling", "device"]) {
    await assert.rejects(
      systemFiles.writePrivate(`${path}/${name}`, "token"),
      refused(/symbolic link/),
    );
    assert.ok((await Deno.lstat(`${path}/${name}`)).isSymlink);
  }
  assert.equal(await Deno.readTextFile(`${path}/victim`), "old");
  assert.deepEqual(await names(path), before);
});

test("systemFiles.writePrivate() refuses what is no file, and leaves it as it is", async (path) => {
  await makePipe(`${path}/pipe`);
  await Deno.mkdir(`${path}/directory`);
  const before = await names(path);
  for (const followLink of [false, true]) {
    for (const name of before) {
      await assert.rejects(
        systemFiles.writePrivate(`${path}/${name}`, "token", { followLink }),
        refused(/in its place$/),
      );
    }
  }
  assert.ok((await Deno.lstat(`${path}/pipe`)).isFifo);
  assert.deepEqual(await names(path), before);
});

test("systemFiles.writePrivate() follows a meant link to nothing but a file of the same owner", async (path) => {
  await makePipe(`${path}/pipe`);
  await Deno.mkdir(`${path}/directory`);
  const targets = ["pipe", "directory", "none"].map((name) =>
    `${path}/${name}`
  );
  for (const target of targets) {
    await Deno.symlink(target, `${path}/link`);
    await assert.rejects(
      systemFiles.writePrivate(`${path}/link`, "text", { followLink: true }),
      refused(/in its place$/),
    );
    assert.equal(await Deno.readLink(`${path}/link`), target);
    await Deno.remove(`${path}/link`);
  }
  assert.deepEqual(await names(path), ["directory", "pipe"]);
});

test("systemFiles.writePrivate() sweeps what killed processes left of the same file", async (path) => {
  const scrap = () => `${path}/t.${crypto.randomUUID()}.tmp`;
  const [old, young, link] = [scrap(), scrap(), scrap()];
  const foreign = [
    `${path}/t.tmp`,
    `${path}/t.backup.tmp`,
    `${path}/u.${crypto.randomUUID()}.tmp`,
  ];
  for (const name of [old, young, ...foreign]) {
    await Deno.writeTextFile(name, "secret");
  }
  await Deno.symlink(`${path}/t.tmp`, link);
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of [old, ...foreign]) {
    await Deno.utime(name, hourAgo, hourAgo);
  }
  await systemFiles.writePrivate(`${path}/t`, "new");
  assert.deepEqual(
    await names(path),
    [young, link, ...foreign, `${path}/t`]
      .map((name) => name.slice(path.length + 1)).sort(),
  );
});

test("systemFiles.read() takes bytes that are not UTF-8 only where that does no harm", async (path) => {
  await Deno.writeFile(`${path}/t`, new Uint8Array([0x61, 0xff, 0x62]));
  assert.equal(await systemFiles.read(`${path}/t`), "a\ufffdb");
  await assert.rejects(
    systemFiles.read(`${path}/t`, { fatal: true }),
    NotUtf8Error,
  );
});
