import assert from "node:assert/strict";
import { openPty } from "../support/pty.ts";
import { cleanEnvironment, ROOT, startCommand } from "../support/product.ts";

Deno.test({
  name:
    "the interface stops at Ctrl+Z, leaves the shell usable, and fg brings it back",
  ignore: Deno.build.os === "windows",
  async fn() {
    const home = await Deno.makeTempDir();
    try {
      const shell = openPty("/bin/bash", {
        args: ["--norc", "--noprofile", "-i"],
        cwd: ROOT,
        env: { ...cleanEnvironment(home), PS1: "ready> " },
      });
      await shell.until("ready>");
      const command = [Deno.execPath(), ...await startCommand(), "demo"]
        .map((word) => `'${word}'`).join(" ");
      shell.press(`${command}; echo "code $?"\r`);
      await shell.until(/device +○ none[^]*q quit/);
      shell.press("\x1a");
      await shell.until(/Stopped/);
      shell.press("echo usa'b'le\r");
      await shell.until(/^usable/m);
      shell.press("fg\r");
      await shell.until(/device +○ none[^]*q quit/);
      shell.press("j");
      await shell.until(/› browser/);
      shell.press("q");
      await shell.until(/left without a token\s+ready>/);
      shell.press("exit\r");
      await shell.exit;
      assert.match(shell.written(), /Stopped/);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});
