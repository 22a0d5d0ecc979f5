import assert from "node:assert/strict";
import { StoreError } from "../../src/engine/errors.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import { GRAPH, SECRET } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const CREATE = [
  "config",
  "create",
  "ci",
  "-t",
  TENANT,
  "--client-id",
  CLIENT,
  "-s",
  GRAPH,
];

/** Runs of the program on one machine. */
function machine() {
  const storage = memoryStorage();
  let files: Record<string, string> = {};
  return async (argv: readonly string[], setting: FakeSetting = {}) => {
    const ran = await runFake(argv, { files, storage, ...setting });
    files = Object.fromEntries(ran.files);
    return ran;
  };
}

Deno.test("config create keeps a piped secret sealed, and get-token uses it", async () => {
  const run = machine();
  const made = await run([...CREATE, "--client-secret-stdin"], {
    stdin: `${SECRET}\n`,
  });
  assert.equal(made.code, 0);
  const text = made.files.get(PROFILES) ?? "";
  assert.equal(JSON.parse(text).profiles[0].clientSecret, "keyring");
  assert.doesNotMatch(text + made.stdout + made.stderr, new RegExp(SECRET));
  const ran = await run(["get-token", "-p", "CI"], {
    replies: [tokenAnswer()],
  });
  assert.equal(ran.code, 0);
  assert.equal(ran.ports.sent[0]?.form.get("client_secret"), SECRET);
});

Deno.test("config create asks for the secret on a terminal, without showing it", async () => {
  const run = machine();
  const made = await run([...CREATE, "--client-secret-stdin"], {
    stdin: `${SECRET}\n`,
    terminals: ["stdin", "stderr"],
  });
  assert.equal(made.code, 0);
  assert.match(made.stderr, /The client secret: \n/);
  assert.doesNotMatch(made.stderr, new RegExp(SECRET));
});

Deno.test("config create --secret-store vault writes that place", async () => {
  const run = machine();
  const made = await run(
    [...CREATE, "--client-secret-stdin", "--secret-store", "vault"],
    { stdin: SECRET },
  );
  assert.match(made.files.get(PROFILES) ?? "", /"clientSecret": "vault"/);
});

Deno.test("config create refuses to read two secrets from standard input, or none to keep", async () => {
  for (
    const options of [
      ["--client-secret-stdin", "--passphrase-stdin"],
      ["--client-secret-stdin", "--client-secret-env", "X"],
      ["--secret-store", "vault"],
    ]
  ) {
    const ran = await machine()([...CREATE, ...options], { stdin: SECRET });
    assert.equal(ran.code, 64, options.join(" "));
    assert.equal(ran.files.has(PROFILES), false);
  }
});

Deno.test("config delete takes the secret away, so that a later profile does not find it", async () => {
  const run = machine();
  await run([...CREATE, "--client-secret-stdin"], { stdin: SECRET });
  const deleted = await run(["config", "delete", "ci", "--yes"]);
  assert.equal(deleted.code, 0);
  const again = profilesText([{
    name: "ci",
    tenant: TENANT,
    clientId: CLIENT,
    clientSecret: "keyring",
    scopes: [GRAPH],
  }]);
  const ran = await run(["get-token", "-p", "ci"], {
    files: { [PROFILES]: again },
  });
  assert.equal(ran.code, 78);
  assert.match(ran.stderr, /Cannot find the secret of the profile "ci"/);
});

Deno.test("a client secret may come from a command, whose output is never shown", async () => {
  const argv = [
    "get-token",
    "-t",
    TENANT,
    "--client-id",
    CLIENT,
    "-s",
    GRAPH,
    "--client-secret-command",
    'pass show "entra/ci secret"',
  ];
  const ran = await runFake(argv, {
    replies: [tokenAnswer()],
    command: () => ({
      type: "ended",
      success: true,
      stdout: `${SECRET}\n`,
      stderr: "",
    }),
  });
  assert.equal(ran.ports.sent[0]?.form.get("client_secret"), SECRET);
  assert.deepEqual(ran.ports.commands[0]?.argv, [
    "pass",
    "show",
    "entra/ci secret",
  ]);
  for (
    const [outcome, why] of [
      [
        { type: "ended", success: false, stdout: SECRET, stderr: SECRET },
        "failed",
      ],
      [{ type: "missing" }, "is not installed"],
      [{ type: "forbidden" }, "may not be run"],
      [{ type: "timed_out" }, "took too long"],
    ] as const
  ) {
    const failed = await runFake(argv, { command: () => outcome });
    assert.equal(failed.code, 78);
    assert.match(failed.stderr, new RegExp(`command "pass" ${why}`));
    assert.doesNotMatch(failed.stderr, new RegExp(SECRET));
  }
});

Deno.test("config create removes what was kept under its name before it had a profile", async () => {
  const storage = memoryStorage();
  const opened = await storage.storage({
    directory: "/home/ada/.local/state/entrada",
    asked: undefined,
    env: () => undefined,
    canAsk: false,
    onNotice: () => {},
  });
  const { tokens, secrets = tokens } = opened;
  await tokens.exclusively("profile ci", (record) => record.write("old"));
  await secrets.exclusively("secrets ci", (record) => record.write("old"));
  await tokens.exclusively("profile other", (record) => record.write("kept"));
  const made = await runFake(CREATE, { storage });
  assert.equal(made.code, 0, made.stderr);
  assert.deepEqual(await tokens.list(), ["profile other"]);
  assert.deepEqual(await secrets.list(), []);
});

Deno.test("config create takes the secret back when the profile cannot be written", async () => {
  const storage = memoryStorage();
  const replace = {
    files: {
      read: () => Promise.resolve(undefined),
      writePrivate: () => Promise.reject(new Error("The disk is full")),
    },
  };
  const made = await runFake([...CREATE, "--client-secret-stdin"], {
    stdin: SECRET,
    storage,
    replace,
  });
  assert.equal(made.code, 8);
  const records = await storage.records("/state");
  assert.equal(await records.removeSecrets("secrets ci"), false);
});

Deno.test("a locked vault that has a profile's secret is told with the secret and the profile", async () => {
  const locked: FakeSetting["storage"] = {
    ...memoryStorage(),
    storage: ({ asked }) =>
      asked === "vault"
        ? Promise.reject(
          new StoreError(
            "locked",
            "Cannot use kept tokens: the vault is locked and nobody can be asked for its passphrase",
            { hint: "Give the passphrase" },
          ),
        )
        : memoryStorage().storage({ directory: "/", asked } as never),
  };
  const profile = {
    name: "ci",
    tenant: TENANT,
    clientId: CLIENT,
    clientSecret: "vault",
    scopes: [GRAPH],
  };
  const ran = await runFake(["get-token", "-p", "ci"], {
    files: { [PROFILES]: profilesText([profile]) },
    storage: locked,
  });
  assert.equal(ran.code, 8);
  assert.match(
    ran.stderr,
    /Error: Cannot read the client secret of the profile "ci": the vault is locked and nobody can be asked for its passphrase\nHint: Give the passphrase\n/,
  );
});
