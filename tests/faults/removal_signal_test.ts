import assert from "node:assert/strict";
import { withLock } from "../../src/adapters/lock.ts";
import { cleanEnvironment, ROOT, startCommand } from "../support/product.ts";
import {
  filesBelow,
  onlyFile,
  openPlainStore,
  put,
} from "../support/store_world.ts";

const PROFILE = {
  name: "work",
  tenant: "contoso.example",
  clientId: "00000000-0000-4000-8000-000000000000",
  scopes: ["User.Read"],
};

interface Home {
  readonly home: string;
  /** Where the record of the profile is. */
  readonly place: string;
  /** Starts the program. */
  start(args: readonly string[]): Promise<Deno.ChildProcess>;
}

/** A home with a profile whose record is kept in plain text. */
async function withHome(work: (home: Home) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  const place = `${home}/state/plaintext`;
  try {
    await put(openPlainStore(place).store, "profile work", { text: "{}" });
    await Deno.writeTextFile(
      `${home}/profiles.json`,
      JSON.stringify({ version: 1, profiles: [PROFILE] }),
    );
    await work({
      home,
      place,
      start: async (args) =>
        new Deno.Command(Deno.execPath(), {
          args: [...await startCommand(), ...args],
          cwd: ROOT,
          clearEnv: true,
          env: { ...cleanEnvironment(home), ENTRADA_TOKEN_STORE: "plaintext" },
          ...{ stdin: "null", stdout: "null", stderr: "piped" },
        }).spawn(),
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Waits until the program has the lock file open, which is when it waits. */
async function untilWaiting(pid: number, lock: string): Promise<void> {
  // Deno lets nobody into /proc without every permission.
  const isOpen = async () => {
    const { stdout } = await new Deno.Command("/bin/ls", {
      args: ["-l", `/proc/${pid}/fd`],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).includes(`-> ${lock}\n`);
  };
  const end = performance.now() + 20_000;
  while (!await isOpen()) {
    assert.ok(performance.now() < end, "it waits for the record");
  }
}

const COMMANDS = [
  ["logout", "-p", "work"],
  ["config", "delete", "work", "--yes"],
  ["logout", "--all", "--yes"],
  ["cache", "clear", "--yes"],
];

for (const command of COMMANDS) {
  Deno.test({
    name: `${
      command.join(" ")
    } ends at once with a signal while another process holds the record`,
    ignore: Deno.build.os !== "linux",
    fn: () =>
      withHome(async ({ home, place, start }) => {
        const file = await onlyFile(place);
        await withLock(file, async () => {
          const child = await start(command);
          const output = child.output();
          await untilWaiting(child.pid, `${file}.lock`);
          const asked = performance.now();
          child.kill("SIGTERM");
          const { code, signal, stderr } = await output;
          assert.ok(performance.now() - asked < 3000);
          const said = new TextDecoder().decode(stderr);
          assert.ok(code === 143 || signal === "SIGTERM", `${code} ${said}`);
        });
        assert.equal(await onlyFile(place), file, "nothing was removed");
        const text = await Deno.readTextFile(`${home}/profiles.json`);
        assert.equal(JSON.parse(text).profiles.length, 1);
        const { code } = await (await start(command)).output();
        assert.equal(code, 0, "the same again does it");
        const left = (await filesBelow(place)).filter((name) =>
          name.endsWith(".tokens")
        );
        assert.deepEqual(left, []);
      }),
  });
}

Deno.test("config delete of a name that no profile has removes what is kept under it, and then finds nothing", () =>
  withHome(async ({ home, place, start }) => {
    await Deno.remove(`${home}/profiles.json`);
    const run = async () => {
      const child = await start(["config", "delete", "work", "--yes"]);
      const { code, stderr } = await child.output();
      return { code, stderr: new TextDecoder().decode(stderr) };
    };
    const first = await run();
    assert.deepEqual(first, {
      code: 0,
      stderr:
        'There is no profile "work"; what was kept under its name is removed\n',
    });
    const left = await filesBelow(place);
    assert.deepEqual(left.filter((name) => name.endsWith(".tokens")), []);
    const second = await run();
    assert.notEqual(second.code, 0);
    assert.match(second.stderr, /Cannot find the profile "work"/);
  }));
