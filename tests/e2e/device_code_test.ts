import assert from "node:assert/strict";
import { clientId, openProduct, withSandbox } from "../support/product.ts";
import type { PtySession } from "../support/pty.ts";

const LEAVE_ALTERNATE_SCREEN = "\u001b[?1049l";
const SHOW_CURSOR = "\u001b[?25h";

function assertRestored(session: PtySession): void {
  const written = session.written();
  assert.ok(
    written.includes(LEAVE_ALTERNATE_SCREEN),
    "the alternate screen is left",
  );
  assert.ok(
    written.lastIndexOf(SHOW_CURSOR) > written.lastIndexOf("\u001b[?25l"),
    "the cursor is shown",
  );
}

Deno.test("the interface signs in by device code at 80×24, and the terminal is restored", async () => {
  const session = await openProduct({ args: ["demo"], home: "/nonexistent" });
  await session.until(/device +○ none/);
  await session.until("? help");
  session.press("\r");
  const screen = await session.until(/The sandbox approves this[^]*\? help/);
  assert.match(screen, /waiting for you/);
  assert.match(screen, /http:\/\/127\.0\.0\.1:\d+\/devicelogin/);
  assert.match(screen, /\d+ min( \d+ s)? left/);
  // The emulator may be read in the middle of a frame: wait for the last of it.
  const token = await session.until(/signature not verified[^]*q quit/);
  assert.match(token, /Signed in as ada@contoso\.onmicrosoft\.example/);
  assert.doesNotMatch(
    session.written(),
    /eyJ[\w-]{20,}/,
    "no token on the screen",
  );
  session.press("q");
  assert.equal(await session.exit, 0);
  assertRestored(session);
});

Deno.test("the interface ends a device code sign-in that a person approves on the page", () =>
  withSandbox({ deviceIntervalSeconds: 1 }, async (sandbox, home) => {
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
    const env = { ENTRADA_TOKEN_STORE: "memory" };
    const session = await openProduct({ args: [], home, env });
    await session.until("? help");
    session.press("\r");
    const screen = await session.until("waiting for you");
    const [, spaced = ""] = /^ +((?:[A-Z0-9] ){8}[A-Z0-9])\b/m.exec(screen) ??
      [];
    const code = spaced.replaceAll(" ", "");
    sandbox.control.approveDevice(
      code,
      "grace@contoso.onmicrosoft.example",
    );
    await session.until("Signed in as grace@");
    session.press("q");
    assert.equal(await session.exit, 0);
  }));

Deno.test("the interface cancels a sign-in at Ctrl+C, and leaves at the second one", async () => {
  const session = await openProduct({ args: ["demo"], home: "/nonexistent" });
  await session.until("? help");
  session.press("\r");
  await session.until("Enter this code");
  session.press("\u0003");
  await session.until(/device +○ none/);
  session.press("\u0003");
  assert.equal(await session.exit, 0);
  assertRestored(session);
});

for (
  const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129], [
    "SIGINT",
    130,
  ]] as const
) {
  Deno.test(`the interface restores the terminal and exits ${code} at ${signal} during a sign-in`, async () => {
    const session = await openProduct({ args: ["demo"], home: "/nonexistent" });
    await session.until("? help");
    session.press("\r");
    await session.until("Enter this code");
    session.kill(signal);
    assert.equal(await session.exit, code);
    assertRestored(session);
  });
}

Deno.test("get-token ends with one sentence and 130 at Ctrl+C while it polls", () =>
  withSandbox({}, async (sandbox, home) => {
    const session = await openProduct({
      args: [
        "get-token",
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
    await session.until(/Waiting for you · \d+:\d\d left/);
    session.press("\u0003");
    assert.equal(await session.exit, 130);
    assert.doesNotMatch(session.written(), /\bat .*\.ts:\d+|Uncaught/);
  }));

Deno.test("the interface shrinks to one line below 60×15 and comes back", async () => {
  const session = await openProduct({
    args: ["demo"],
    home: "/nonexistent",
    columns: 40,
    rows: 10,
  });
  await session.until("60×15");
  session.resize({ columns: 80, rows: 24 });
  await session.until(/device +○ none/);
  session.press("q");
  assert.equal(await session.exit, 0);
});
