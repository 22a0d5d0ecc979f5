import assert from "node:assert/strict";
import { createVaultHolder } from "../../src/adapters/protection/vault.ts";
import { openRecords } from "../../src/adapters/records.ts";
import { Secret } from "../../src/engine/secret.ts";
import { type FakeSetting, type Ran, runFake } from "./fake_io.ts";

const OLD = "four words are enough";
const NEW = "and four others also";

interface Machine {
  readonly state: string;
  /** The key that the passphrase opens. */
  open(passphrase: string): Promise<string | undefined>;
  run(argv: readonly string[], setting?: FakeSetting): Promise<Ran>;
}

/** A real state directory, whose unlocked key does not outlive the test. */
async function withMachine(
  work: (machine: Machine) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const state = `${home}/state`;
  try {
    await work({
      state,
      async open(passphrase) {
        const askPassphrase = () => Promise.resolve(new Secret(passphrase));
        const vault = createVaultHolder({ directory: state, askPassphrase });
        return (await vault.find())?.toHex();
      },
      run: (argv, setting = {}) =>
        runFake(["vault", ...argv], {
          ...setting,
          env: { ENTRADA_HOME: home, ...setting.env },
          replace: {
            records: (directory) =>
              Promise.resolve(openRecords(directory, () => home)),
          },
        }),
    });
  } finally {
    await createVaultHolder({ directory: state }).forget().catch(() => {});
    await Deno.remove(home, { recursive: true });
  }
}

/** The same with a vault in it. */
function withVault(
  work: (machine: Machine, key: string) => Promise<void>,
): Promise<void> {
  return withMachine(async (machine) => {
    const askPassphrase = () => Promise.resolve(new Secret(OLD));
    const vault = createVaultHolder({
      directory: machine.state,
      askPassphrase,
    });
    await work(machine, (await vault.obtain()).toHex());
  });
}

function typed(...lines: readonly string[]): FakeSetting {
  return { stdin: lines.join("\n") + "\n", terminals: ["stdin"] };
}

function assertSilent({ stdout, stderr }: Ran): void {
  assert.equal(stdout, "");
  for (const secret of [OLD, NEW]) assert.ok(!stderr.includes(secret));
}

async function assertOpens(
  { run, open }: Machine,
  { with: right, not: wrong, key }: {
    readonly with: string;
    readonly not: string;
    readonly key: string;
  },
): Promise<void> {
  assert.equal((await run(["lock"])).code, 0);
  await assert.rejects(open(wrong), { reason: "wrong_passphrase" });
  assert.equal(await open(right), key);
}

Deno.test("vault lock makes the next use ask for the passphrase again", () =>
  withVault(async ({ run, state, open }, key) => {
    const ran = await run(["lock"]);
    assert.equal(ran.code, 0);
    assert.equal(
      ran.stderr,
      "Locked the vault; its next use asks for the passphrase\n",
    );
    await assert.rejects(createVaultHolder({ directory: state }).find(), {
      reason: "locked",
    });
    assert.equal(await open(OLD), key);
  }));

Deno.test("vault lock and vault change-passphrase without a vault say so and end with 8", () =>
  withMachine(async ({ run, state }) => {
    for (
      const [argv, action] of [
        [["lock"], "lock the vault"],
        [["change-passphrase"], "change the passphrase"],
      ] as const
    ) {
      const ran = await run(argv, typed(OLD, NEW, NEW));
      assert.equal(ran.code, 8);
      assert.equal(
        ran.stderr,
        `Error: Cannot ${action}: there is no vault\n` +
          "Hint: Sign in with ENTRADA_TOKEN_STORE=vault to make one\n",
      );
      await assert.rejects(Deno.stat(state), Deno.errors.NotFound);
    }
  }));

Deno.test("vault change-passphrase asks for the present one and twice for the new one, shows none, and keeps the key", () =>
  withVault(async (machine, key) => {
    const ran = await machine.run(["change-passphrase"], typed(OLD, NEW, NEW));
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(
      ran.stderr,
      "Present passphrase of Entrada's vault: \n" +
        "New passphrase, at least 8 characters: \nThe same again: \n" +
        "Changed the passphrase of the vault\n",
    );
    assertSilent(ran);
    await assertOpens(machine, { with: NEW, not: OLD, key });
  }));

Deno.test("vault change-passphrase takes both from files, with nobody at the terminal", () =>
  withVault(async (machine, key) => {
    const files = { "/run/old": `${OLD}\n`, "/run/new": `${NEW}\n` };
    const argv = ["change-passphrase", "--new-passphrase-file", "/run/new"];
    const nobody = await machine.run(argv, { files });
    assert.equal(nobody.code, 6);
    assert.match(nobody.stderr, /--passphrase-file/);
    const ran = await machine.run([...argv, "--passphrase-file", "/run/old"], {
      files,
    });
    assert.equal(ran.code, 0, ran.stderr);
    assertSilent(ran);
    await assertOpens(machine, { with: NEW, not: OLD, key });
  }));

Deno.test("vault change-passphrase with the present one from the environment reminds of its file", () =>
  withVault(async ({ run }) => {
    const ran = await run(
      ["change-passphrase", "--new-passphrase-file", "/run/new"],
      {
        env: { ENTRADA_PASSPHRASE_FILE: "/run/old" },
        files: { "/run/old": OLD, "/run/new": NEW },
      },
    );
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /ENTRADA_PASSPHRASE_FILE names, too/);
  }));

Deno.test("vault change-passphrase changes nothing when the present one is wrong or the new one is none", () =>
  withVault(async (machine, key) => {
    for (
      const [lines, why] of [
        [["a wrong passphrase", NEW, NEW], "is not the right one"],
        [[OLD, "short", "short"], "fewer than 8 characters"],
        [[OLD, NEW, "something else"], "not the same the second time"],
        [[OLD, "", ""], "fewer than 8 characters"],
      ] as const
    ) {
      const ran = await machine.run(["change-passphrase"], typed(...lines));
      assert.equal(ran.code, 8, why);
      assert.ok(ran.stderr.includes(why), ran.stderr);
      assertSilent(ran);
    }
    await assertOpens(machine, { with: OLD, not: NEW, key });
  }));

Deno.test("no option of vault takes a passphrase itself", () =>
  withVault(async (machine, key) => {
    const ran = await machine.run(["change-passphrase", NEW], typed(OLD));
    assert.equal(ran.code, 64);
    assertSilent(ran);
    const option = await machine.run(
      ["change-passphrase", "--new-passphrase", NEW],
      typed(OLD),
    );
    assert.equal(option.code, 64);
    assertSilent(option);
    await assertOpens(machine, { with: OLD, not: NEW, key });
  }));
