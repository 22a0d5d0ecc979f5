import assert from "node:assert/strict";
import { StoreError } from "../../src/engine/errors.ts";
import { CONTOSO, GRACE, type Machine, machine } from "./discover_world.ts";
import { type FakeSetting, memoryStorage, PROFILES } from "./fake_io.ts";

const TERMINAL = ["stdin", "stdout", "stderr"] as const;
const DAEMON = "d84b2c6f-1e95-4a37-b0d8-5c7f9e3a2164";
const LEGACY = "f1027b9c-4d8e-4635-8af0-b95e6c3d1a27";
const GRAPH = "https://graph.microsoft.com/.default";

function profilesIn({ files }: { files: Map<string, string> }) {
  return JSON.parse(files.get(PROFILES) ?? '{"profiles":[]}').profiles;
}

Deno.test("discover makes a profile by answers: filter, number, name, scopes, proof", async () => {
  const { discover } = machine();
  const ran = await discover(["-s", "billing"], {
    terminals: TERMINAL,
    stdin: "y\nnothing\nconsole\n1\n\n4\nnone\n",
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /Nothing matches "nothing"/);
  assert.match(ran.stderr, /1 {2}Billing Console \([0-9a-f-]{36}\)/);
  const [profile, ...others] = profilesIn(ran);
  assert.deepEqual(others, []);
  assert.match(profile.clientId, /^[0-9a-f-]{36}$/);
  const { clientId: _, authority, ...rest } = profile;
  assert.match(authority, /contoso\.onmicrosoft\.example$/);
  assert.deepEqual(rest, {
    name: "Billing-Console",
    scopes: ["https://graph.microsoft.com/User.Read"],
  });
});

Deno.test("discover names APIs and permissions by words, not by ids", async () => {
  const { discover } = machine();
  const ran = await discover(["--create", "x"], {
    terminals: TERMINAL,
    stdin: "billing importer\n1\n1\nnone\n",
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(
    ran.stderr,
    /1 {2}Microsoft Graph, all that was granted; for the application itself: User\.Read\.All \(https:\/\/graph/,
  );
  assert.match(ran.stderr, /2 {2}Microsoft Graph, User\.Read alone/);
  assert.match(ran.stderr, /3 {2}Azure Resource Manager, all that was granted/);
  assert.match(ran.stderr, /5 {2}Contoso Orders, all .* \(api:\/\/5b0e6c7a/);
});

Deno.test("discover --create reads piped answers, a line each", async () => {
  const { discover } = machine();
  const ran = await discover(["--create", "bot"], {
    stdin: "payroll bot\n1\n2,3\nsecret\ns3cr3t~typed\n",
  });
  assert.equal(ran.code, 0, ran.stderr);
  const [profile] = profilesIn(ran);
  assert.deepEqual(profile.scopes, [
    "https://graph.microsoft.com/User.Read",
    "https://graph.microsoft.com/Mail.Read",
  ]);
  assert.equal(profile.clientSecret, "keyring");
  const all = ran.stdout + ran.stderr + [...ran.files.values()].join();
  assert.doesNotMatch(all, /s3cr3t/);
  assert.equal(ran.stdout, "");
});

Deno.test("discover says which answer is missing, and writes nothing", async () => {
  const { discover } = machine();
  for (
    const stdin of [
      "",
      "portal\n",
      "portal\n1\n1,2\n",
      "billing console\n1\n1,3\n",
      "portal\n1\n9\n",
      "portal\n1\n1\nmagic\n",
      "portal\n1\n1\nsecret\n\n",
    ]
  ) {
    const ran = await discover(["--create", "x"], { stdin });
    assert.equal(ran.code, 64, JSON.stringify(stdin) + ran.stderr);
    assert.equal(ran.files.has(PROFILES), false);
  }
});

Deno.test("discover with --app and --permission asks nothing, and is a public client without a secret", async () => {
  const { discover } = machine();
  const ran = await discover([
    "--create",
    "cli",
    "--app",
    "billing portal",
    "--permission",
    "User.Read",
  ], { stdin: "never read\n" });
  assert.equal(ran.code, 0, ran.stderr);
  const [{ name, scopes, clientSecret }] = profilesIn(ran);
  assert.deepEqual([name, scopes, clientSecret], [
    "cli",
    ["User.Read"],
    undefined,
  ]);
  const taken = await discover(["--create", "CLI", "--app", DAEMON]);
  assert.equal(taken.code, 64);
  assert.match(taken.stderr, /already there/);
});

Deno.test("discover keeps the place of a secret that options name", async () => {
  const { discover } = machine();
  const base = ["--app", DAEMON, "--permission", GRAPH];
  const env = await discover([
    ...["--create", "one", ...base],
    ...["--client-secret-env", "CI_SECRET"],
  ]);
  assert.equal(env.code, 0, env.stderr);
  const file = await discover([
    ...["--create", "two", ...base],
    ...["--client-certificate", "ci.pfx", "--certificate-password-stdin"],
  ], { stdin: "pfx-pass\n" });
  assert.equal(file.code, 0, file.stderr);
  const [one, two] = profilesIn(file);
  assert.equal(one.clientSecret, "env:CI_SECRET");
  assert.deepEqual(
    [two.clientCertificate, two.certificatePassword],
    ["ci.pfx", "keyring"],
  );
});

Deno.test("discover refuses an app that is not there, and one of two of a name", async () => {
  const { discover } = machine();
  for (const app of ["No Such App", CONTOSO]) {
    const ran = await discover(
      ["--create", "x", "--app", app, "--permission", GRAPH],
    );
    assert.equal(ran.code, 64, ran.stderr);
    assert.equal(ran.files.has(PROFILES), false);
  }
});

const NEW_SECRET = [
  ...["--create", "legacy", "--app", LEGACY, "--permission", GRAPH],
  "--new-secret",
];

function secretsOf({ sandbox }: Machine): number {
  return sandbox.control.requests().filter(({ path, status }) =>
    path.endsWith("/addPassword") && status === 200
  ).length;
}

Deno.test("discover --new-secret makes a secret that works at once, and shows it nowhere", async () => {
  const world = machine();
  const ran = await world.discover(NEW_SECRET);
  assert.equal(ran.code, 0, ran.stderr);
  const [profile] = profilesIn(ran);
  assert.equal(profile.clientSecret, "keyring");
  // 180 days from the first of January 2026.
  assert.equal(profile.secretExpires, "2026-06-30");
  assert.match(ran.stderr, /"ENTRADA-EXP-30-JUN-26"; it ends on 2026-06-30/);
  assert.match(ran.stderr, /Expired secrets .*"Made by hand" \(2025-01-31\)/);
  assert.doesNotMatch(
    ran.stdout + ran.stderr + [...ran.files.values()].join(),
    /sbx~/,
  );
  const token = await world.run(["get-token", "-p", "legacy"]);
  assert.equal(token.code, 0, token.stderr);
  assert.match(token.stdout, /^eyJ/);
  assert.equal(secretsOf(world), 1);
});

Deno.test("discover --days says how long, and --show-secret shows it once on a terminal alone", async () => {
  const world = machine();
  const shown = await world.discover(
    [...NEW_SECRET, "--days", "1", "--show-secret"],
    { terminals: TERMINAL },
  );
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stderr, /"ENTRADA-EXP-02-JAN-26"/);
  assert.equal(shown.stderr.match(/sbx~/g)?.length, 1);
  assert.doesNotMatch(shown.stdout, /sbx~/);
  const other = machine();
  const hidden = await other.discover([...NEW_SECRET, "--show-secret"]);
  assert.equal(hidden.code, 64);
  assert.equal(secretsOf(other), 0);
});

Deno.test("discover --new-secret needs the right, and offers to take an existing secret", async () => {
  const grace = "sandbox of somebody without a role";
  const world = machine({ username: GRACE });
  const script = () =>
    world.sandbox.control.script({
      endpoint: "add_password",
      status: 403,
      body: {
        error: { code: "Authorization_RequestDenied", message: grace },
      },
    });
  script();
  const refused = await world.discover(NEW_SECRET);
  assert.equal(refused.code, 3, refused.stderr);
  assert.match(refused.stderr, /^Hint: .*Application\.ReadWrite\.All.*owner/m);
  assert.equal(refused.files.has(PROFILES), false);
  script();
  const declined = await world.discover(NEW_SECRET, {
    terminals: TERMINAL,
    stdin: "n\n",
  });
  assert.equal(declined.code, 3);
  script();
  const ran = await world.discover(NEW_SECRET, {
    terminals: TERMINAL,
    stdin: "y\ns3cr3t~old\n",
  });
  assert.equal(ran.code, 0, ran.stderr);
  const [profile] = profilesIn(ran);
  assert.deepEqual(
    [profile.clientSecret, profile.secretExpires],
    ["keyring", undefined],
  );
  assert.doesNotMatch(ran.stderr, /s3cr3t/);
});

Deno.test("a user without a role cannot make secrets for others' apps, but for their own", async () => {
  const world = machine({ username: GRACE });
  const denied = await world.discover(NEW_SECRET);
  assert.equal(denied.code, 3, denied.stderr);
  const own = await world.discover([
    ...["--create", "own", "--app", "Billing Worker"],
    ...["--permission", GRAPH, "--new-secret"],
  ]);
  assert.equal(own.code, 0, own.stderr);
});

/** Storage that seals so many times, and then no more. */
function failingStorage(times: number): NonNullable<FakeSetting["storage"]> {
  const memory = memoryStorage();
  let left = times;
  return {
    ...memory,
    async storage(options) {
      const opened = await memory.storage(options);
      const { secrets } = opened;
      if (secrets === undefined) return opened;
      return {
        ...opened,
        secrets: {
          ...secrets,
          exclusively(...args: Parameters<typeof secrets.exclusively>) {
            if (left-- > 0) return secrets.exclusively(...args);
            throw new StoreError("full", "Cannot keep it: no space is left");
          },
        } as typeof secrets,
      };
    },
  };
}

Deno.test("no secret is made that could not be kept", async () => {
  const world = machine({ storage: failingStorage(0) });
  const ran = await world.discover(NEW_SECRET);
  assert.equal(ran.code, 8, ran.stderr);
  assert.equal(secretsOf(world), 0);
});

Deno.test("a secret that could not be kept after all is offered once, and never lost silently", async () => {
  for (
    const [stdin, terminals, count] of [
      ["y\n", TERMINAL, 1],
      ["n\n", TERMINAL, 0],
      ["y\n", [], 0],
    ] as const
  ) {
    const world = machine({ storage: failingStorage(1) });
    const ran = await world.discover(NEW_SECRET, { terminals, stdin });
    assert.equal(ran.code, 8, ran.stderr);
    assert.equal(secretsOf(world), 1);
    assert.match(
      ran.stderr,
      /"ENTRADA-EXP-30-JUN-26" \(key [0-9a-f-]{36}\) was/,
    );
    assert.equal((ran.stderr.match(/sbx~/g) ?? []).length, count);
    if (count === 0) assert.match(ran.stderr, /It is lost: delete it/);
    assert.equal(ran.files.has(PROFILES), false);
  }
});

Deno.test("a new secret without a text, and a network that fails, are told", async () => {
  for (
    const [outcome, code] of [
      [{ body: { keyId: "x" } }, 4],
      [{ status: 503, body: { error: { code: "x", message: "y" } } }, 4],
      [{ drop: true }, 4],
    ] as const
  ) {
    const world = machine();
    world.sandbox.control.script({ endpoint: "add_password", ...outcome });
    const ran = await world.discover(NEW_SECRET);
    assert.equal(ran.code, code, ran.stderr);
    assert.match(
      ran.stderr,
      /^Hint: If .* "ENTRADA-EXP-30-JUN-26", delete it/m,
    );
    assert.equal(ran.stderr.match(/enter this code/g)?.length, 1);
    assert.equal(ran.files.has(PROFILES), false);
  }
});

Deno.test("a secret is tried and kept with storage that is opened once", async () => {
  const memory = memoryStorage();
  const opened: unknown[] = [];
  const world = machine({
    storage: {
      ...memory,
      storage(options) {
        opened.push(options.asked);
        return memory.storage(options);
      },
    },
  });
  const ran = await world.discover([...NEW_SECRET, "--secret-store", "vault"]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(opened.filter((asked) => asked === "vault").length, 1);
});
