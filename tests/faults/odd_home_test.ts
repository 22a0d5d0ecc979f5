import assert from "node:assert/strict";
import { cleanEnvironment, ROOT, startCommand } from "../support/product.ts";

const ignore = Deno.build.os === "windows";
/** A program that waits for ever fails its test. */
const PATIENCE_MS = 30_000;

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

/** `printf` makes a byte that no text of a test has. */
async function entrada(
  home: string,
  args: readonly string[],
): Promise<Ended> {
  const { ENTRADA_HOME: _, ...env } = cleanEnvironment("");
  const script =
    'ENTRADA_HOME="$(printf "$1")"; export ENTRADA_HOME; shift; exec "$@"';
  const { code, stderr } = await new Deno.Command("sh", {
    args: [
      ...["-c", script, "sh", home, Deno.execPath()],
      ...await startCommand(),
      ...args,
    ],
    cwd: ROOT,
    clearEnv: true,
    env,
    signal: AbortSignal.timeout(PATIENCE_MS),
    stdin: "null",
    stdout: "null",
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test({
  name: "a home that is not UTF-8 is named by its variable, and ends with 78",
  ignore,
  async fn() {
    for (const args of [["config", "list"], ["get-token", "-p", "x"]]) {
      const { code, stderr } = await entrada("/canary\\377", args);
      assert.equal(code, 78, stderr);
      assert.match(stderr, /variable ENTRADA_HOME: it is not UTF-8/);
      assert.doesNotMatch(stderr, /canary/);
    }
  },
});

Deno.test({
  name: "a home that is a device or a file is told to be no directory",
  ignore,
  async fn() {
    const file = await Deno.makeTempFile();
    try {
      for (const home of ["/dev/null", file]) {
        for (const args of [["config", "list"], ["get-token", "-p", "x"]]) {
          const { code, stderr } = await entrada(home, args);
          assert.equal(code, 8, stderr);
          assert.match(stderr, /ENTRADA_HOME is not a directory/);
        }
      }
    } finally {
      await Deno.remove(file);
    }
  },
});

Deno.test({
  name: "get-token --timeout ends the wait for profiles in a pipe, too",
  ignore,
  async fn() {
    const home = await Deno.makeTempDir();
    try {
      const pipe = `${home}/profiles.json`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      const args = ["get-token", "-p", "x", "--timeout", "300ms"];
      const { code, stderr } = await entrada(home, args);
      assert.equal(code, 5, stderr);
      assert.match(stderr, /Cannot get a token within/);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});
