import assert from "node:assert/strict";
import { createKeyring } from "../../src/adapters/protection/keyring.ts";
import {
  runProgram,
  withBus,
  withDaemon,
  withDirectory,
} from "../support/keyring_session.ts";

const SECRET_TOOL = "/usr/bin/secret-tool";

async function keptItems(
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(SECRET_TOOL, {
    args: ["search", "--all", "service", "entrada"],
    env: { ...env },
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

async function keptBytes(
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const { stdout } = await new Deno.Command(SECRET_TOOL, {
    args: ["lookup", "service", "entrada", "username", "key"],
    env: { ...env },
  }).output();
  return stdout.length;
}

Deno.test({
  ...withDaemon("20 processes that race for a key in the keyring get the same"),
  fn: () =>
    withBus(async (bus, directory) => {
      await bus.startDaemon("first");
      const { env } = bus;
      const args = ["keyring", "obtain", `${directory}/state`];
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => runProgram(args, { env })),
      );
      const keys = new Set(outcomes.map(({ key }) => key));
      assert.equal(keys.size, 1);
      assert.match([...keys][0] ?? "", /^[0-9a-f]{16}$/);
      const later = await runProgram(["keyring", "find", "/"], { env });
      assert.ok(keys.has(later.key));
    }),
});

Deno.test({
  ...withDaemon(
    "forget() leaves nothing in the keyring, and other homes alone",
    [SECRET_TOOL],
  ),
  fn: () =>
    withBus(async (bus, directory) => {
      await bus.startDaemon("first");
      const { env } = bus;
      const run = (task: string, scope: string) =>
        runProgram(["keyring", task, directory, scope], { env });
      const usual = await run("obtain", "");
      const other = await run("obtain", "/srv/other");
      assert.notEqual(usual.key, other.key);
      assert.equal(await keptBytes(env), 32);
      assert.equal((await run("forget", "/srv/other")).error, undefined);
      assert.equal((await run("find", "/srv/other")).key, undefined);
      assert.equal((await run("find", "")).key, usual.key);
      assert.equal((await run("forget", "")).error, undefined);
      // Once more, where there is none.
      assert.equal((await run("forget", "")).error, undefined);
      assert.doesNotMatch(await keptItems(env), /attribute|label/);
    }),
});

Deno.test({
  ...withDaemon(
    "a locked keyring says so, and gives its key again once it is open",
  ),
  fn: () =>
    withBus(async (bus, directory) => {
      const { env } = bus;
      const run = (task: string) =>
        runProgram(["keyring", task, directory], { env });
      await bus.startDaemon("first");
      const { key } = await run("obtain");
      await bus.stopDaemon();
      await bus.startDaemon();
      for (const task of ["find", "obtain"]) {
        const { error } = await run(task);
        assert.equal(error?.reason, "locked");
        assert.doesNotMatch(`${error.message} ${error.hint}`, /prompt|DBus/);
        assert.match(error.said ?? "", /dismissed/);
      }
      await bus.stopDaemon();
      await bus.startDaemon("first");
      assert.equal((await run("find")).key, key);
    }),
});

Deno.test({
  ...withDaemon("something else in the key's place is refused and left alone", [
    SECRET_TOOL,
  ]),
  fn: () =>
    withBus(async (bus, directory) => {
      const { env } = bus;
      await bus.startDaemon("first");
      const run = (task: string) =>
        runProgram(["keyring", task, directory], { env });
      await run("obtain");
      const store = new Deno.Command(SECRET_TOOL, {
        args: [
          ...["store", "--label=keyring:key@entrada"],
          ...["service", "entrada", "username", "key"],
          ...["target", "default", "application", "rust-keyring"],
        ],
        env: { ...env },
        stdin: "piped",
      }).spawn();
      const writer = store.stdin.getWriter();
      await writer.write(new TextEncoder().encode("short"));
      await writer.close();
      await store.status;
      const { error } = await run("obtain");
      assert.equal(error?.reason, "failed", JSON.stringify(error));
    }),
});

Deno.test({
  ...withDaemon("a keyring whose window nobody answers says what it waits for"),
  fn: () =>
    withBus(async (bus, directory) => {
      const { env } = bus;
      await bus.startDaemon("first");
      await runProgram(["keyring", "obtain", directory], { env });
      await bus.stopDaemon();
      await bus.addSilentPrompter(3);
      await bus.startDaemon();
      const run = await runProgram(["keyring", "find", directory], { env });
      assert.equal(run.error?.reason, "locked");
      assert.match(run.error.message, /waits for somebody to open it$/);
      assert.ok(run.ms < 2000);
    }),
});

Deno.test({
  ...withDaemon("a signal ends a call at once while the service hangs"),
  fn: () =>
    withBus(async (bus, directory) => {
      await bus.startDaemon("first");
      bus.freeze();
      const name = "DBUS_SESSION_BUS_ADDRESS";
      const before = Deno.env.get(name);
      Deno.env.set(name, bus.env[name] ?? "");
      try {
        const reason = new Error("enough");
        const controller = new AbortController();
        const call = createKeyring({ directory }).find(controller.signal);
        const start = performance.now();
        controller.abort(reason);
        await assert.rejects(call, reason);
        await assert.rejects(
          createKeyring({ directory, answerMs: 100 }).find(),
          { reason: "no_key" },
        );
        assert.ok(performance.now() - start < 1000);
      } finally {
        if (before === undefined) Deno.env.delete(name);
        else Deno.env.set(name, before);
      }
    }),
});

Deno.test("the keyring is not called without the permission, nor with foreign code in its place", async () => {
  await withDirectory(async (directory) => {
    const args = ["keyring", "find", directory];
    const withoutFfi = await runProgram(args, {
      flags: ["--allow-env", "--allow-read", "--allow-write"],
    });
    assert.equal(withoutFfi.error?.reason, "no_key");
    assert.match(withoutFfi.error.hint ?? "", /--allow-ffi/);
    const withoutLoader = await runProgram(args, {
      flags: ["--allow-ffi", "--allow-env=TEST_PASSPHRASE", "--allow-read"],
    });
    assert.equal(withoutLoader.error?.reason, "no_key");
    const replaced = await runProgram(args, {
      env: { NAPI_RS_NATIVE_LIBRARY_PATH: "/nonexistent.node" },
    });
    assert.equal(replaced.error?.reason, "no_key");
    assert.match(replaced.error.message, /foreign code/);
  });
});
