import assert from "node:assert/strict";
import { systemClock } from "../../src/adapters/clock.ts";
import { systemFiles } from "../../src/adapters/files.ts";
import { systemPorts } from "../../src/adapters/mod.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/mod.ts";
import { memoryStorage, runFake } from "./fake_io.ts";

const ORDERS = "api://5b0e6c7a-93d4-4f1e-8a25-6f4c1d2e7b90/.default";

async function* parts(
  count: number,
  failure?: Error,
): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    await Promise.resolve();
    yield new Uint8Array(70_000).fill(index);
  }
  if (failure !== undefined) throw failure;
}

function callerOf(sandbox: Sandbox) {
  const nightly = sandbox.ready.clients.find(({ name }) =>
    name === "Contoso Nightly Report"
  );
  const storage = memoryStorage();
  return {
    id: nightly?.client_id ?? "",
    call: (...argv: readonly string[]) =>
      runFake([
        ...["call", "--authority", sandbox.authority],
        ...["--client-id", nightly?.client_id ?? ""],
        ...["--client-secret-env", "S", ...argv],
      ], {
        env: { S: nightly?.client_secret ?? "" },
        storage,
        clock: systemClock,
        replace: { ports: () => Promise.resolve(systemPorts()) },
      }),
  };
}

Deno.test("call gets a new token when an event has ended the kept one, and says so", async () => {
  const sandbox = await startSandbox();
  try {
    const { call, id } = callerOf(sandbox);
    const url = `${sandbox.origin}/api/orders`;
    const first = await call(url, "-s", ORDERS);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(JSON.parse(first.stdout).value.length, 2);
    const quiet = await call(url, "-s", ORDERS);
    assert.ok(!quiet.stderr.includes("Flow:"), quiet.stderr);
    sandbox.control.advanceClock(10);
    sandbox.control.challenge(id);
    const second = await call(url, "-s", ORDERS);
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stderr, /^The API asks for another token/m);
    const third = await call(url, "-s", ORDERS);
    assert.equal(third.code, 0, third.stderr);
    assert.ok(!third.stderr.includes("another token"), third.stderr);
  } finally {
    await sandbox.close();
  }
});

Deno.test("writePrivateParts() writes a file for its owner alone, all of it or nothing", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/answer.bin`;
  const write = systemFiles.writePrivateParts;
  assert.ok(write);
  try {
    await write(path, parts(3));
    const { size, mode } = await Deno.stat(path);
    assert.equal(size, 210_000);
    if (Deno.build.os !== "windows") assert.equal((mode ?? 0) & 0o777, 0o600);
    const failure = new Error("the network");
    await assert.rejects(write(path, parts(1, failure)), failure);
    assert.equal((await Deno.stat(path)).size, 210_000);
    await assert.rejects(write(`${folder}/none/x.bin`, parts(1)));
    if (Deno.build.os !== "windows") {
      await Deno.symlink(path, `${folder}/link`);
      await assert.rejects(
        write(`${folder}/link`, parts(1)),
        { name: "UnsafeFileError" },
      );
    }
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["answer.bin", "link"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
