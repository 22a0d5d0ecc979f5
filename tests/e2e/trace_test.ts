import assert from "node:assert/strict";
import { clientId, openProduct, withSandbox } from "../support/product.ts";

Deno.test("T shows the steps of the demo's device code, in the program as it is installed", async () => {
  const session = await openProduct({ args: ["demo"], home: "/nonexistent" });
  await session.until(/device +○ none/);
  await session.until("? help");
  session.press("\r");
  await session.until(/The sandbox approves this[^]*\? help/);
  session.press("T");
  const screen = await session.until(/7[^\n]*○ next/);
  assert.match(screen, /You +Entrada +Entra/);
  assert.match(screen, /Ask for a device code ▸│ +✓ 200 · /);
  session.press("g");
  await session.until("1 of 7");
  session.press("\r");
  await session.until("Which registered application asks");
  session.press("\x1b");
  await session.until(/7[^\n]*○ next/);
  session.press("\x1b");
  await session.until("Signed in as ada@contoso.onmicrosoft.example");
  assert.doesNotMatch(session.written(), /eyJ[\w-]{20,}/);
  session.press("q");
  assert.equal(await session.exit, 0);
});

Deno.test({
  name:
    "get-token --trace-out writes a file for its owner alone, with no token in it",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withSandbox({}, async (sandbox, home) => {
      const path = `${home}/steps.md`;
      const client = sandbox.ready.clients.find(({ client_secret }) =>
        client_secret !== undefined
      );
      assert.ok(client?.client_secret !== undefined);
      const [api] = sandbox.ready.apis;
      const session = await openProduct({
        args: [
          ...["get-token", "--authority", sandbox.authority],
          ...["--client-id", clientId(sandbox, client.name)],
          ...["--client-secret-env", "S", "--resource", api?.uri ?? ""],
          ...["--trace-out", path],
        ],
        home,
        env: { S: client.client_secret },
      });
      assert.equal(await session.exit, 0, session.written());
      const text = await Deno.readTextFile(path);
      const { mode } = await Deno.stat(path);
      assert.equal((mode ?? 0) & 0o777, 0o600);
      assert.match(text, /```mermaid\nsequenceDiagram\n/);
      assert.match(text, /Ask as the application/);
      assert.ok(!text.includes(client.client_secret));
      assert.doesNotMatch(text, /eyJ[\w-]{20,}/);
    }),
});
