import assert from "node:assert/strict";
import { createInput } from "../../src/adapters/stdin.ts";
import { Interruption } from "../../src/cli/errors.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import { memoryStorage, PROFILES, profilesText, runFake } from "./fake_io.ts";

const SECRET = "s3cr3t-of-the-client";
const CREATE = ["config", "create"];

function profilesIn(files: ReadonlyMap<string, string>) {
  const { profiles } = JSON.parse(files.get(PROFILES) ?? '{"profiles":[]}');
  return profiles as readonly Record<string, unknown>[];
}

Deno.test("config create reads piped answers in their order", async () => {
  const short = await runFake(CREATE, {
    stdin: `work\nContoso.com\n${CLIENT}\nUser.Read, Mail.Read\n`,
  });
  assert.equal(short.code, 0, short.stderr);
  assert.equal(short.stdout, "");
  assert.deepEqual(profilesIn(short.files), [{
    name: "work",
    tenant: "contoso.com",
    clientId: CLIENT,
    scopes: ["User.Read", "Mail.Read"],
  }]);
  const storage = memoryStorage();
  const whole = await runFake(CREATE, {
    storage,
    stdin: [
      ...["app", TENANT, CLIENT, "api://x/.default", "ClientSecret", SECRET],
      ...["ClientCredentials", "", ""],
    ].join("\r\n"),
  });
  assert.equal(whole.code, 0, whole.stderr);
  assert.ok(!whole.files.get(PROFILES)?.includes(SECRET));
  const used = await runFake(["get-token", "-p", "app", "--no-cache"], {
    storage,
    files: Object.fromEntries(whole.files),
    replies: [tokenAnswer()],
  });
  assert.equal(used.ports.sent[0]?.form?.get("client_secret"), SECRET);
  const certificate = await runFake(CREATE, {
    stdin: `c\n${TENANT}\nazure-cli\n\ncertificate\na.pem\na.key\n\n\n`,
  });
  assert.deepEqual(profilesIn(certificate.files), [{
    name: "c",
    tenant: TENANT,
    clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    clientCertificate: "a.pem",
    clientKey: "a.key",
  }]);
});

Deno.test("config create asks on a terminal until an answer can be used", async () => {
  const ran = await runFake(CREATE, {
    files: { [PROFILES]: profilesText([{ name: "work", clientId: CLIENT }]) },
    stdin: `WORK\nnew\ncontoso.com\n7\n${CLIENT}\n\nsure\nnone\ndevice\n\n`,
    terminals: ["stdin", "stderr"],
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /The profile "work" is already there/);
  assert.match(ran.stderr, /It is a GUID/);
  assert.match(ran.stderr, /It is none, secret, certificate or assertion/);
  assert.deepEqual(profilesIn(ran.files)[1], {
    name: "new",
    tenant: "contoso.com",
    clientId: CLIENT,
    flow: "device-code",
  });
});

Deno.test("config create does not ask what options say", async () => {
  const ran = await runFake(
    [...CREATE, "-p", "x", "--tenant-id", "contoso.com", "-s", "User.Read"],
    { stdin: `${CLIENT}\n` },
  );
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(profilesIn(ran.files), [{
    name: "x",
    tenant: "contoso.com",
    clientId: CLIENT,
    scopes: ["User.Read"],
  }]);
  const whole = ["x", "-t", TENANT, "--client-id", CLIENT];
  const silent = await runFake([...CREATE, ...whole], {
    terminals: ["stdin", "stderr"],
  });
  assert.equal(silent.code, 0, silent.stderr);
});

Deno.test("config create takes the options of entra-auth-cli", async () => {
  const ran = await runFake([
    ...[...CREATE, "--name", "ci", "--tenant-id", TENANT, "--client-id"],
    ...[CLIENT, "--scope", "api://x/.default", "--use-certificate"],
    ...["--certificate-path", "a.pem", "--private-key-path", "a.key"],
    ...["--non-interactive"],
  ]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(profilesIn(ran.files), [{
    name: "ci",
    tenant: TENANT,
    clientId: CLIENT,
    scopes: ["api://x/.default"],
    clientCertificate: "a.pem",
    clientKey: "a.key",
  }]);
});

Deno.test("config create says what is missing where nobody answers", async () => {
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [[], "", /without a name/],
    [["--non-interactive"], "x\n", /without a name/],
    [["x"], "", /without a tenant/],
    [[], "x\n", /the answers end before "Tenant"/],
    [[], "x\na b\n", /Cannot use the answer to "Tenant"/],
    [["x", "-t", TENANT, "--client-id", CLIENT, "-s", ""], "", /empty value/],
    [
      ["x", "-t", TENANT, "--client-id", CLIENT, "--redirect-uri", ""],
      "",
      /empty value: redirectUri/,
    ],
  ];
  for (const [argv, stdin, says] of cases) {
    const ran = await runFake([...CREATE, ...argv], { stdin });
    assert.equal(ran.code, 64, ran.stderr);
    assert.match(ran.stderr, says);
    assert.match(ran.stderr, /^Hint: /m);
    assert.equal(ran.files.get(PROFILES), undefined);
  }
});

Deno.test("config create says what it waits for on a pipe that nobody writes to", async () => {
  const end = new AbortController();
  const ran = await runFake(CREATE, {
    signal: end.signal,
    remind: (_ms, listener) => {
      listener();
      end.abort(new Interruption("SIGINT"));
    },
    replace: {
      stdin: createInput({ read: () => new Promise(() => {}) }, false),
    },
  });
  assert.equal(ran.code, 130);
  assert.match(
    ran.stderr,
    /Waiting for an answer on standard input: Profile name/,
  );
});

Deno.test("config create and config edit warn of a certificate that is not there, and keep the profile", async () => {
  const argv = ["-t", TENANT, "--client-certificate", "/nowhere/a.pem"];
  const made = await runFake([
    ...CREATE,
    "app",
    "--client-id",
    CLIENT,
    ...argv,
  ]);
  const warning =
    /^Warning: the certificate \/nowhere\/a\.pem cannot be used now: it does not exist$/m;
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stderr, warning);
  assert.equal(profilesIn(made.files)[0]?.clientCertificate, "/nowhere/a.pem");
  const files = Object.fromEntries(made.files);
  const edited = await runFake(["config", "edit", "app", ...argv], { files });
  assert.match(edited.stderr, warning);
  const there = await runFake(["config", "edit", "app", ...argv], {
    files: { ...files, "/nowhere/a.pem": "x" },
  });
  assert.doesNotMatch(there.stderr, /Warning/);
});
