import assert from "node:assert/strict";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import {
  cleanEnvironment,
  clientId,
  openProduct,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";
import type { PtySession } from "../support/pty.ts";

const PASSPHRASE = "four words are enough";

/** One person's machine. */
interface Machine {
  readonly sandbox: Sandbox;
  readonly home: string;
  readonly env: Record<string, string>;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command without a terminal. */
async function command(
  { home, env }: Machine,
  ...args: readonly string[]
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...await startCommand(), ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { ...cleanEnvironment(home), ...env },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

async function createProfile(machine: Machine): Promise<void> {
  const { code, stderr } = await command(
    machine,
    ...["config", "create", "work", "-f", "device-code", "-s", "User.Read"],
    ...["--authority", machine.sandbox.authority],
    ...["--client-id", clientId(machine.sandbox, "Contoso CLI")],
  );
  assert.equal(code, 0, stderr);
}

/** Signs in by device code, in an interface that is open. */
async function signIn(session: PtySession, sandbox: Sandbox): Promise<void> {
  await session.until(/work +○ none/);
  session.press("\r");
  const screen = await session.until("waiting for you");
  const [, spaced = ""] = /^ +((?:[A-Z0-9] ){8}[A-Z0-9])\b/m.exec(screen) ?? [];
  sandbox.control.approveDevice(
    spaced.replaceAll(" ", ""),
    "grace@contoso.onmicrosoft.example",
  );
  await session.until(/Signed in as grace@[^]*q quit/);
}

async function quit(session: PtySession): Promise<void> {
  session.press("q");
  assert.equal(await session.exit, 0);
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

async function records({ home }: Machine): Promise<readonly string[]> {
  const files = await filesIn(`${home}/state`);
  return [...files.keys()].filter((path) => path.endsWith(".tokens"));
}

Deno.test("a token got in the interface is there when it opens again, and for the command line, until it is logged out", () =>
  withSandbox({ deviceIntervalSeconds: 1 }, async (sandbox, home) => {
    const env = { ENTRADA_TOKEN_STORE: "plaintext" };
    const machine = { sandbox, home, env };
    await createProfile(machine);
    const first = await openProduct({ args: [], home, env });
    await first.until(/entrada.*▲ kept: PLAINTEXT/);
    await signIn(first, sandbox);
    await quit(first);
    assert.equal((await records(machine)).length, 1);
    const before = sandbox.control.requests().length;

    const second = await openProduct({ args: [], home, env });
    await second.until(/work +● valid[^]*grace@/);
    const { code, stdout, stderr } = await command(
      machine,
      ...["get-token", "-p", "work", "--json", "--no-interaction"],
    );
    assert.equal(code, 0, stderr);
    const { source, access_token: token } = JSON.parse(stdout);
    assert.equal(source, "cache");
    assert.equal(sandbox.control.requests().length, before);

    second.press("L");
    await second.until("forgets every token of grace@");
    second.press("y");
    await second.until(/work +○ none[^]*forgot the tokens of grace@/);
    await quit(second);
    assert.deepEqual(await records(machine), []);
    for (const [path, text] of await filesIn(home)) {
      assert.ok(!text.includes(token), path);
    }
    const after = await command(
      machine,
      ...["get-token", "-p", "work", "--no-interaction"],
    );
    assert.equal(after.code, 6, after.stderr);
    assert.ok(!first.written().includes(token));
    assert.ok(!second.written().includes(token));
  }));

Deno.test("the interface asks for the vault's passphrase before it draws, and shows what the vault has", () =>
  withSandbox({ deviceIntervalSeconds: 1 }, async (sandbox, home) => {
    const env = { ENTRADA_TOKEN_STORE: "vault" };
    const machine = { sandbox, home, env };
    await createProfile(machine);
    try {
      const first = await openProduct({ args: [], home, env });
      await first.until("New passphrase for it");
      first.press(`${PASSPHRASE}\r`);
      await first.until("The same again");
      first.press(`${PASSPHRASE}\r`);
      await first.until(/entrada.* kept: passphrase/);
      await signIn(first, sandbox);
      await quit(first);
      assert.ok(!first.written().includes(PASSPHRASE));
      for (const [path, text] of await filesIn(`${home}/state`)) {
        assert.ok(!text.includes("grace@"), path);
      }
      const second = await openProduct({ args: [], home, env });
      const screen = await second.until(/Passphrase of|kept: passphrase/);
      // Where the kernel keeps no key, it is asked for each time.
      if (screen.includes("Passphrase of")) second.press(`${PASSPHRASE}\r`);
      await second.until(/work +● valid/);
      await quit(second);
    } finally {
      await command(machine, "logout", "--all", "--yes");
    }
  }));

Deno.test("the interface opens without kept tokens when no passphrase is given, and says so", () =>
  withSandbox({}, async (sandbox, home) => {
    const env = { ENTRADA_TOKEN_STORE: "vault" };
    const machine = { sandbox, home, env };
    await createProfile(machine);
    const session = await openProduct({ args: [], home, env });
    await session.until("New passphrase for it");
    session.press("\r");
    await session.until(/entrada.*▲ not kept: memory only/);
    await session.until(/work +○ none[^]*\? help/);
    session.press("?G");
    await session.until("the vault stays closed");
    session.press("q");
    await session.until("1 of 1");
    await quit(session);
    await assert.rejects(Deno.stat(`${home}/state/vault.json`));
  }));

Deno.test("Ctrl+C at the passphrase leaves before the interface is drawn", () =>
  withSandbox({}, async (_sandbox, home) => {
    const env = { ENTRADA_TOKEN_STORE: "vault" };
    const session = await openProduct({ args: [], home, env });
    await session.until("New passphrase for it");
    session.press("\u0003");
    assert.equal(await session.exit, 130);
    assert.ok(!session.written().includes("\u001b[?1049h"));
  }));
