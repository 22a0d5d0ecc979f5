import { createKernelKeyring } from "../../src/adapters/protection/kernel_keyring.ts";
import { createKeyring } from "../../src/adapters/protection/keyring.ts";
import type { KeyHolder } from "../../src/adapters/protection/protection.ts";
import { createVaultHolder } from "../../src/adapters/protection/vault.ts";
import { createFileStore } from "../../src/adapters/store/file_store.ts";
import { Secret } from "../../src/engine/secret.ts";
import { BusSession, needing, withDaemon } from "../support/keyring_session.ts";
import { type StoreWorld, testTokenStore } from "./token_store_contract.ts";

/** A store whose key is where users have it; each handle asks for it anew. */
function sealedBy(
  open: (directory: string) => KeyHolder,
): () => Promise<StoreWorld> {
  return async () => {
    const home = await Deno.makeTempDir({ prefix: "entrada-key-" });
    const directory = `${home}/state`;
    await Deno.mkdir(directory, { mode: 0o700 });
    return {
      handle: () =>
        createFileStore({
          directory: `${directory}/store`,
          key: open(directory),
          damaged: "set_aside",
          suffix: ".tokens",
        }),
      async close() {
        await open(directory).forget();
        await Deno.remove(home, { recursive: true });
      },
    };
  };
}

const keyring = withDaemon("A store sealed by the system's keyring");
const VARIABLE = "DBUS_SESSION_BUS_ADDRESS";
let session: BusSession | undefined;
let before: string | undefined;

// The library asks the environment of this process where the bus is, once.
Deno.test.beforeAll(async () => {
  if (keyring.ignore) return;
  before = Deno.env.get(VARIABLE);
  const home = await Deno.makeTempDir({ prefix: "entrada-bus-" });
  session = await BusSession.start(home);
  await session.startDaemon("a password");
  Deno.env.set(VARIABLE, session.env[VARIABLE] ?? "");
});

Deno.test.afterAll(async () => {
  if (session === undefined) return;
  if (before === undefined) Deno.env.delete(VARIABLE);
  else Deno.env.set(VARIABLE, before);
  await session.close();
  await Deno.remove(session.env["HOME"] ?? "", { recursive: true });
});

const kernel = needing("A store sealed by the kernel's keyring", "keyutils", [
  "/usr/bin/keyctl",
]);
testTokenStore(
  kernel.name,
  sealedBy((directory) => createKernelKeyring({ directory, scope: directory })),
  kernel,
);
testTokenStore(
  "A store sealed by a passphrase",
  sealedBy((directory) =>
    createVaultHolder({
      directory,
      askPassphrase: () => Promise.resolve(new Secret("correct horse")),
    })
  ),
);
testTokenStore(
  keyring.name,
  sealedBy((directory) => createKeyring({ directory, scope: directory })),
  keyring,
);
