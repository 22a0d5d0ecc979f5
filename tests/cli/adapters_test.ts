import assert from "node:assert/strict";
import { systemFiles } from "../../src/adapters/files.ts";
import { createInput } from "../../src/adapters/stdin.ts";

async function inTemporaryDirectory(work: (path: string) => Promise<void>) {
  const path = await Deno.makeTempDir();
  try {
    await work(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

async function names(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(path)) found.push(entry.name);
  return found.sort();
}

Deno.test("systemFiles.read() has nothing to say of a file that is not there", async () => {
  await inTemporaryDirectory(async (path) => {
    assert.equal(await systemFiles.read(`${path}/none`), undefined);
    await assert.rejects(systemFiles.read(path));
  });
});

Deno.test("systemFiles.writePrivate() keeps directory and file from others, and leaves no scrap", async () => {
  await inTemporaryDirectory(async (path) => {
    const file = `${path}/a/b/profiles.json`;
    await systemFiles.writePrivate(file, "one");
    await systemFiles.writePrivate(file, "two ü");
    assert.equal(await systemFiles.read(file), "two ü");
    assert.deepEqual(await names(`${path}/a/b`), ["profiles.json"]);
    if (Deno.build.os === "windows") return;
    assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
    assert.equal((await Deno.stat(`${path}/a`)).mode! & 0o777, 0o700);
  });
});

Deno.test("systemFiles.writePrivate() takes away the rights that others had", async () => {
  if (Deno.build.os === "windows") return;
  await inTemporaryDirectory(async (path) => {
    await Deno.writeTextFile(`${path}/t`, "old", { mode: 0o644 });
    await systemFiles.writePrivate(`${path}/t`, "new");
    assert.equal((await Deno.stat(`${path}/t`)).mode! & 0o777, 0o600);
  });
});

Deno.test("systemFiles.writePrivate() writes through a link where that is meant, and leaves the link", async () => {
  if (Deno.build.os === "windows") return;
  await inTemporaryDirectory(async (path) => {
    await Deno.writeTextFile(`${path}/real`, "old");
    await Deno.symlink(`${path}/real`, `${path}/link`);
    await systemFiles.writePrivate(`${path}/link`, "new", { followLink: true });
    assert.equal(await Deno.readTextFile(`${path}/real`), "new");
    assert.ok((await Deno.lstat(`${path}/link`)).isSymlink);
  });
});

Deno.test("systemFiles.writePrivate() leaves the old text and no scrap when it fails", async () => {
  await inTemporaryDirectory(async (path) => {
    await Deno.mkdir(`${path}/taken`);
    await Deno.writeTextFile(`${path}/taken/inside`, "");
    await assert.rejects(systemFiles.writePrivate(`${path}/taken`, "text"));
    assert.deepEqual(await names(path), ["taken"]);
  });
});

/** Bytes as they arrive from a pipe, one piece a read. */
function pieces(...parts: readonly (string | Uint8Array)[]) {
  const left = parts.map((part) =>
    typeof part === "string" ? new TextEncoder().encode(part) : part
  );
  return {
    read(into: Uint8Array) {
      const next = left.shift();
      if (next === undefined) return Promise.resolve(null);
      into.set(next);
      return Promise.resolve(next.length);
    },
  };
}

Deno.test("createInput() gives lines one by one, then what is left, then nothing", async () => {
  const input = createInput(pieces("on", "e\r\ntwo\n\nla", "st"), false);
  const lines = [];
  for (let index = 0; index < 5; index++) lines.push(await input.readLine());
  assert.deepEqual(lines, ["one", "two", "", "last", undefined]);
});

Deno.test("createInput() reads all that its lines left over", async () => {
  const input = createInput(pieces("first\nse", "cond\nthird"), false);
  assert.equal(await input.readLine(), "first");
  assert.equal(await input.readAll(), "second\nthird");
  assert.equal(await input.readAll(), "");
});

Deno.test("createInput() puts characters together that arrive in pieces", async () => {
  const bytes = new TextEncoder().encode("ü€");
  const input = createInput(
    pieces(bytes.slice(0, 1), bytes.slice(1, 3), bytes.slice(3)),
    false,
  );
  assert.equal(await input.readAll(), "ü€");
});

Deno.test("createInput() stops waiting when it is told to", async () => {
  const end = new AbortController();
  const input = createInput({ read: () => new Promise(() => {}) }, true);
  const line = input.readLine(end.signal);
  end.abort(new Error("enough"));
  await assert.rejects(line, /enough/);
  await assert.rejects(input.readAll(end.signal), /enough/);
});
