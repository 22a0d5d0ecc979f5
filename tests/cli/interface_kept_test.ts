import assert from "node:assert/strict";
import type { Storage } from "../../src/adapters/storage.ts";
import {
  SituationError,
  situationOf,
} from "../../src/adapters/protection/situation_table.ts";
import { createServices } from "../../src/cli/interface/services.ts";
import { openVaultFirst } from "../../src/cli/interface/vault.ts";
import type { Io } from "../../src/cli/io.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import { StoreError } from "../../src/engine/errors.ts";
import { fakeStore } from "../support/fake_store.ts";
import {
  CLIENT,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { deviceReplies, env, GRAPH, SECRET } from "./calls.ts";
import {
  type FakeSetting,
  type FakeStorage,
  memoryStorage,
  PROFILES,
  profilesText,
  type Ran,
  runFake,
} from "./fake_io.ts";

const who = { tenant: TENANT, clientId: CLIENT };
const ADA = {
  ...who,
  name: "ada",
  scopes: ["User.Read"],
  flow: "device-code",
};
const APP = { ...who, name: "app", scopes: [GRAPH], clientSecret: "env:S" };
const files = { [PROFILES]: profilesText([ADA, APP]) };

const paste = () => Promise.reject(new Error("nothing is pasted here"));
const asking = { signal: new AbortController().signal, paste };

type Services = Awaited<ReturnType<typeof createServices>>;

/** A storage that is opened in another way. */
function instead(
  open: (
    options: Parameters<Io["storage"]>[0],
    works: Io["storage"],
  ) => Promise<Storage>,
): FakeStorage {
  const kept = memoryStorage();
  return { ...kept, storage: (options) => open(options, kept.storage) };
}

/** Takes the world that the program would hand to the interface. */
async function inWorld(
  setting: FakeSetting,
  work: (io: Io) => Promise<void>,
): Promise<Ran> {
  let failure: unknown;
  const ran = await runFake([], {
    files,
    env,
    terminals: ["stdin", "stderr"],
    ...setting,
    replace: {
      openInterface: (io: Io) =>
        work(io).then(() => 0, (error) => {
          failure = error;
          return 1;
        }),
    },
  });
  if (failure !== undefined) throw failure;
  assert.equal(ran.code, 0, ran.stderr);
  return ran;
}

function inInterface(
  setting: FakeSetting,
  work: (services: Services) => Promise<void>,
): Promise<Ran> {
  return inWorld(setting, async (io) => {
    const services = await createServices(io);
    await services.profiles();
    await work(services);
  });
}

Deno.test("createServices() shares its tokens with the command line, both ways", async () => {
  const storage = memoryStorage();
  await inInterface({ storage, replies: deviceReplies() }, async (services) => {
    assert.equal(await services.kept("ada"), undefined);
    await complete(services.acquire("ada", asking));
  });
  const got = await runFake(["get-token", "-p", "ada", "--json"], {
    files,
    env,
    storage,
  });
  assert.equal(JSON.parse(got.stdout).source, "cache");
  assert.equal(got.ports.sent.length, 0);
  await runFake(["get-token", "-p", "app"], {
    files,
    env,
    storage,
    replies: [tokenAnswer()],
  });
  const ran = await inInterface({ storage }, async (services) => {
    const ada = await services.kept("ada");
    assert.equal(ada?.account?.username, "ada@contoso.example");
    assert.equal(ada?.source, "cache");
    assert.equal((await services.kept("app"))?.account, null);
  });
  assert.equal(ran.ports.sent.length, 0);
});

Deno.test("createServices() forgets the tokens of one profile, and leaves the others", async () => {
  const tokens = fakeStore();
  const storage = memoryStorage(tokens);
  const replies = [...deviceReplies(), tokenAnswer()];
  await inInterface({ storage, replies }, async (services) => {
    for (const name of ["ada", "app"]) {
      await complete(services.acquire(name, asking));
    }
    assert.equal(await services.logout("ada"), true);
    assert.equal(await services.kept("ada"), undefined);
    assert.equal(await services.logout("ada"), false);
  });
  assert.deepEqual([...tokens.texts.keys()], ["profile app"]);
});

Deno.test("createServices() opens one storage, and another for a profile that asks for it", async () => {
  const asked: (string | undefined)[] = [];
  const open = instead((options, works) => {
    asked.push(options.asked);
    assert.equal(options.askPassphrase, undefined);
    return works(options);
  });
  const text = profilesText([ADA, APP, {
    ...ADA,
    name: "open",
    tokenStore: "plaintext",
  }]);
  await inInterface(
    { storage: open, files: { [PROFILES]: text } },
    async (services) => {
      const names = ["ada", "app", "open", "ada"];
      await Promise.all(names.map((name) => services.kept(name)));
      await services.protection();
      const [ada, , other] = await services.profiles();
      assert.equal(ada?.tokenStore, undefined);
      assert.equal(other?.tokenStore, "plaintext");
    },
  );
  assert.deepEqual(asked.sort(), ["plaintext", undefined]);
});

Deno.test("createServices() tries a storage that failed again for the next token, not for each profile", async () => {
  let opened = 0;
  let isLocked = true;
  const storage = instead((options, works) => {
    opened++;
    if (!isLocked) return works(options);
    const situation = situationOf("keyring_locked");
    return Promise.reject(
      new SituationError("Cannot use kept tokens", situation),
    );
  });
  await inInterface({ storage, replies: deviceReplies() }, async (services) => {
    for (const name of ["ada", "app", "ada"]) {
      await assert.rejects(services.kept(name), { code: "storage_failed" });
    }
    const { name, problem } = await services.protection();
    assert.equal(name, "memory");
    assert.match(problem ?? "", /keyring is locked.*Log in at the desktop/);
    assert.equal(opened, 1);
    isLocked = false;
    await complete(services.acquire("ada", asking));
    const after = await services.protection();
    assert.deepEqual([after.name, after.problem], ["kernel", undefined]);
  });
  assert.equal(opened, 2);
});

Deno.test("createServices() warns of a token that could not be kept, and hands it over", async () => {
  const tokens = fakeStore();
  tokens.failures.write = new StoreError("full", "Cannot write the record", {
    hint: "Make room",
  });
  const events: string[] = [];
  await inInterface(
    { storage: memoryStorage(tokens), replies: deviceReplies() },
    async (services) => {
      const token = await complete(
        services.acquire("ada", asking),
        (event) =>
          event.type === "warning" &&
          events.push(`${event.code} ${event.hint}`),
      );
      assert.equal(token.source, "flow");
    },
  );
  assert.deepEqual(events, ["storage_failed Make room"]);
});

Deno.test("createServices() writes nothing on the screen, whatever the storage has to say", async () => {
  const told: string[] = [];
  const storage = instead(async (options, works) => {
    options.onNotice?.({ kind: "damaged", path: "/state/a.tokens" });
    const opened = await works(options);
    return {
      ...opened,
      protection: { name: "plaintext", reason: "", remembered: false },
    };
  });
  const ran = await inWorld({ storage }, async (io) => {
    const warn = (text: string) => void told.push(text);
    const services = await createServices(io, { warn });
    assert.equal((await services.protection()).name, "plaintext");
  });
  assert.equal(ran.stderr, "");
  assert.equal(told.length, 2);
  assert.match(told[0] ?? "", /a\.tokens is damaged/);
  assert.match(told[1] ?? "", /PLAIN TEXT/);
});

Deno.test("createServices() says why nothing is kept, and nothing of it to whoever wants that", async () => {
  const storage = (remembered: boolean) =>
    instead(async (options, works) => ({
      ...await works(options),
      protection: { name: "memory", reason: "No keyring works", remembered },
    }));
  await inInterface({ storage: storage(false) }, async (services) => {
    const { problem } = await services.protection();
    assert.match(problem ?? "", /^No keyring works\. .*ENTRADA_TOKEN_STORE/);
  });
  await inInterface({ storage: storage(true) }, async (services) => {
    assert.equal((await services.protection()).problem, undefined);
  });
  await inInterface({
    storage: storage(false),
    env: { ...env, ENTRADA_TOKEN_STORE: "memory" },
  }, async (services) => {
    assert.equal((await services.protection()).problem, undefined);
  });
});

/** A vault that knows one passphrase. */
function vaultStorage(passphrase: string): FakeStorage {
  return instead(async (options, works) => {
    const opened = await works(options);
    if (options.asked === "memory") {
      return {
        ...opened,
        protection: { name: "memory", reason: "", remembered: false },
      } as Storage;
    }
    const obtain = async () => {
      const answer = await options.askPassphrase?.("open", options.signal);
      if (answer?.reveal() === passphrase) return new Uint8Array(32);
      throw new StoreError("wrong_passphrase", "The passphrase is not right");
    };
    const holder = { find: obtain, obtain, forget: () => Promise.resolve() };
    return {
      ...opened,
      protection: { name: "vault", holder, reason: "", remembered: true },
    };
  });
}

for (
  const [typed, problem, prompts] of [
    ["right one\n", undefined, 1],
    ["bad\nworse\nright one\n", undefined, 3],
    ["bad\nworse\nworst\nright one\n", /wrong 3 times/, 3],
    ["\n", /No passphrase was given/, 1],
  ] as const
) {
  Deno.test(`openVaultFirst() hears ${JSON.stringify(typed)}`, async () => {
    const ran = await inWorld({
      storage: vaultStorage("right one"),
      stdin: typed,
      env: { ENTRADA_TOKEN_STORE: "vault" },
    }, async (io) => {
      const first = await openVaultFirst(io, {
        options: {
          verbose: false,
          quiet: false,
          trace: false,
          color: "never",
        },
        warn: () => {},
      });
      const services = await createServices(io, { first });
      const shown = await services.protection();
      assert.equal(shown.name, problem === undefined ? "vault" : "memory");
      if (problem === undefined) assert.equal(shown.problem, undefined);
      else assert.match(shown.problem ?? "", problem);
    });
    assert.equal(ran.stderr.split("Passphrase of").length - 1, prompts);
    assert.doesNotMatch(ran.stderr, /bad|worse|right one/);
  });
}

Deno.test("createServices() finds a secret that is kept for its profile", async () => {
  const storage = memoryStorage();
  const opened = await storage.storage({
    directory: "",
    env: () => undefined,
    canAsk: false,
  });
  await opened.secrets?.exclusively(
    "secrets app",
    (record) => record.write(JSON.stringify({ clientSecret: SECRET })),
  );
  const text = profilesText([{ ...APP, clientSecret: "keyring" }]);
  const ran = await inInterface({
    storage,
    files: { [PROFILES]: text },
    replies: [tokenAnswer()],
  }, async (services) => {
    await complete(services.acquire("app", asking));
  });
  assert.equal(ran.ports.sent[0]?.form.get("client_secret"), SECRET);
});

Deno.test("createServices() removes unread what cannot be opened", async () => {
  const tokens = fakeStore();
  tokens.texts.set("profile ada", "sealed");
  tokens.texts.set("profile app", "sealed");
  const kept = memoryStorage(tokens);
  const storage = {
    ...kept,
    storage: () => {
      const situation = situationOf("keyring_locked");
      return Promise.reject(new SituationError("Cannot use", situation));
    },
  };
  await inInterface({ storage }, async (services) => {
    await services.logout("ada");
  });
  assert.deepEqual([...tokens.texts.keys()], ["profile app"]);
});

Deno.test("a token on behalf of a user is found by inspect -p and kept(), as cache list has it", async () => {
  const storage = memoryStorage(fakeStore());
  const assertion = unsignedToken({ aud: CLIENT, scp: "use", exp: 4e9 });
  const accessToken = unsignedToken({ aud: "graph", scp: "User.Read" });
  const setting = { storage, env: { ...env, USER: assertion } };
  const run = (argv: readonly string[]) =>
    runFake(argv, {
      ...{ files, ...setting },
      replies: [tokenAnswer({ access_token: accessToken })],
    });
  const none = await run(["inspect", "-p", "app"]);
  assert.equal(none.code, 7);
  const words = ["get-token", "-p", "app", "-f", "obo"];
  const got = await run([...words, "--assertion-env", "USER"]);
  assert.equal(got.code, 0, got.stderr);
  const listed = JSON.parse((await run(["cache", "list", "--json"])).stdout);
  const [entry] = listed.entries;
  assert.deepEqual([entry.profile, entry.flow], ["app", "on-behalf-of"]);
  const inspected = await run(["inspect", "-p", "app", "--json"]);
  assert.equal(JSON.parse(inspected.stdout).payload.scp, "User.Read");
  await inInterface(setting, async (services) => {
    const token = await services.kept("app");
    assert.deepEqual([token?.accessToken, token?.flow, token?.source], [
      accessToken,
      "on-behalf-of",
      "cache",
    ]);
    assert.equal(await services.kept("ada"), undefined);
  });
});
