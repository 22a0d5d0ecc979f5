import assert from "node:assert/strict";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import {
  cleanEnvironment,
  openProduct,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";
import type { PtySession } from "../support/pty.ts";

const CTRL_S = "\x13";
const CTRL_U = "\x15";
const TAB = "\t";

/** One person's machine, on which a passphrase seals secrets. */
interface Machine {
  readonly home: string;
  readonly env: Record<string, string>;
}

async function machineIn(home: string): Promise<Machine> {
  const passphrase = `${home}/passphrase.txt`;
  await Deno.writeTextFile(passphrase, "four words are enough\n", {
    mode: 0o600,
  });
  return { home, env: { ENTRADA_PASSPHRASE_FILE: passphrase } };
}

/** Runs a command beside the interface. */
async function command(
  { home, env }: Machine,
  ...args: readonly string[]
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...await startCommand(), ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { ...cleanEnvironment(home), ...env },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return decoder.decode(stdout);
}

/** Every file below a folder, with its content. */
async function filesIn(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (!isDirectory) found.set(path, await Deno.readTextFile(path));
    else for (const each of await filesIn(path)) found.set(...each);
  }
  return found;
}

async function documentOf({ home }: Machine) {
  return JSON.parse(await Deno.readTextFile(`${home}/profiles.json`));
}

function daemonOf(sandbox: Sandbox) {
  const found = sandbox.ready.clients
    .find(({ name }) => name === "Contoso Nightly Report");
  assert.ok(found?.client_secret !== undefined);
  return { id: found.client_id, secret: found.client_secret };
}

/** Goes on to a field, and waits until it has the keys. */
async function goTo(session: PtySession, label: string): Promise<void> {
  for (let count = 0; count < 40; count++) {
    const screen = session.screen();
    if (screen.includes(`› ${label}`)) return;
    const [, position] = /(\d+) of \d+ *$/m.exec(screen) ?? [];
    session.press(TAB);
    await session.until(new RegExp(` ${Number(position) + 1} of \\d+ *$`, "m"));
  }
  assert.fail(`No ${label} on the screen:\n${session.screen()}`);
}

/** Changes a choice until it is what is wanted. */
async function choose(
  session: PtySession,
  { label, letter, wanted }: {
    readonly label: string;
    readonly letter: string;
    readonly wanted: string;
  },
): Promise<void> {
  await goTo(session, label);
  session.press(letter);
  await session.until(`< ${wanted} >`);
}

Deno.test("a profile is created, edited, cloned and deleted in forms; its secret is sealed and nowhere in clear", () =>
  withSandbox({}, async (sandbox, home) => {
    const machine = await machineIn(home);
    const { id, secret } = daemonOf(sandbox);
    const session = await openProduct({ args: [], ...machine });
    try {
      await session.until("› n  make the first one");
      session.press("n");
      await session.until("entrada ▸ new profile");
      session.press("a b");
      await session.until("✖ A name has 1 to 64 letters");
      session.press(CTRL_U);
      await session.until(/› Name +▏/);
      session.press("nightly");
      await session.until(/› Name +nightly/);
      await goTo(session, "Client id");
      session.press(id);
      await choose(session, {
        label: "Cloud",
        letter: "a",
        wanted: "another authority",
      });
      await goTo(session, "Authority");
      session.press(sandbox.authority);
      await choose(session, {
        label: "Asks for",
        letter: "a",
        wanted: "an API",
      });
      await goTo(session, "API");
      session.press("graph");
      await session.until(/› API +graph▏/);
      await choose(session, {
        label: "Flow",
        letter: "c",
        wanted: "client-credentials",
      });
      await goTo(session, "Proof");
      session.press(" ");
      await session.until("< a secret >");
      session.press(CTRL_S);
      await session.until("Type or paste the secret");
      await session.until("› Client secret");
      session.press(`\x1b[200~${secret}\r\n\x1b[201~`);
      await session.until(/› Client secret +•+/);
      await choose(session, {
        label: "Seal secret by",
        letter: "v",
        wanted: "vault",
      });
      session.press(CTRL_S);
      await session.until(/› nightly[^]*nightly: made/);
      const made = await documentOf(machine);
      assert.equal(made.$schema, "./profiles.schema.json");
      assert.deepEqual(made.profiles, [{
        name: "nightly",
        clientId: id,
        resource: "https://graph.microsoft.com",
        flow: "client-credentials",
        clientSecret: "vault",
        authority: sandbox.authority,
      }]);

      session.press("\r");
      await session.until(/nightly[^]*q quit/);
      await session.until(/valid 5\d min|valid 1 h|● valid/);
      session.press("\x1b");

      await command(
        machine,
        ...["config", "create", "other", "-f", "azure-cli"],
        ...["--resource", "arm"],
      );
      await session.until("› nightly");
      session.press("e");
      await session.until(/nightly ▸ edit[^]*› Name +nightly▏/);
      session.press("-report");
      await session.until("nightly-report▏");
      session.press(CTRL_S);
      await session.until("nightly-report: saved");
      await session.until("› nightly-report");
      const edited = await documentOf(machine);
      assert.equal(edited.$schema, "./profiles.schema.json");
      assert.deepEqual(
        edited.profiles.map(({ name }: { name: string }) => name),
        ["nightly-report", "other"],
      );
      // The sealed secret has moved with the name.
      const token = await command(
        machine,
        ...["get-token", "-p", "nightly-report", "--no-interaction"],
      );
      assert.match(token, /^eyJ/);

      session.press("c");
      await session.until(/nightly-report ▸ clone[^]*nightly-report-copy▏/);
      session.press(CTRL_S);
      await session.until("nightly-report-copy: made");
      session.press("D");
      await session.until("Delete the profile nightly-report-copy?");
      session.press("y");
      await session.until("nightly-report-copy: deleted");
      const { profiles } = await documentOf(machine);
      assert.equal(profiles.length, 2);
      session.press("q");
      assert.equal(await session.exit, 0);
      assert.ok(!session.written().includes(secret));
      for (const [path, text] of await filesIn(home)) {
        assert.ok(!text.includes(secret), path);
      }
    } finally {
      await command(machine, "logout", "--all", "--yes");
    }
  }));

Deno.test("a secret that nothing can seal is told with a way out, and the form stays", () =>
  withSandbox({}, async (sandbox, home) => {
    const { id, secret } = daemonOf(sandbox);
    const session = await openProduct({ args: [], home });
    await session.until("› n  make the first one");
    session.press("n");
    await session.until("entrada ▸ new profile");
    session.press("nightly\t");
    await session.until("› Client id");
    session.press(`${id}\t`);
    await session.until("› Tenant");
    session.press("contoso.com\t");
    await session.until("› Cloud");
    await goTo(session, "Proof");
    session.press(" ");
    await session.until("< a secret >");
    session.press("\t\t");
    await session.until("› Client secret");
    session.press(`\x1b[200~${secret}\x1b[201~`);
    await session.until(/› Client secret +•+/);
    session.press(CTRL_S);
    const screen = await session.until("Not saved");
    assert.match(screen, /Cannot seal the secret[^]*Take it\s+from a variable/);
    assert.match(screen, /› Client secret +•+/);
    session.press("\x1b");
    await session.until("Leave without saving?");
    session.press("d");
    await session.until("There is no profile yet");
    session.press("q");
    assert.equal(await session.exit, 0);
    assert.ok(!session.written().includes(secret));
    await assert.rejects(Deno.stat(`${home}/profiles.json`));
  }));
