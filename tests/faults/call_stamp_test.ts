import assert from "node:assert/strict";
import { openCallWorld } from "../../src/adapters/calls/call_world.ts";

/** The stamp that a call takes of a file. */
function stampOf(path: string): string | undefined {
  const world = openCallWorld();
  assert.ok(world);
  return world.stamp(path);
}

Deno.test("a stamp tells two files of one length and one time apart, copied over each other or not", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/profiles.json`;
    const old = new Date(1000);
    const stamps: (string | undefined)[] = [stampOf(path)];
    for (const text of ["profile a", "profile b", "profile a"]) {
      await Deno.writeTextFile(path, text);
      await Deno.utime(path, old, old);
      stamps.push(stampOf(path));
      assert.equal(stampOf(path), stamps.at(-1), "it stays as it is");
    }
    assert.equal(stamps[0], undefined);
    assert.equal(new Set(stamps.slice(0, 3)).size, 3);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a stamp of a file that is too long to be read tells its versions apart as well", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/profiles.json`;
    const write = async (letter: string) => {
      await Deno.writeTextFile(path, letter.repeat(300 * 1024));
      await Deno.utime(path, new Date(1000), new Date(1000));
      return stampOf(path);
    };
    const one = await write("a");
    assert.ok((one ?? "").length < 200);
    // The file system's clock ticks every few milliseconds.
    const { ctime } = await Deno.stat(path);
    let other = await write("b");
    while ((await Deno.stat(path)).ctime?.getTime() === ctime?.getTime()) {
      other = await write("b");
    }
    assert.notEqual(other, one);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
