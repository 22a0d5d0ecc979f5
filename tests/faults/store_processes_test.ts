import assert from "node:assert/strict";
import { readWhileWritten, updateAtOnce } from "../support/store_crowd.ts";
import { filesBelow, withStoreDirectory } from "../support/store_world.ts";

Deno.test("a file store loses no update of 10 processes that change one record at once", async () => {
  await withStoreDirectory(async (directory) => {
    const { kept, bad, longestMs } = await updateAtOnce(directory, {
      processes: 10,
      times: 10,
    });
    assert.deepEqual({ kept, bad }, { kept: 100, bad: 0 });
    assert.ok(longestMs <= 5000, `${longestMs} ms`);
    const left = (await filesBelow(directory)).map((name) =>
      name.replace(/^[0-9a-f]{32}/, "*")
    );
    assert.deepEqual(left, ["*.tokens", "*.tokens.lock", "tmp"]);
  });
});

Deno.test("a file store shows whole texts alone to readers while others write", async () => {
  await withStoreDirectory(async (directory) => {
    const { kept, bad } = await readWhileWritten(directory, {
      ...{ writers: 3, writes: 30 },
      ...{ readers: 3, reads: 100 },
    });
    assert.deepEqual({ kept, bad }, { kept: 90, bad: 0 });
  });
});
