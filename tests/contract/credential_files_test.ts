import assert from "node:assert/strict";
import { readCredentialFile } from "../../src/adapters/credential_files.ts";
import { systemCredentialPorts } from "../../src/adapters/credentials.ts";
import { systemFiles, UnsafeFileError } from "../../src/adapters/files.ts";

const ports = systemCredentialPorts({
  fetch: () => Promise.reject(new Error("no network")),
  clock: { now: () => 0, sleep: () => Promise.reject(new Error("no wait")) },
});

Deno.test({
  name: "a credential's file that never ends is refused, and one is read whole",
  ignore: Deno.build.os === "windows",
  async fn() {
    await assert.rejects(
      readCredentialFile({ path: "/dev/zero", what: "the certificate" }, ports),
      { code: "credential_invalid", message: /longer than 1 MiB/ },
    );
    const path = await Deno.makeTempFile();
    try {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000));
      await Deno.writeFile(path, bytes);
      const read = await readCredentialFile({ path, what: "the key" }, ports);
      assert.deepEqual(read, bytes);
    } finally {
      await Deno.remove(path);
    }
  },
});

Deno.test({
  name: "systemFiles reads 16 MiB and no more of what never ends",
  ignore: Deno.build.os === "windows",
  async fn() {
    await assert.rejects(systemFiles.read("/dev/zero"), (error) => {
      assert.ok(error instanceof UnsafeFileError);
      assert.match(error.message, /longer than 16 MiB/);
      return true;
    });
    assert.equal(await systemFiles.read("/dev/null"), "");
    assert.equal(await systemFiles.read("/no/such/file"), undefined);
    const path = await Deno.makeTempFile();
    try {
      for (const size of [0, 1, 70_000, 16 * 1024 * 1024]) {
        await Deno.writeFile(path, new Uint8Array(size).fill(97));
        assert.equal((await systemFiles.read(path))?.length, size);
      }
      await Deno.writeFile(path, new Uint8Array(16 * 1024 * 1024 + 1));
      await assert.rejects(systemFiles.read(path), UnsafeFileError);
    } finally {
      await Deno.remove(path);
    }
  },
});

/** Runs `work` with a pipe; what still waits for a writer is let go of. */
async function withPipe(
  work: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/pipe`;
  try {
    await new Deno.Command("mkfifo", { args: [path] }).output();
    await work(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name:
    "a file's reader gives up a pipe that nobody writes to when it is told to",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withPipe(async (path) => {
      const reason = new Error("enough");
      const readers: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => systemFiles.read(path, { signal }),
        (signal) =>
          readCredentialFile({ path, what: "the key", signal }, ports),
      ];
      for (const read of readers) {
        const end = new AbortController();
        const reading = read(end.signal);
        end.abort(reason);
        await assert.rejects(reading, (error) => error === reason);
        // The thread that opens it goes on; a writer ends that.
        (await Deno.open(path, { write: true })).close();
      }
      // A thread that nothing waits for is not begun.
      const signal = AbortSignal.abort(reason);
      const late = systemFiles.read(path, { signal });
      await assert.rejects(late, (error) => error === reason);
    }),
});

Deno.test({
  name: "a file's reader reads a pipe to its end, however slowly it is filled",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withPipe(async (path) => {
      const { signal } = new AbortController();
      const reading = systemFiles.read(path, { signal });
      const writer = await Deno.open(path, { write: true });
      for (const part of ["a".repeat(100_000), "", "b"]) {
        const bytes = new TextEncoder().encode(part);
        for (let at = 0; at < bytes.length;) {
          at += await writer.write(bytes.subarray(at));
        }
      }
      writer.close();
      assert.equal(await reading, `${"a".repeat(100_000)}b`);
    }),
});
