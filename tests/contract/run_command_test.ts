import assert from "node:assert/strict";
import { runCommand } from "../../src/adapters/assertions/run_command.ts";

const LONG_MS = 60_000;

function deno(code: string): string[] {
  return [Deno.execPath(), "eval", code];
}

Deno.test("runCommand() tells the code and both streams apart", async () => {
  const result = await runCommand(
    deno("console.log('out'); console.error('err'); Deno.exit(3)"),
    { timeoutMs: LONG_MS },
  );
  assert.deepEqual(result, { code: 3, stdout: "out\n", stderr: "err\n" });
});

Deno.test("runCommand() hands over each word as it is: there is no shell", async () => {
  const word = "$(id); `id` %PATH% 'x' \"y\" *";
  const { stdout } = await runCommand(
    [...deno("console.log(Deno.args[0])"), word],
    { timeoutMs: LONG_MS },
  );
  assert.equal(stdout.trimEnd(), word);
});

Deno.test("runCommand() gives no input and waits for none", async () => {
  const { stdout } = await runCommand(
    deno("console.log(await new Response(Deno.stdin.readable).text() === '')"),
    { timeoutMs: LONG_MS },
  );
  assert.equal(stdout, "true\n");
});

Deno.test("runCommand() hides this program's own secrets from the command", async () => {
  const before = Deno.env.get("AZURE_CLIENT_SECRET");
  Deno.env.set("AZURE_CLIENT_SECRET", "canary");
  try {
    const { stdout } = await runCommand(
      deno("console.log(JSON.stringify(Deno.env.get('AZURE_CLIENT_SECRET')))"),
      { timeoutMs: LONG_MS },
    );
    assert.equal(stdout.trim(), '""');
  } finally {
    if (before === undefined) Deno.env.delete("AZURE_CLIENT_SECRET");
    else Deno.env.set("AZURE_CLIENT_SECRET", before);
  }
});

Deno.test("runCommand() reads no more than it can use", async () => {
  const { stdout } = await runCommand(
    deno(
      "try { for (;;) Deno.stdout.writeSync(new Uint8Array(65536).fill(97)) } catch { /* nobody reads */ }",
    ),
    { timeoutMs: LONG_MS },
  );
  assert.ok(stdout.length > 1024 * 1024 && stdout.length < 2 * 1024 * 1024);
});

Deno.test("runCommand() rejects when there is no such program", async () => {
  await assert.rejects(
    runCommand(["entrada-no-such-program"], { timeoutMs: LONG_MS }),
    Deno.errors.NotFound,
  );
});

Deno.test("runCommand() kills what takes too long", async () => {
  await assert.rejects(
    runCommand(deno("setInterval(() => {}, 1000)"), { timeoutMs: 50 }),
    { name: "TimeoutError" },
  );
});

Deno.test("runCommand() kills what is not waited for any more", async () => {
  const abort = new AbortController();
  const run = runCommand(deno("setInterval(() => {}, 1000)"), {
    timeoutMs: LONG_MS,
    signal: abort.signal,
  });
  abort.abort(new Error("enough"));
  await assert.rejects(run, /enough/);
  await assert.rejects(
    runCommand(deno(""), { timeoutMs: LONG_MS, signal: abort.signal }),
    /enough/,
  );
});

Deno.test({
  name: "runCommand() does not wait for a grandchild that holds its output",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { signal } = new AbortController();
    await assert.rejects(
      runCommand(["sh", "-c", "sleep 5 & wait"], { timeoutMs: 50, signal }),
      { name: "TimeoutError" },
    );
  },
});
