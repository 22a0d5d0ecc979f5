import assert from "node:assert/strict";
import { openPty } from "../support/pty.ts";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";

for (
  const [name, key, code] of [
    ["Ctrl+\\", "\x1c", 131],
    ["Ctrl+C", "\x03", 130],
  ] as const
) {
  Deno.test({
    name:
      `${name} at the question for a password ends the program with ${code} and gives the terminal back as it was`,
    ignore: Deno.build.os === "windows",
    fn: () =>
      withSandbox({}, async (sandbox, home) => {
        const program = [
          ...[Deno.execPath(), ...await startCommand(), "get-token"],
          ...["-f", "password", "--authority", sandbox.authority],
          ...["--client-id", clientId(sandbox, "Contoso CLI")],
          ...["-s", "User.Read", "--no-cache"],
          ...["--username", "ada@contoso.onmicrosoft.example"],
        ];
        // A shell without job control leaves the terminal alone; both keys
        // reach it too.
        const line =
          'trap : INT QUIT; stty -g >"$0/before"; "$@"; echo "code $?"; stty -g >"$0/after"; echo done';
        const shell = openPty("/bin/sh", {
          args: ["-c", line, home, ...program],
          cwd: ROOT,
          env: cleanEnvironment(home),
        });
        await shell.until("Password");
        shell.press("hunter2");
        shell.press(key);
        await shell.until(/^done/m);
        await shell.exit;
        assert.ok(shell.written().includes(`code ${code}\r\n`));
        assert.ok(!shell.written().includes("hunter2"));
        const before = await Deno.readTextFile(`${home}/before`);
        assert.equal(await Deno.readTextFile(`${home}/after`), before);
      }),
  });
}
