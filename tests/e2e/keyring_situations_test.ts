import assert from "node:assert/strict";
import { keyringContent, SECRET_TOOL } from "../support/keyring_keys.ts";
import {
  ALONE,
  assertKept,
  assertToken,
  assertTold,
  CALL,
  CONTAINER,
  doctorSays,
} from "../support/keyring_told.ts";
import {
  type Ended,
  type KeyringMachine,
  placesIn,
  type RunHow,
  withKeyringMachine,
  writePassphrase,
} from "../support/keyring_machine.ts";
import {
  needing,
  printFigure,
  withBus,
  withDaemon,
} from "../support/keyring_session.ts";
import { hasSshServer, startSshServer } from "../support/ssh_server.ts";
import { needingKernel } from "../support/kept_calls.ts";

/** A call takes 1.6 s on a machine that is not busy with others. */
const LATE_MS = 3_500;

const KERNEL =
  /^Tokens are kept from now on, sealed; the key is in the kernel's keyring, until this machine restarts\. There is no D-Bus session/m;

Deno.test({
  ...needing("over SSH without D-Bus the kernel keeps the key", "ssh", [
    "/usr/bin/ssh",
  ]),
  ignore: !hasSshServer() || needingKernel("").ignore,
  fn: () =>
    withKeyringMachine(async (machine) => {
      const ssh = await startSshServer();
      try {
        const how = { over: ssh.command, env: ALONE };
        const { ms } = await assertKept(machine, {
          name: "kernel",
          says: KERNEL,
          how,
        });
        assert.equal((await machine.kernelKeys()).length, 1);
        printFigure(
          `S7: headless SSH: kernel keyring, second call from the cache in ${ms} ms, the connection included`,
        );
      } finally {
        await ssh.close();
      }
    }),
});

Deno.test({
  ...needingKernel(
    "with a display and neither D-Bus nor systemd the kernel keeps the key, as in WSL",
  ),
  fn: () =>
    withKeyringMachine(async (machine) => {
      const env = {
        ...ALONE,
        DISPLAY: ":0",
        WAYLAND_DISPLAY: "wayland-0",
        WSL_DISTRO_NAME: "Debian",
        WSL_INTEROP: "/run/WSL/1_interop",
      };
      const { ms } = await assertKept(machine, {
        name: "kernel",
        says: KERNEL,
        how: { env },
      });
      printFigure(
        `S7: WSL-like: kernel keyring, second call from the cache in ${ms} ms`,
      );
    }),
});

Deno.test({
  ...needing(
    "in a container a passphrase file makes a vault, and nothing is kept where the passphrase is not",
    "strace",
  ),
  fn: () =>
    withKeyringMachine(async (machine) => {
      const path = await writePassphrase(machine);
      const how = {
        ...CONTAINER,
        env: { ...CONTAINER.env, ENTRADA_PASSPHRASE_FILE: path },
      };
      const { ms } = await assertKept(machine, {
        name: "vault",
        says:
          /sealed by your passphrase\. .*kernel's keyring is forbidden here/,
        how,
      });
      printFigure(
        `S7: container: vault by ENTRADA_PASSPHRASE_FILE, second call from the cache in ${ms} ms, traced`,
      );
      const closed = await machine.run(CALL, CONTAINER);
      assertToken(closed);
      assert.match(closed.stderr, /vault is locked and nobody can be asked/);
      assert.deepEqual(await placesIn(machine.state), ["vault"]);
    }),
});

Deno.test({
  ...needing(
    "in a container without a passphrase tokens are not kept, and the program says so",
    "strace",
  ),
  fn: () =>
    withKeyringMachine(async (machine) => {
      for (const count of [1, 2]) {
        const ran = await machine.run(CALL, CONTAINER);
        assertToken(ran);
        assert.match(
          ran.stderr,
          /^Tokens are not kept beyond this call: .*forbidden here, as it is in most containers$/m,
        );
        assert.equal(machine.authority.issued().length, count);
      }
      assert.deepEqual(await placesIn(machine.state), []);
      await assertTold(machine, { name: "memory", how: CONTAINER });
      const login = await machine.run(["login", "-p", "job"], CONTAINER);
      assert.equal(login.code, 8);
      assert.equal(machine.authority.issued().length, 2);
      printFigure("S7: container without a passphrase: memory only, and said");
    }),
});

