import assert from "node:assert/strict";
import { startSandbox } from "../../src/sandbox/mod.ts";
import { cleanEnvironment, ROOT, startCommand } from "../support/product.ts";

const HALF =
  "POST /common/oauth2/v2.0/token HTTP/1.1\r\nHost: HOST\r\nContent-Length: 100\r\n\r\ngrant_type=";

/** Sends half a form, and waits until the sandbox has begun to read it. */
async function openHalf(origin: string): Promise<Deno.TcpConn> {
  const { host, hostname, port } = new URL(origin);
  const half = await Deno.connect({ hostname, port: Number(port) });
  await half.write(new TextEncoder().encode(HALF.replace("HOST", host)));
  // The sandbox takes connections in order: this answer comes after.
  const other = await fetch(`${origin}/devicelogin`);
  await other.body?.cancel();
  return half;
}

Deno.test("close() ends a sandbox that is reading half a request, within its grace time", async () => {
  const sandbox = await startSandbox();
  using half = await openHalf(sandbox.origin);
  const start = performance.now();
  await sandbox.close();
  assert.ok(performance.now() - start < 5000);
  assert.equal(await half.read(new Uint8Array(1)).catch(() => null), null);
  await assert.rejects(fetch(sandbox.origin), TypeError);
});

Deno.test({
  name:
    "sandbox ends with 0 and without a word when it is interrupted while a request is open",
  ignore: Deno.build.os === "windows",
  async fn() {
    const home = await Deno.makeTempDir();
    const child = new Deno.Command(Deno.execPath(), {
      args: [...await startCommand(), "sandbox", "--json", "--quiet"],
      cwd: ROOT,
      env: cleanEnvironment(home),
      clearEnv: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    try {
      const stderr = new Response(child.stderr).text();
      const lines = child.stdout.pipeThrough(new TextDecoderStream())
        .getReader();
      let ready = "";
      while (!ready.includes("\n")) {
        const { value, done } = await lines.read();
        if (done) assert.fail(await stderr);
        ready += value;
      }
      using half = await openHalf(JSON.parse(ready).origin);
      child.kill("SIGINT");
      const { code } = await child.status;
      assert.deepEqual([code, await stderr], [0, ""]);
      await lines.cancel();
      assert.ok(half);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});
