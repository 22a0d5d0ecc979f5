import assert from "node:assert/strict";
import { deriveKey } from "../../src/adapters/protection/scrypt.ts";
import {
  createVaultHolder,
  type VaultHolder,
} from "../../src/adapters/protection/vault.ts";
import { COST } from "../../src/adapters/protection/vault_file.ts";
import { Secret } from "../../src/engine/secret.ts";
import {
  printFigure,
  runProgram,
  withDirectory,
} from "../support/keyring_session.ts";

const PASSPHRASE = "correct horse battery";

/** Answers with these passphrases, one after the other. */
function vaultOf(
  directory: string,
  ...answers: readonly string[]
): VaultHolder {
  const left = [...answers];
  return createVaultHolder({
    directory,
    askPassphrase: (why) => {
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Nobody answers "${why}"`);
      return Promise.resolve(new Secret(answer));
    },
  });
}

/** Makes a vault whose unlocked key does not outlive the test. */
async function withVault(
  work: (directory: string, key: string) => Promise<void>,
): Promise<void> {
  await withDirectory(async (parent) => {
    const directory = `${parent}/state`;
    const vault = vaultOf(directory, PASSPHRASE, PASSPHRASE);
    const key = (await vault.obtain()).toHex();
    try {
      await work(directory, key);
    } finally {
      await createVaultHolder({ directory }).forget();
    }
  });
}

async function lock(directory: string): Promise<void> {
  await createVaultHolder({ directory }).lock();
}

Deno.test("a vault asks twice when it is made, and once when it is opened", async () => {
  await withVault(async (directory, key) => {
    await lock(directory);
    const vault = vaultOf(directory, PASSPHRASE);
    assert.equal((await vault.find())?.toHex(), key);
    assert.equal((await vault.obtain()).toHex(), key);
    const { mode, size } = await Deno.stat(`${directory}/vault.json`);
    assert.equal((mode ?? 0) & 0o777, 0o600);
    assert.ok(size < 500);
  });
});

Deno.test("a wrong passphrase and a changed vault are told alike, and neither is shown", async () => {
  await withVault(async (directory) => {
    const path = `${directory}/vault.json`;
    const errors: unknown[] = [];
    const open = async (passphrase: string) => {
      await lock(directory);
      await vaultOf(directory, passphrase).find().catch((e) => errors.push(e));
    };
    await open("wrong horse battery");
    const sound = JSON.parse(await Deno.readTextFile(path));
    const salt = new Uint8Array(32).fill(1).toBase64();
    await Deno.writeTextFile(path, JSON.stringify({ ...sound, salt }));
    await open(PASSPHRASE);
    const [first, second] = errors as [Error, Error];
    assert.equal(errors.length, 2);
    assert.equal(first.message, second.message);
    for (const error of [first, second]) {
      assert.equal("reason" in error && error.reason, "wrong_passphrase");
      const shown = Deno.inspect(error, { depth: 10 });
      assert.doesNotMatch(shown, /horse/);
    }
    await Deno.writeTextFile(path, JSON.stringify(sound));
  });
});

Deno.test("a passphrase that is short or typed differently makes no vault", async () => {
  await withDirectory(async (directory) => {
    for (
      const [answers, message] of [
        [["seven77"], /fewer than 8 characters$/],
        [["correct horse", "correct horde"], /not the same the second time$/],
      ] as const
    ) {
      await assert.rejects(
        vaultOf(directory, ...answers).obtain(),
        (error: Error) => {
          assert.equal("reason" in error && error.reason, "wrong_passphrase");
          assert.match(error.message, message);
          return true;
        },
      );
    }
    assert.deepEqual([...Deno.readDirSync(directory)], []);
  });
});

Deno.test("changePassphrase() keeps the key, and the old passphrase opens nothing", async () => {
  await withVault(async (directory, key) => {
    const other = "another long one";
    await vaultOf(directory, PASSPHRASE, other, other).changePassphrase();
    await lock(directory);
    assert.equal((await vaultOf(directory, other).find())?.toHex(), key);
    await lock(directory);
    await assert.rejects(vaultOf(directory, PASSPHRASE).find(), {
      reason: "wrong_passphrase",
    });
  });
});

Deno.test("accents count the same whichever way a keyboard puts them", async () => {
  await withDirectory(async (directory) => {
    const composed = "caf\u00e9 cr\u00e8me";
    const decomposed = "cafe\u0301 cre\u0300me";
    const key = await vaultOf(directory, composed, composed).obtain();
    await lock(directory);
    const again = await vaultOf(directory, decomposed).find();
    assert.equal(again?.toHex(), key.toHex());
    await createVaultHolder({ directory }).forget();
  });
});

interface Timed {
  readonly ms: number;
  /** How often the event loop came round in a second. */
  readonly rate: number;
}

/** The fastest of three, each after some preparation. */
async function fastest(
  prepare: () => Promise<void>,
  work: () => Promise<unknown>,
): Promise<Timed> {
  let best: Timed = { ms: Infinity, rate: 0 };
  for (let run = 0; run < 3; run++) {
    await prepare();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    clearInterval(timer);
    if (ms < best.ms) best = { ms, rate: ticks * 1000 / ms };
  }
  return best;
}

Deno.test("opening a vault takes half a second at most, and the event loop goes on", async () => {
  await withVault(async (directory) => {
    const salt = new Uint8Array(32);
    const bare = await fastest(
      () => Promise.resolve(),
      () => deriveKey(PASSPHRASE, { ...COST, salt }),
    );
    const { ms, rate } = await fastest(
      () => lock(directory),
      () => vaultOf(directory, PASSPHRASE).find(),
    );
    printFigure(
      `S6: scrypt 2^17 opens a vault in ${Math.round(ms)} ms ` +
        `(${Math.round(bare.ms)} ms of it scrypt's), ` +
        `${Math.round(rate)} ticks of the event loop in a second`,
    );
    // On a machine that is busy with something else scrypt alone takes longer.
    assert.ok(ms <= Math.max(500, 1.5 * bare.ms));
    assert.ok(rate >= 30);
  });
});

