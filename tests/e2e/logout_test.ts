import assert from "node:assert/strict";
import type { ProtectionName } from "../../src/adapters/protection/protection.ts";
import { needingKernel } from "../support/kept_calls.ts";
import { keyringContent, SECRET_TOOL } from "../support/keyring_keys.ts";
import {
  filesBelow,
  type KeyringMachine,
  placesIn,
  type RunHow,
  withKeyringMachine,
  writePassphrase,
} from "../support/keyring_machine.ts";
import {
  printFigure,
  withBus,
  withDaemon,
} from "../support/keyring_session.ts";

/** A machine on which one protection is in use. */
interface Kept extends KeyringMachine {
  readonly name: ProtectionName;
  readonly how: RunHow;
}

async function run(
  { run, how }: Kept,
  args: readonly string[],
  stdin?: string,
): Promise<string> {
  const { code, stdout, stderr } = await run(
    args,
    stdin === undefined ? how : { ...how, stdin },
  );
  assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** A person's access, refresh and ID token. */
async function signIn(kept: Kept): Promise<void> {
  const { person } = kept.authority;
  const path = `${kept.home}/password`;
  await Deno.writeTextFile(path, person.password, { mode: 0o600 });
  await run(kept, [
    ...["get-token", "-p", "me", "-f", "password"],
    ...["--username", person.username, "--password-file", path],
  ]);
  // Again, so that the call is remembered, too.
  await run(kept, ["get-token", "-p", "me"]);
  await run(kept, ["get-token", "-p", "me"]);
}

/** A profile with a secret that is kept for it, and its token. */
async function createWithSecret(kept: Kept): Promise<void> {
  const { authority: { url, clientOf } } = kept;
  const { id, secret } = clientOf("Contoso Nightly Report");
  await run(kept, [
    ...["config", "create", "kept", "--authority", url, "--client-id", id],
    ...["-s", "https://graph.microsoft.com/.default", "--client-secret-stdin"],
    ...(kept.name === "vault" ? ["--secret-store", "vault"] : []),
  ], secret);
  await run(kept, ["get-token", "-p", "kept"]);
}

/** What the test itself writes, or what holds no more than a name. */
const OF_THE_TEST = /\/(secret|password|passphrase)$/;

function indexOf(bytes: Uint8Array, text: string): number {
  return new TextDecoder("latin1").decode(bytes).indexOf(text);
}

/** In which files of the home a canary is. */
async function filesWith(
  { home }: Kept,
  canaries: readonly string[],
): Promise<readonly string[]> {
  assert.ok(canaries.length > 0);
  return [...await filesBelow(home)]
    .filter(([path]) => !OF_THE_TEST.test(path))
    .filter(([, bytes]) => canaries.some((each) => indexOf(bytes, each) >= 0))
    .map(([path]) => path);
}

/** Sealed or not, what is kept is in these; locks have nothing in them. */
async function kinds({ state }: Kept): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [path, bytes] of await filesBelow(state)) {
    if (bytes.length === 0) continue;
    const name = path.slice(state.length + 1);
    if (!["protection.json"].includes(name)) {
      names.push(name.replace(/[0-9a-f]{32,}/, "*"));
    }
  }
  return names.sort();
}

/** Whatever holds keys for this home, under any protection. */
async function keysLeft(
  kept: Kept,
  bus: Readonly<Record<string, string>>,
): Promise<number> {
  const { items } = await keyringContent(kept.state, bus);
  return items + (await kept.kernelKeys()).length;
}

/** Everything that takes something away; what is left after each. */
async function assertForgets(
  kept: Kept,
  bus: Readonly<Record<string, string>>,
): Promise<void> {
  const { name, authority } = kept;
  const issued = () => authority.issued();
  await signIn(kept);
  const mine = [...issued()];
  assert.equal(mine.length, 3, "an access, a refresh and an ID token");
  await createWithSecret(kept);
  const secret = authority.clientOf("Contoso Nightly Report").secret;
  const before = await kinds(kept);
  assert.equal(
    before.filter((each) => each === `${name}/*.tokens`).length,
    2,
    before.join(),
  );
  const shown = await filesWith(kept, mine);
  assert.equal(shown.length > 0, name === "plaintext", shown.join());

  await run(kept, ["logout", "-p", "me"]);
  assert.deepEqual(await filesWith(kept, mine), []);
  const one = (await kinds(kept)).filter((each) => each.endsWith(".tokens"));
  assert.equal(one.length, 1, "the other profile keeps its token");
  // Nobody is there to sign in again.
  const again = await kept.run(["get-token", "-p", "me", "--no-interaction"], {
    ...kept.how,
  });
  assert.equal(again.code, 6, again.stderr);

  await run(kept, ["config", "delete", "kept", "--yes"]);
  assert.deepEqual(await filesWith(kept, [...issued(), secret]), []);
  const left = await kinds(kept);
  assert.deepEqual(
    left.filter((each) => /\.(tokens|secrets)/.test(each)),
    [],
  );

  for (
    const command of [["cache", "clear", "--yes"], ["logout", "--all", "--yes"]]
  ) {
    await signIn(kept);
    await run(kept, command);
    assert.deepEqual(await filesWith(kept, [...issued(), secret]), []);
    assert.deepEqual(await kinds(kept), [], command.join(" "));
    assert.equal(await keysLeft(kept, bus), 0, command.join(" "));
  }
}

