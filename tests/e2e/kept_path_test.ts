import assert from "node:assert/strict";
import {
  type KeptWorld,
  needingKernel,
  type RunWith,
  withKeptWorld,
} from "../support/kept_calls.ts";

import { withBus, withDaemon } from "../support/keyring_session.ts";

const CALL = ["get-token", "-p", "work"];

/** Whether a call is answered without anything but the short way. */
async function isShort(
  { run }: KeptWorld,
  args: readonly string[] = CALL,
  options: RunWith = {},
): Promise<boolean> {
  const { code } = await run(args, { ...options, isShort: true });
  return code === 0;
}

/** Makes a call until it is remembered: the first one also makes the key. */
async function remember(
  world: KeptWorld,
  args: readonly string[] = CALL,
): Promise<string> {
  const first = await world.run(args);
  assert.equal(first.code, 0, first.stderr);
  const second = await world.run(args);
  assert.equal(second.stdout, first.stdout);
  assert.ok(await isShort(world, args), "the call is remembered");
  return first.stdout;
}

async function onlyCall({ state }: KeptWorld): Promise<string> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${state}/calls`)) names.push(name);
  assert.equal(names.length, 1);
  return `${state}/calls/${names[0]}`;
}

function testKept(name: string, fn: (world: KeptWorld) => Promise<void>): void {
  Deno.test({ ...needingKernel(name), fn: () => withKeptWorld(fn) });
}

testKept(
  "get-token -p answers a kept token the short way, as the whole way writes it",
  async (world) => {
    const token = await remember(world);
    const short = await world.run(CALL, { isShort: true });
    assert.deepEqual(short, { code: 0, stdout: token, stderr: "" });
    const whole = await world.run([...CALL, "--min-ttl", "6m"]);
    assert.deepEqual(whole, short);
  },
);

testKept(
  "get-token without a profile says again which one it takes",
  async (world) => {
    const call = ["get-token"];
    await remember(world, call);
    const short = await world.run(call, { isShort: true });
    await Deno.remove(await onlyCall(world));
    const whole = await world.run(call);
    assert.equal(whole.stderr, "Profile: work, the only one\n");
    assert.deepEqual(short, whole);
  },
);

testKept(
  "get-token --quiet says nothing on the short way either",
  async (world) => {
    const call = ["get-token", "--quiet"];
    await remember(world, call);
    const { stderr } = await world.run(call, { isShort: true });
    assert.equal(stderr, "");
  },
);

testKept(
  "a remembered call tells nothing in clear, and only its user may read it",
  async (world) => {
    const token = await remember(world);
    const path = await onlyCall(world);
    const { mode } = await Deno.stat(path);
    assert.equal((mode ?? 0) & 0o777, 0o600);
    const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
    for (const word of [token.trim(), "work", "graph", ".tokens", "until"]) {
      assert.ok(!text.includes(word) && !path.endsWith(word), word);
    }
  },
);

testKept(
  "a call is another one as soon as anything that decides about it changes",
  async (world) => {
    await remember(world);
    assert.ok(!await isShort(world, [...CALL, "-s", "api://other/.default"]));
    const decisive = {
      ENTRADA_TENANT: "fabrikam",
      AZURE_CLIENT_ID: "other",
      ENTRADA_CLIENT_SECRET: "now-it-is-set",
    };
    for (const [name, value] of Object.entries(decisive)) {
      assert.ok(!await isShort(world, CALL, { env: { [name]: value } }), name);
    }
    assert.ok(await isShort(world, CALL, { env: { SB_SECRET: "other" } }));
    await world.writeProfiles({ loginHint: "ada@contoso.example" });
    assert.ok(!await isShort(world));
  },
);

testKept(
  "a call is another one when other profiles of the same length and time are copied over the file",
  async (world) => {
    const path = `${world.home}/profiles.json`;
    const use = async (loginHint: string) => {
      await world.writeProfiles({ loginHint });
      await Deno.utime(path, 1, 1);
    };
    await use("ada@contoso.example");
    await remember(world);
    const { ino, size } = await Deno.stat(path);
    await use("eve@contoso.example");
    const other = await Deno.stat(path);
    assert.deepEqual([other.ino, other.size], [ino, size]);
    assert.ok(!await isShort(world));
  },
);

testKept(
  "a vault that is open answers the short way, and one that is locked does not",
  async (world) => {
    const passphrase = `${world.home}/passphrase`;
    await Deno.writeTextFile(passphrase, "four words are enough\n", {
      mode: 0o600,
    });
    const store = { ENTRADA_TOKEN_STORE: "vault" };
    const env = { ...store, ENTRADA_PASSPHRASE_FILE: passphrase };
    const first = await world.run(CALL, { env });
    assert.equal(first.code, 0, first.stderr);
    await world.run(CALL, { env });
    const short = await world.run(CALL, { env, isShort: true });
    assert.deepEqual(short, { ...first, stderr: "" });
    const { code, stderr } = await world.run(["vault", "lock"], { env: store });
    assert.equal(code, 0, stderr);
    assert.ok(!await isShort(world, CALL, { env }));
  },
);

Deno.test({
  ...withDaemon("the system's keyring answers the short way"),
  fn: () =>
    withBus(async (bus) => {
      await bus.startDaemon("a password");
      const { HOME: _home, ...own } = bus.env;
      const env = { ...own, ENTRADA_TOKEN_STORE: "keyring" };
      await withKeptWorld(async (world) => {
        const first = await world.run(CALL, { env });
        await world.run(CALL, { env });
        const short = await world.run(CALL, { env, isShort: true });
        assert.deepEqual(short, { ...first, stderr: "" });
        bus.freeze();
        assert.ok(!await isShort(world, CALL, { env }), "nobody waits for it");
      });
    }),
});

testKept(
  "a remembered call is of no use when its record has changed or gone",
  async (world) => {
    await remember(world);
    await world.run([...CALL, "--force"]);
    assert.ok(!await isShort(world), "a newer token is in the record");
    await remember(world);
    await world.run(["logout", "-p", "work"]);
    assert.ok(!await isShort(world), "the record is gone");
  },
);

testKept("logout --all takes the remembered calls along", async (world) => {
  await remember(world);
  await world.run(["logout", "--all", "--yes"]);
  await assert.rejects(
    Deno.lstat(`${world.state}/calls`),
    Deno.errors.NotFound,
  );
});

testKept(
  "calls that are not to be repeated are not remembered",
  async (world) => {
    await remember(world);
    await Deno.remove(`${world.state}/calls`, { recursive: true });
    for (
      const options of [
        ["--force"],
        ["--no-cache"],
        ["--claims", '{"access_token":{}}'],
        ["--dry-run"],
        ["--verbose"],
        ["--trace"],
        ["-o", "json"],
        ["--file", `${world.home}/token.txt`],
        ["--warn-expiry", "1000"],
        ["--token-store", "memory"],
        ["--token-store", "plaintext"],
      ]
    ) {
      const { code, stderr } = await world.run([...CALL, ...options]);
      assert.equal(code, 0, stderr);
      await assert.rejects(
        Deno.lstat(`${world.state}/calls`),
        Deno.errors.NotFound,
        options.join(" "),
      );
    }
  },
);

testKept(
  "a file that was tampered with, moved, opened to others or linked is passed over",
  async (world) => {
    const token = await remember(world);
    const path = await onlyCall(world);
    const bytes = await Deno.readFile(path);
    const spoil: Readonly<Record<string, () => Promise<void>>> = {
      flipped: () => Deno.writeFile(path, bytes.with(40, (bytes[40] ?? 0) ^ 1)),
      cut: () => Deno.writeFile(path, bytes.subarray(0, 30)),
      empty: () => Deno.writeFile(path, new Uint8Array()),
      open: () => Deno.chmod(path, 0o644),
      "in an open folder": () => Deno.chmod(`${world.state}/calls`, 0o755),
      linked: async () => {
        await Deno.rename(path, `${world.home}/elsewhere`);
        await Deno.symlink(`${world.home}/elsewhere`, path);
      },
    };
    for (const [what, change] of Object.entries(spoil)) {
      await change();
      assert.ok(!await isShort(world), what);
      const whole = await world.run(CALL);
      assert.deepEqual([whole.code, whole.stdout], [0, token], what);
      await Deno.remove(`${world.state}/calls`, { recursive: true });
      await world.run(CALL);
      assert.ok(await isShort(world), `mended after: ${what}`);
    }
  },
);