Deno.test("processes that race to make a vault with one passphrase get the same key", async () => {
  await withDirectory(async (directory) => {
    const env = { TEST_PASSPHRASE: PASSPHRASE };
    const outcomes = await Promise.all(
      Array.from(
        { length: 6 },
        () => runProgram(["vault", "obtain", directory], { env }),
      ),
    );
    assert.equal(new Set(outcomes.map(({ key }) => key)).size, 1);
    assert.match(outcomes[0]?.key ?? "", /^[0-9a-f]{16}$/);
    await createVaultHolder({ directory }).forget();
  });
});

Deno.test("a vault that nobody can open says that it is locked", async () => {
  await withVault(async (directory) => {
    await lock(directory);
    await assert.rejects(createVaultHolder({ directory }).find(), {
      reason: "locked",
      message: /nobody can be asked/,
    });
  });
});

Deno.test("forget() leaves nothing of a vault, nor what a killed process left", async () => {
  await withVault(async (directory) => {
    await Deno.writeTextFile(
      `${directory}/vault.json.${crypto.randomUUID()}.tmp`,
      "left",
    );
    const vault = createVaultHolder({ directory });
    await vault.forget();
    assert.equal(await vault.find(), undefined);
    const left = [...Deno.readDirSync(directory)].map(({ name }) => name);
    assert.deepEqual(left, ["vault.json.lock"]);
  });
});

Deno.test({
  name:
    "a pipe, a link, a directory or zeros in the place of a vault are refused",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withDirectory(async (directory) => {
      const path = `${directory}/vault.json`;
      const puts: (() => Promise<unknown>)[] = [
        () => new Deno.Command("mkfifo", { args: [path] }).output(),
        () => Deno.symlink("/dev/zero", path),
        () => Deno.mkdir(path),
        () => Deno.writeFile(path, new Uint8Array(100_000)),
      ];
      for (const put of puts) {
        await put();
        await assert.rejects(vaultOf(directory, PASSPHRASE).find(), {
          name: "StoreError",
          reason: "failed",
        });
        await Deno.remove(path);
      }
    });
  },
});
