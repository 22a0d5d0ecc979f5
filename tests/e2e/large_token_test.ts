import assert from "node:assert/strict";
import { DEFAULT_WORLD } from "../../src/sandbox/default_world.ts";
import type { WorldSeed } from "../../src/sandbox/world.ts";
import {
  filesBelow,
  type KeyringMachine,
  placesIn,
  withKeyringMachine,
  writePassphrase,
} from "../support/keyring_machine.ts";
import {
  printFigure,
  withBus,
  withDaemon,
} from "../support/keyring_session.ts";
import { assertToken, CALL } from "../support/keyring_told.ts";

const GRAPH = "00000003-0000-0000-c000-000000000000";

/** A world in which the token of `job` is a large one. */
function largeWorld(): WorldSeed {
  const roles = Array.from(
    { length: 300 },
    (_, index) => `Contoso.Department.${index}.Report.ReadWrite.All`,
  );
  return {
    ...DEFAULT_WORLD,
    apis: DEFAULT_WORLD.apis.map((api) =>
      api.id === GRAPH ? { ...api, roles } : api
    ),
    clients: DEFAULT_WORLD.clients.map((client) =>
      client.name === "Contoso Nightly Report"
        ? { ...client, app_roles: { [GRAPH]: roles } }
        : client
    ),
  };
}

/** The bytes of the one record. */
async function recordSize({ state }: KeyringMachine): Promise<number> {
  const files = [...await filesBelow(state)]
    .filter(([path]) => path.endsWith(".tokens"));
  assert.equal(files.length, 1);
  return files[0]?.[1].length ?? 0;
}

Deno.test({
  ...withDaemon("a token set of 16 kB comes back whole under every protection"),
  fn: () =>
    withBus(async (bus) => {
      await bus.startDaemon("first");
      const sizes: string[] = [];
      for (const name of ["keyring", "kernel", "vault", "plaintext"]) {
        await withKeyringMachine(async (machine) => {
          const path = await writePassphrase(machine);
          const env = {
            ...bus.env,
            ENTRADA_TOKEN_STORE: name,
            ENTRADA_PASSPHRASE_FILE: path,
          };
          const first = await machine.run(CALL, { env });
          assertToken(first);
          const before = machine.authority.requests();
          const second = await machine.run(CALL, { env });
          assert.equal(second.stdout, first.stdout, second.stderr);
          assert.equal(machine.authority.requests(), before);
          assert.deepEqual(await placesIn(machine.state), [name]);
          const size = await recordSize(machine);
          assert.ok(size > 16 * 1024, `${name}: ${size}`);
          sizes.push(`${name} ${size} bytes`);
        }, largeWorld());
      }
      printFigure(`S4: a large token comes back whole: ${sizes.join(", ")}`);
    }),
});