Deno.test({
  ...withDaemon(
    "logout, cache clear and config delete leave nothing of a token or a kept secret, whatever the protection",
    [SECRET_TOOL],
  ),
  fn: () =>
    withBus(async (bus) => {
      await bus.startDaemon("first");
      const names: readonly ProtectionName[] = [
        "keyring",
        ...needingKernel("").ignore ? [] : ["kernel" as const],
        "vault",
        "plaintext",
      ];
      for (const name of names) {
        await withKeyringMachine(async (machine) => {
          const ENTRADA_PASSPHRASE_FILE = await writePassphrase(machine);
          const env = {
            ...bus.env,
            ENTRADA_TOKEN_STORE: name,
            ENTRADA_PASSPHRASE_FILE,
          };
          await assertForgets({ ...machine, name, how: { env } }, bus.env);
        });
      }
      printFigure(
        `S8: after logout -p, config delete, cache clear and logout --all: 0 bytes of access, refresh and ID tokens and of a kept secret under ${
          names.join(", ")
        }`,
      );
    }),
});

/** Puts a copy of the one record where a writer that was killed leaves it. */
async function leaveTemporary({ state }: KeyringMachine): Promise<string> {
  const folder = `${state}/plaintext`;
  const names = [...await filesBelow(folder)].map(([path]) => path)
    .filter((path) => path.endsWith(".tokens"));
  assert.equal(names.length, 1);
  const name = names[0]?.slice(folder.length + 1);
  const path = `${folder}/tmp/${name}.${crypto.randomUUID()}.tmp`;
  await Deno.copyFile(`${folder}/${name}`, path);
  return path;
}

Deno.test("logout takes away what a killed writer left, even if there is nothing else", () =>
  withKeyringMachine(async (machine) => {
    const env = { ENTRADA_TOKEN_STORE: "plaintext" };
    const kept: Kept = { ...machine, name: "plaintext", how: { env } };
    await signIn(kept);
    const beside = await leaveTemporary(machine);
    const text = await Deno.readFile(beside);
    await run(kept, ["logout", "-p", "me"]);
    assert.deepEqual(await filesWith(kept, machine.authority.issued()), []);
    await Deno.writeFile(beside, text);
    await run(kept, ["logout", "-p", "me"]);
    assert.deepEqual(await filesWith(kept, machine.authority.issued()), []);
  }));

Deno.test({
  ...withDaemon(
    "a locked keyring keeps its key from logout, and no token: they go all the same, everywhere",
    [SECRET_TOOL],
  ),
  fn: () =>
    withBus((bus) =>
      withKeyringMachine(async (machine) => {
        await bus.startDaemon("first");
        const keyring = { env: { ...bus.env } };
        const plain = {
          env: { ...bus.env, ENTRADA_TOKEN_STORE: "plaintext" },
        };
        const kept: Kept = { ...machine, name: "keyring", how: keyring };
        await run(kept, ["get-token", "-p", "job"]);
        await signIn({ ...kept, how: plain });
        await bus.stopDaemon();
        await bus.startDaemon();
        await run(kept, ["logout", "-p", "job"]);
        assert.deepEqual(await placesIn(machine.state), ["plaintext"]);
        const all = await machine.run(["logout", "--all", "--yes"], keyring);
        assert.equal(all.code, 8);
        assert.match(
          all.stderr,
          /^No token is kept any more$[^]*Cannot remove the key.*keyring is locked/m,
        );
        assert.deepEqual(await placesIn(machine.state), []);
        assert.deepEqual(
          await filesWith(kept, machine.authority.issued()),
          [],
        );
      })
    ),
});
