import assert from "node:assert/strict";
import { createVaultHolder } from "../../src/adapters/protection/vault.ts";
import { createFileStore } from "../../src/adapters/store/file_store.ts";
import { Secret } from "../../src/engine/secret.ts";
import { needingKernel } from "../support/kept_calls.ts";
import { withKeyringMachine } from "../support/keyring_machine.ts";
import { cleanEnvironment, ROOT, startCommand } from "../support/product.ts";
import { CLIENT } from "../support/tokens.ts";

const PASSPHRASE = "four words are enough";
const ignore = Deno.build.os === "windows";

/** A home whose vault has a passphrase, in a file and in a pipe. */
interface Home {
  readonly path: string;
  readonly passphrase: string;
  readonly pipe: string;
}

async function withHome(work: (home: Home) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  const [passphrase, pipe] = [`${path}/passphrase`, `${path}/pipe`];
  await Deno.writeTextFile(passphrase, PASSPHRASE, { mode: 0o600 });
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  try {
    await work({ path, passphrase, pipe });
  } finally {
    // No key of the home is to stay in the kernel.
    await createVaultHolder({ directory: `${path}/state` }).forget();
    await Deno.remove(path, { recursive: true });
  }
}

interface Started {
  /** Gives it its secret, and waits until it has ended. */
  end(secret: string): Promise<{ code: number; stderr: string }>;
}

async function startCreate(
  { path }: Home,
  passphraseFile: string,
): Promise<Started> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...await startCommand(),
      ...["config", "create", "ci", "-t", "contoso.com"],
      ...["--client-id", CLIENT, "--client-secret-stdin"],
      ...["--secret-store", "vault", "--passphrase-file", passphraseFile],
    ],
    cwd: ROOT,
    env: cleanEnvironment(path),
    clearEnv: true,
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  return {
    async end(secret) {
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(secret));
      await writer.close();
      const { code, stderr } = await child.output();
      return { code, stderr: new TextDecoder().decode(stderr) };
    },
  };
}

async function sealedSecret({ path }: Home): Promise<string | undefined> {
  const directory = `${path}/state`;
  const store = createFileStore({
    directory: `${directory}/vault`,
    key: createVaultHolder({
      directory,
      askPassphrase: () => Promise.resolve(new Secret(PASSPHRASE)),
    }),
    damaged: "refuse",
    suffix: ".secrets",
  });
  return await store.read("secrets ci");
}

Deno.test({
  name:
    "config create that comes second leaves the secret of a profile alone that was made meanwhile",
  ignore,
  fn: () =>
    withHome(async (home) => {
      // Waits for its secret, after it has seen that the name is free.
      const late = await startCreate(home, home.passphrase);
      const winner = await startCreate(home, home.passphrase);
      const won = await winner.end("secret-of-the-winner");
      assert.equal(won.code, 0, won.stderr);
      const lost = await late.end("secret-of-the-loser");
      assert.notEqual(lost.code, 0);
      assert.match(lost.stderr, /"ci"/);
      const kept = await sealedSecret(home);
      assert.equal(kept, '{"clientSecret":"secret-of-the-winner"}');
    }),
});

Deno.test({
  name:
    "config create that comes second waits for one that is sealing its secret, and loses",
  ignore,
  fn: () =>
    withHome(async (home) => {
      const winner = await startCreate(home, home.pipe);
      const winning = winner.end("secret-of-the-winner");
      // Opens when the winner reads its passphrase, which is when it seals.
      const pipe = await Deno.open(home.pipe, { write: true });
      const loser = await startCreate(home, home.passphrase);
      const losing = loser.end("secret-of-the-loser");
      await pipe.write(new TextEncoder().encode(PASSPHRASE));
      pipe.close();
      const [won, lost] = await Promise.all([winning, losing]);
      assert.equal(won.code, 0, won.stderr);
      assert.notEqual(lost.code, 0);
      const kept = await sealedSecret(home);
      assert.equal(kept, '{"clientSecret":"secret-of-the-winner"}');
    }),
});

Deno.test({
  name:
    "config create says what is wrong with a passphrase file, and leaves nothing behind",
  ignore,
  fn: () =>
    withHome(async (home) => {
      await Deno.writeTextFile(`${home.path}/empty`, "");
      const wrong = [
        [`${home.path}/missing`, 78, /does not exist/],
        [`${home.path}/empty`, 78, /is empty/],
        ["/dev/zero", 8, /longer than 16 MiB|may not be read/],
        [home.path, 8, /is a directory/],
      ] as const;
      for (const [file, code, why] of wrong) {
        const ended = await (await startCreate(home, file)).end("secret");
        assert.equal(ended.code, code, `${file}: ${ended.stderr}`);
        assert.match(ended.stderr, /Cannot read the passphrase/);
        assert.match(ended.stderr, why);
        assert.equal(await sealedSecret(home), undefined);
      }
    }),
});

Deno.test({
  ...needingKernel(
    "get-token says that the file of its passphrase is not there, and ends with 78",
  ),
  fn: () =>
    withKeyringMachine(async (machine) => {
      const env = {
        ENTRADA_TOKEN_STORE: "vault",
        ENTRADA_PASSPHRASE_FILE: `${machine.home}/missing`,
      };
      const args = ["get-token", "-p", "job"];
      const { code, stderr } = await machine.run(args, { env });
      assert.equal(code, 78, stderr);
      assert.match(
        stderr,
        /Cannot read the passphrase: the file .*missing does not exist/,
      );
    }),
});
