import assert from "node:assert/strict";
import {
  type ClipboardTool,
  copyNatively,
} from "../../src/adapters/clipboard.ts";

const ignore = Deno.build.os === "windows";

/** A tool made of a few lines of shell, and the file that it may write. */
async function withTool(
  script: string,
  fn: (tool: ClipboardTool, out: string) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const path = `${home}/tool`;
  const out = `${home}/out`;
  await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const ssh = ["SSH_CONNECTION", "SSH_TTY"]
    .map((name) => [name, Deno.env.get(name)] as const);
  for (const [name] of ssh) Deno.env.delete(name);
  try {
    await fn({ path, args: [out] }, out);
  } finally {
    for (const [name, value] of ssh) {
      if (value !== undefined) Deno.env.set(name, value);
    }
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test({
  name: "copyNatively() gives the text to the tool's standard input alone",
  ignore,
  fn: () =>
    withTool('cat > "$1"; echo "$#" >> "$1"', async (tool, out) => {
      assert.equal(await copyNatively("tökén", [tool]), true);
      assert.equal(await Deno.readTextFile(out), "tökén1\n");
    }),
});

Deno.test({
  name: "copyNatively() tells when a tool fails, is missing, or has no display",
  ignore,
  fn: () =>
    withTool("cat > /dev/null; exit 1", async (tool) => {
      assert.equal(await copyNatively("x", [tool]), false);
      const missing = { path: `${tool.path}-missing` };
      assert.equal(await copyNatively("x", [missing]), false);
      const display = { ...tool, needs: "NO_SUCH_DISPLAY" };
      assert.equal(await copyNatively("x", [display]), false);
      assert.equal(await copyNatively("x", []), false);
    }),
});

Deno.test({
  name:
    "copyNatively() ends a tool that waits for a display that does not answer",
  ignore,
  fn: () =>
    withTool("cat > /dev/null; exec sleep 60", async (tool) => {
      const start = performance.now();
      assert.equal(await copyNatively("x", [tool]), false);
      assert.ok(performance.now() - start < 10_000);
    }),
});

Deno.test({
  name: "copyNatively() does not touch the clipboard of the far end of SSH",
  ignore,
  fn: () =>
    withTool('cat > "$1"', async (tool) => {
      Deno.env.set("SSH_TTY", "/dev/pts/1");
      try {
        assert.equal(await copyNatively("x", [tool]), false);
      } finally {
        Deno.env.delete("SSH_TTY");
      }
    }),
});
