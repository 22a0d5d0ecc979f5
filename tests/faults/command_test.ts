import assert from "node:assert/strict";
import { systemCommand } from "../../src/adapters/command.ts";
import type { CommandLine } from "../../src/engine/ports/mod.ts";

/** Deno itself is the one program that is sure to be here. */
const DENO = Deno.execPath();
const permissions: Deno.PermissionOptions = {
  run: [DENO],
  read: true,
  env: true,
};

function script(code: string, timeoutMs = 30_000): CommandLine {
  return { argv: [DENO, "eval", "--quiet", code], timeoutMs };
}

function test(
  name: string,
  fn: () => Promise<void>,
  allowed: Deno.PermissionOptions = permissions,
): void {
  Deno.test({ name, permissions: allowed, fn });
}

test("systemCommand reads what a program writes, and whether it succeeds", async () => {
  assert.deepEqual(
    await systemCommand.run(
      script("console.log('out'); console.error('err'); Deno.exit(3)"),
    ),
    { type: "ended", success: false, stdout: "out\n", stderr: "err\n" },
  );
});

test("systemCommand hands arguments over as they are, with no shell in between", async () => {
  const odd = "$(x) `y` %PATH% 'a' \"b\" & | ; \n";
  const outcome = await systemCommand.run({
    argv: [DENO, "eval", "--quiet", "console.log(Deno.args[0])", odd],
    timeoutMs: 30_000,
  });
  assert.ok(outcome.type === "ended");
  assert.equal(outcome.stdout, `${odd}\n`);
});

test("systemCommand gives a program nothing to read, so that it cannot wait for an answer", async () => {
  const outcome = await systemCommand.run(
    script("console.log(await new Response(Deno.stdin.readable).text())"),
  );
  assert.ok(outcome.type === "ended");
  assert.equal(outcome.stdout, "\n");
});

test("systemCommand ends a program that takes too long", async () => {
  const forEver = "await new Promise(() => setInterval(() => {}, 1000))";
  assert.deepEqual(await systemCommand.run(script(forEver, 300)), {
    type: "timed_out",
  });
});

test("systemCommand ends although a grandchild holds the output open and SIGTERM is held back", async () => {
  const inner = "await new Promise((end) => setTimeout(end, 20_000))";
  const code = `Deno.addSignalListener("SIGTERM", () => {});
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", ${JSON.stringify(inner)}],
    }).spawn();
    await child.status;`;
  const began = performance.now();
  assert.deepEqual(await systemCommand.run(script(code, 1_500)), {
    type: "timed_out",
  });
  assert.ok(performance.now() - began < 15_000);
});

test("systemCommand rejects with the signal's reason and ends the program", async () => {
  const controller = new AbortController();
  const reason = new Error("stop");
  const running = systemCommand.run({
    ...script("await new Promise(() => setInterval(() => {}, 1000))"),
    signal: controller.signal,
  });
  controller.abort(reason);
  await assert.rejects(running, (error) => error === reason);
});

test("systemCommand keeps no more than a megabyte of what a program writes", async () => {
  const outcome = await systemCommand.run(
    script("const s='x'.repeat(1e6); for (let i=0;i<5;i++) console.log(s)"),
  );
  assert.ok(outcome.type === "ended" && outcome.success);
  assert.ok(outcome.stdout.length < 2 * 1024 * 1024);
});

test(
  "systemCommand tells a program that is missing from one that may not be run",
  async () => {
    const line: CommandLine = {
      argv: ["/nowhere/there-is-no-such-program"],
      timeoutMs: 1000,
    };
    assert.deepEqual(await systemCommand.run(line), { type: "missing" });
  },
  { run: true, read: true, env: true },
);

test("systemCommand without the permission says so", async () => {
  assert.deepEqual(await systemCommand.run(script("")), { type: "forbidden" });
}, { read: true });