Deno.test({
  ...withDaemon("an open keyring keeps the key, and nothing but 32 bytes", [
    SECRET_TOOL,
  ]),
  fn: () =>
    withBus((bus) =>
      withKeyringMachine(async (machine) => {
        await bus.startDaemon("first");
        const how = { env: { ...bus.env, ...ALONE } };
        const { ms } = await assertKept(machine, {
          name: "keyring",
          says: /from now on, sealed; the key is in the system's keyring\. /,
          how,
        });
        const { items, value } = await keyringContent(machine.state, bus.env);
        assert.deepEqual([items, value.length], [1, 32]);
        assert.deepEqual(await machine.kernelKeys(), []);
        printFigure(
          `S1: open keyring: keyring, ${value.length} bytes in it, second call from the cache in ${ms} ms`,
        );
      })
    ),
});

/** A remembered keyring that does not work is no reason to keep things elsewhere. */
async function assertNotElsewhere(
  machine: KeyringMachine,
  { says, id, how }: {
    readonly says: RegExp;
    readonly id: string;
    readonly how: RunHow;
  },
): Promise<Ended> {
  const ran = await machine.run(CALL, how);
  assertToken(ran);
  assert.match(ran.stderr, says);
  assert.doesNotMatch(ran.stderr, /DBus|dismissed|org\.freedesktop/);
  const login = await machine.run(["login", "-p", "job"], how);
  assert.equal(login.code, 8, login.stderr);
  assert.match(login.stderr, says);
  const list = await machine.run(["cache", "list"], how);
  assert.equal(list.code, 8, list.stderr);
  assert.match(list.stderr, says);
  const found = await doctorSays(machine, how);
  assert.equal(found("keyring")?.details?.situation, id);
  assert.match(found("protection_failed")?.message ?? "", says);
  assert.ok(found("protection_failed")?.fix);
  assert.deepEqual(await placesIn(machine.state), ["keyring"]);
  assert.deepEqual(await machine.kernelKeys(), []);
  return ran;
}

Deno.test({
  ...withDaemon(
    "a remembered keyring that is locked or hangs is told; the token is delivered and kept nowhere else",
  ),
  fn: () =>
    withBus((bus) =>
      withKeyringMachine(async (machine) => {
        const how = { env: { ...bus.env, ...ALONE } };
        await bus.startDaemon("first");
        assertToken(await machine.run(CALL, how));
        await bus.stopDaemon();
        await bus.startDaemon();
        const locked = await assertNotElsewhere(machine, {
          says: /keyring is locked/,
          id: "keyring_locked",
          how,
        });
        printFigure(
          `S1: locked keyring: warning, token delivered in ${locked.ms} ms, nothing kept elsewhere`,
        );
        bus.freeze();
        const hung = await assertNotElsewhere(machine, {
          says: /keyring service does not answer/,
          id: "keyring_hung",
          how,
        });
        assert.ok(hung.ms < LATE_MS, `${hung.ms} ms`);
        printFigure(
          `S1: hung keyring: warning, token delivered in ${hung.ms} ms, nothing kept elsewhere`,
        );
      })
    ),
});

Deno.test({
  ...withDaemon(
    "a keyring that hangs at the first choice gives way to the kernel",
  ),
  fn: () =>
    withBus((bus) =>
      withKeyringMachine(async (machine) => {
        await bus.startDaemon("first");
        bus.freeze();
        const how = { env: { ...bus.env, ...ALONE } };
        const first = await machine.run(CALL, how);
        assertToken(first);
        assert.match(first.stderr, /kernel's keyring.*service does not answer/);
        const { ms, stdout } = await machine.run(CALL, how);
        assert.equal(stdout, first.stdout);
        assert.deepEqual(await placesIn(machine.state), ["kernel"]);
        assert.ok(first.ms < LATE_MS, `${first.ms} ms`);
        printFigure(
          `S1: hung keyring at the first choice: kernel after ${first.ms} ms, second call from the cache in ${ms} ms`,
        );
      })
    ),
});
