import assert from "node:assert/strict";
import { itemName } from "../../src/adapters/protection/item_name.ts";
import {
  injecting,
  needing,
  type Outcome,
  type RunOptions,
  runProgram,
  withDirectory,
} from "../support/keyring_session.ts";

const KEYCTL = "/usr/bin/keyctl";

/** The kernel's list of keys has one line for each. */
async function keyLines(directory: string): Promise<readonly string[]> {
  const name = `${await itemName("entrada:key", directory)}: `;
  // Deno reads nothing in /proc itself without every permission.
  const { stdout } = await new Deno.Command("cat", { args: ["/proc/keys"] })
    .output();
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes(name));
}

type Run = (task: string, options?: RunOptions) => Promise<Outcome>;

/** A key of its own in the kernel, which does not stay. */
async function withKey(
  work: (run: Run, directory: string) => Promise<void>,
): Promise<void> {
  await withDirectory(async (directory) => {
    const run: Run = (task, options) =>
      runProgram(["kernel", task, directory, directory], options);
    try {
      await work(run, directory);
    } finally {
      await run("forget");
    }
  });
}

Deno.test({
  ...needing(
    "20 processes that race for a key in the kernel get the same",
    "",
    [],
  ),
  fn: () =>
    withKey(async (run) => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => run("obtain")),
      );
      const keys = new Set(outcomes.map(({ key }) => key));
      assert.equal(keys.size, 1, JSON.stringify(outcomes));
      assert.match([...keys][0] ?? "", /^[0-9a-f]{16}$/);
    }),
});

Deno.test({
  ...needing("the same holds when each takes long to put it there", "strace"),
  fn: () =>
    withKey(async (run) => {
      const under = [
        ...["/usr/bin/strace", "-f", "-qq", "-o", "/dev/null"],
        ...["-e", "trace=add_key", "-e", "inject=add_key:delay_enter=300000"],
      ];
      const outcomes = await Promise.all(
        Array.from({ length: 4 }, () => run("obtain", { under })),
      );
      assert.equal(new Set(outcomes.map(({ key }) => key)).size, 1);
      assert.match(outcomes[0]?.key ?? "", /^[0-9a-f]{16}$/);
    }),
});

Deno.test({
  ...needing(
    "the kernel's key is one for logins with and without a session keyring",
    "keyutils",
    [KEYCTL],
  ),
  fn: () =>
    withKey(async (run) => {
      const inSession = { under: [KEYCTL, "session", "-"] };
      const { key } = await run("obtain", inSession);
      assert.match(key ?? "", /^[0-9a-f]{16}$/);
      assert.equal((await run("find")).key, key);
      assert.equal((await run("find", inSession)).key, key);
      assert.equal((await run("forget", inSession)).error, undefined);
      assert.equal((await run("find")).key, undefined);
    }),
});

Deno.test({
  ...needing("nobody but the user may see the kernel's key", "keyutils", [
    KEYCTL,
  ]),
  fn: () =>
    withKey(async (run, directory) => {
      await run("obtain");
      const ours = await keyLines(directory);
      assert.equal(ours.length, 1);
      for (const line of ours) assert.match(line, / 3f3f0000 /);
    }),
});

Deno.test({
  ...needing("each refusal of the kernel has its reason", "strace"),
  fn: () =>
    withKey(async (run) => {
      const reasons: Record<string, string | undefined> = {};
      for (
        const [calls, error] of [
          ["add_key,keyctl", "EPERM"],
          ["add_key,keyctl", "ENOSYS"],
          ["add_key,keyctl", "EACCES"],
          ["add_key", "EDQUOT"],
          ["keyctl", "EIO"],
        ] as const
      ) {
        const outcome = await run("obtain", { under: injecting(calls, error) });
        reasons[error] = outcome.error?.reason;
      }
      assert.deepEqual(reasons, {
        EPERM: "no_key",
        ENOSYS: "no_key",
        EACCES: "no_key",
        EDQUOT: "full",
        EIO: "failed",
      });
    }),
});

Deno.test({
  ...needing(
    "something else in the place of the kernel's key is refused and left alone",
    "keyutils",
    [KEYCTL],
  ),
  fn: () =>
    withKey(async (run, directory) => {
      const { key } = await run("obtain");
      assert.ok(key);
      const serials = (await keyLines(directory))
        .map((line) => Number.parseInt(line, 16));
      assert.equal(serials.length, 1);
      for (const serial of serials) {
        const { success } = await new Deno.Command(KEYCTL, {
          args: ["update", String(serial), "short"],
          stderr: "null",
        }).output();
        assert.ok(success);
      }
      const { error } = await run("obtain");
      assert.equal(error?.reason, "failed");
      assert.match(error.message, /is not a key$/);
    }),
});

Deno.test("the kernel is not called without the permission", async () => {
  await withDirectory(async (directory) => {
    const { error } = await runProgram(["kernel", "find", directory], {
      flags: ["--allow-env", "--allow-read", "--allow-write"],
    });
    assert.equal(error?.reason, "no_key");
  });
});
