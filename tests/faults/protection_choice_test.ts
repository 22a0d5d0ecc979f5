import assert from "node:assert/strict";
import {
  injecting,
  needing,
  type Outcome,
  printFigure,
  type RunOptions,
  runProgram,
  withBus,
  withDaemon,
  withDirectory,
} from "../support/keyring_session.ts";

const PASSPHRASE = {
  TEST_PASSPHRASE: "correct horse battery",
  ENTRADA_PASSPHRASE_FILE: "/nonexistent/but/named",
};
const NO_KERNEL = injecting("add_key,keyctl", "EPERM");

interface World {
  /** A state directory, in a home of its own. */
  readonly state: string;
  choose(options?: RunOptions, asked?: string): Promise<Outcome>;
}

/** A home of its own; the keys that its processes made do not stay. */
async function withHome(work: (world: World) => Promise<void>): Promise<void> {
  await withDirectory(async (home) => {
    const state = `${home}/state`;
    try {
      await work({
        state,
        choose: (options = {}, asked = "") =>
          runProgram(["choose", asked, state], {
            ...options,
            env: { ENTRADA_HOME: home, ...options.env },
          }),
      });
    } finally {
      await runProgram(["kernel", "forget", state, state]);
      await runProgram(["vault", "forget", state]);
    }
  });
}

async function remembered(state: string): Promise<Record<string, unknown>> {
  const path = `${state}/protection.json`;
  const { mode } = await Deno.stat(path);
  assert.equal((mode ?? 0) & 0o777, 0o600);
  return JSON.parse(await Deno.readTextFile(path));
}

Deno.test({
  ...needing(
    "without a desktop the key is in the kernel's keyring, and a second process finds it",
    "",
    [],
  ),
  fn: () =>
    withHome(async ({ state, choose }) => {
      const first = await choose();
      assert.equal(first.name, "kernel", JSON.stringify(first));
      assert.equal(first.remembered, true);
      assert.match(first.reason ?? "", /no D-Bus session/);
      const second = await choose();
      assert.equal(second.key, first.key);
      assert.equal(second.name, "kernel");
      const { version, protection, chosenAt } = await remembered(state);
      assert.deepEqual([version, protection], [1, "kernel"]);
      assert.ok(!Number.isNaN(Date.parse(String(chosenAt))));
    }),
});

Deno.test({
  ...needing(
    "with the kernel's keyring forbidden too it is a vault, and without a passphrase memory",
    "strace",
  ),
  fn: () =>
    withHome(async ({ state, choose }) => {
      const container = { under: NO_KERNEL };
      const memory = await choose(container);
      assert.equal(memory.name, "memory");
      assert.equal(memory.remembered, false);
      await assert.rejects(Deno.stat(`${state}/protection.json`));
      const first = await choose({ ...container, env: PASSPHRASE });
      assert.equal(first.name, "vault");
      assert.deepEqual(first.asked, ["create", "again"]);
      const second = await choose({ ...container, env: PASSPHRASE });
      assert.deepEqual(second.asked, ["open"]);
      assert.equal(second.key, first.key);
      printFigure("S7: without D-Bus and in a container, 2 of 2 keep a key");
    }),
});

Deno.test({
  ...needing(
    "a vault is opened once for a login, also where that has no session keyring",
    "keyutils",
    ["/usr/bin/keyctl"],
  ),
  fn: () =>
    withHome(async ({ choose }) => {
      const env = PASSPHRASE;
      const made = await choose({ env }, "vault");
      assert.deepEqual(made.asked, ["create", "again"]);
      const again = await choose({ env }, "vault");
      assert.deepEqual([again.asked, again.key], [[], made.key]);
      const silent = await choose({}, "vault");
      assert.deepEqual([silent.problem, silent.key], [undefined, made.key]);
    }),
});

Deno.test({
  ...withDaemon("the remembered place is never changed in silence"),
  fn: () =>
    withBus(async (bus) => {
      await bus.startDaemon("first");
      await withHome(async ({ state, choose }) => {
        const { env } = bus;
        const first = await choose({ env });
        assert.equal(first.name, "keyring");
        const before = await remembered(state);
        assert.equal((await choose({ env })).key, first.key);
        const away = await choose();
        bus.freeze();
        const hung = await choose({ env });
        await bus.stopDaemon();
        await bus.startDaemon();
        const locked = await choose({ env });
        const problems = [away, hung, locked].map(({ name, key, problem }) => {
          assert.deepEqual([name, key], ["keyring", undefined]);
          return problem?.id;
        });
        assert.deepEqual(problems, [
          "no_session_bus",
          "keyring_hung",
          "keyring_locked",
        ]);
        assert.deepEqual(await remembered(state), before);
        printFigure("S2: 3 of 3 situations keep the place that was chosen");
      });
    }),
});

Deno.test({
  ...needing("what the user asks for is for this run alone", "", []),
  fn: () =>
    withHome(async ({ state, choose }) => {
      await choose();
      const before = await remembered(state);
      for (const asked of ["memory", "plaintext"]) {
        const { name, key, problem } = await choose({}, asked);
        assert.deepEqual([name, key, problem], [asked, undefined, undefined]);
      }
      const keyring = await choose({}, "keyring");
      assert.equal(keyring.problem?.id, "no_session_bus");
      assert.equal((await choose({}, "vault")).problem?.id, "vault_locked");
      assert.deepEqual(await remembered(state), before);
    }),
});

Deno.test({
  ...needing(
    "20 processes that choose at the same time choose the same",
    "",
    [],
  ),
  fn: () =>
    withHome(async ({ choose }) => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => choose()),
      );
      const chosen = new Set(outcomes.map(({ name, key }) => `${name} ${key}`));
      assert.equal(chosen.size, 1, [...chosen].join(", "));
      assert.match([...chosen][0] ?? "", /^kernel [0-9a-f]{16}$/);
    }),
});

Deno.test("a choice that cannot be understood is not made anew", async () => {
  await withHome(async ({ state, choose }) => {
    await Deno.mkdir(state, { recursive: true });
    const path = `${state}/protection.json`;
    for (
      const text of [
        "",
        "{",
        "null",
        '{"version":2,"protection":"kernel"}',
        '{"version":1,"protection":"plaintext"}',
      ]
    ) {
      await Deno.writeTextFile(path, text);
      const { name, problem } = await choose();
      assert.deepEqual([name, problem?.id], ["memory", "choice_unreadable"]);
      assert.equal(await Deno.readTextFile(path), text);
    }
    await Deno.remove(path);
    await Deno.symlink("/dev/zero", path);
    assert.equal((await choose()).problem?.id, "choice_unreadable");
  });
});

Deno.test("a state directory that cannot be written is a problem, not an end", async () => {
  await withHome(async ({ choose }) => {
    const { name, problem, remembered, key } = await choose({
      flags: ["--allow-ffi", "--allow-env", "--allow-read"],
    });
    assert.deepEqual([problem?.id, remembered], ["choice_not_kept", false]);
    assert.deepEqual([name, key], ["kernel", undefined]);
  });
});
