import assert from "node:assert/strict";
import { openPty } from "../support/pty.ts";
import {
  cleanEnvironment,
  clientId,
  openProduct,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";

/** The interface as `TOKEN=$(entrada)` starts it: standard output is a file. */
async function openForToken(home: string, out: string) {
  const quoted = [Deno.execPath(), ...await startCommand()]
    .map((word) => `'${word}'`).join(" ");
  return openPty("/bin/sh", {
    args: ["-c", `${quoted} > '${out}'`],
    cwd: ROOT,
    env: cleanEnvironment(home),
  });
}

for (
  const [name, key, code] of [["q", "q", 6], ["Ctrl+C", "\x03", 130]] as const
) {
  Deno.test(`the interface exits ${code} when ${name} leaves without the token that a script waits for`, async () => {
    const home = await Deno.makeTempDir();
    try {
      const session = await openForToken(home, `${home}/token`);
      await session.until("q quit");
      session.press(key);
      assert.equal(await session.exit, code);
      assert.match(session.written(), /left without a token.*t prints one/);
      assert.equal(await Deno.readTextFile(`${home}/token`), "");
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  });
}

Deno.test("the interface prints the chosen token on standard output alone, and exits 0", () =>
  withSandbox({
    deviceIntervalSeconds: 1,
    autoApprove: {
      deviceAfterPolls: 1,
      username: "ada@contoso.onmicrosoft.example",
    },
  }, async (sandbox, home) => {
    const create = await openProduct({
      args: [
        "config",
        "create",
        "work",
        "--authority",
        sandbox.authority,
        "--client-id",
        clientId(sandbox, "Contoso CLI"),
        "-s",
        "User.Read",
        "-f",
        "device-code",
      ],
      home,
    });
    assert.equal(await create.exit, 0);
    const session = await openForToken(home, `${home}/token`);
    await session.until("q quit");
    session.press("\r");
    await session.until(/signature not verified[^]*t use token/);
    session.press("t");
    assert.equal(await session.exit, 0);
    assert.match(await Deno.readTextFile(`${home}/token`), /^eyJ\S+\n$/);
    assert.doesNotMatch(session.written(), /eyJ[\w-]{20,}/);
  }));

Deno.test("the interface draws with ASCII alone where the locale is not UTF-8", async () => {
  const home = await Deno.makeTempDir();
  try {
    const session = await openProduct({
      args: ["demo"],
      home,
      env: { LC_ALL: "C" },
    });
    const screen = await session.until(/> device +o none[^]*q quit/);
    assert.match(screen, /^[\n\x20-\x7e]*$/);
    session.press("q");
    assert.equal(await session.exit, 0);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
