import assert from "node:assert/strict";
import {
  cleanEnvironment,
  clientId,
  openProduct,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";

/** Runs the program without a terminal. */
async function run(home: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...await startCommand(), ...args],
    cwd: ROOT,
    clearEnv: true,
    env: cleanEnvironment(home),
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

Deno.test("a recorded session has no token and no code, and replays to the same screen", () =>
  withSandbox({ deviceIntervalSeconds: 1 }, async (sandbox, home) => {
    const path = `${home}/session.ndjson`;
    const made = await run(
      home,
      ...["config", "create", "work", "--authority", sandbox.authority],
      ...["--client-id", clientId(sandbox, "Contoso CLI")],
      ...["-s", "User.Read", "-f", "device-code"],
    );
    assert.equal(made.code, 0, made.stderr);
    const session = await openProduct({ args: ["--record", path], home });
    await session.until(/› work[^]*q quit/);
    session.press("\r");
    const waiting = await session.until("waiting for you");
    const [, spaced = ""] = /^ +((?:[A-Z0-9] ){8}[A-Z0-9])\b/m.exec(waiting) ??
      [];
    const code = spaced.replaceAll(" ", "");
    assert.equal(code.length, 9);
    sandbox.control.approveDevice(code, "grace@contoso.onmicrosoft.example");
    await session.until(/Signed in as grace@[^]*q quit/);
    const last = session.screen();
    session.press("q");
    assert.equal(await session.exit, 0);

    const { mode } = await Deno.stat(path);
    if (mode !== null) assert.equal(mode & 0o777, 0o600);
    const text = await Deno.readTextFile(path);
    assert.ok(!text.includes(code), "no device code");
    assert.doesNotMatch(text, /eyJ[\w-]{6,}/, "no token");

    const printed = await run(home, "--replay", path);
    assert.equal(printed.code, 0, printed.stderr);
    const ends = /[\w-]{6}(•+)[\w-]{4}/g;
    assert.deepEqual(
      printed.stdout.trimEnd().split("\n").map((line) => line.trimEnd()),
      last.replace(ends, "••••••$1••••").trimEnd().split("\n")
        .map((line) => line.trimEnd()),
    );

    const refused = await run(home, "--record", path);
    assert.equal(refused.code, 64);
    assert.equal(await Deno.readTextFile(path), text);

    const replayed = await openProduct({
      args: ["--replay", path, "--speed", "max"],
      home: "/nonexistent",
    });
    await replayed.until(/replay ended {2}(\d+) of \1/);
    assert.match(replayed.screen(), /Signed in as grace@/);
    replayed.press("q");
    assert.equal(await replayed.exit, 0);
  }));
