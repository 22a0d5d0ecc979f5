import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { ROOT } from "../support/product.ts";
import { workerCommand } from "../support/store_processes.ts";
import {
  filesBelow,
  onlyFile,
  openTestStore,
  put,
  withStoreDirectory,
} from "../support/store_world.ts";

const ignore = Deno.build.os === "windows";

async function modes(directory: string): Promise<readonly string[]> {
  const names = ["", ...await filesBelow(directory)];
  const infos = await Promise.all(
    names.map((name) => Deno.lstat(`${directory}/${name}`)),
  );
  return infos.map(({ isDirectory, mode }) =>
    `${isDirectory ? "directory" : "file"} ${(mode! & 0o777).toString(8)}`
  );
}

Deno.test({
  name:
    "R7: every file of a store is 0600 and every directory 0700 under every umask",
  ignore,
  async fn() {
    for (const umask of ["000", "022", "077"]) {
      await withStoreDirectory(async (directory) => {
        const [program, ...args] = workerCommand(directory, { task: "add" });
        const { success } = await new Deno.Command("sh", {
          args: ["-c", 'umask "$1"; shift; exec "$@"', "sh", umask, program]
            .concat(args),
          cwd: ROOT,
          stdin: "null",
          stdout: "null",
        }).output();
        assert.ok(success);
        const seen = await modes(directory);
        print(`R7: umask ${umask}: ${seen.join(", ")}`);
        assert.deepEqual(seen, [
          ...["directory 700", "file 600", "file 600", "directory 700"],
        ]);
        const parent = directory.replace(/\/kernel$/, "");
        assert.equal((await Deno.stat(parent)).mode! & 0o777, 0o700);
      });
    }
  },
});

Deno.test({
  name:
    "a file store takes its file and its directory back from others, says so, and reads on",
  ignore,
  async fn() {
    await withStoreDirectory(async (directory) => {
      await put(openTestStore(directory).store, "p", { text: "tokens" });
      const path = await onlyFile(directory);
      await Deno.chmod(path, 0o644);
      await Deno.chmod(directory, 0o777);
      const { store, notices } = openTestStore(directory);
      assert.equal(await store.read("p"), "tokens");
      assert.equal(await store.read("p"), "tokens");
      assert.deepEqual(notices, [
        { kind: "mode_repaired", path: directory },
        { kind: "mode_repaired", path },
      ]);
      assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
      assert.equal((await Deno.stat(directory)).mode! & 0o777, 0o700);
    });
  },
});

Deno.test("a file store reads nothing that is longer than a file of its own can be", async () => {
  await withStoreDirectory(async (directory) => {
    const { store, notices } = openTestStore(directory);
    await put(store, "p", { text: "tokens" });
    await Deno.truncate(await onlyFile(directory), 5 * 1024 * 1024);
    assert.equal(await store.read("p"), undefined);
    assert.deepEqual(notices.map(({ kind }) => kind), ["damaged"]);
    await assert.rejects(
      put(store, "q", { text: "x".repeat(4 * 1024 * 1024) }),
      { name: "StoreError", reason: "failed", message: /longer than 4 MiB$/ },
    );
    assert.equal(await store.read("q"), undefined);
  });
});
