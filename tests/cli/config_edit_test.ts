import assert from "node:assert/strict";
import { type Files, systemFiles } from "../../src/adapters/files.ts";
import { CERTIFICATE, KEY } from "../support/certificates/pem.ts";
import { validate } from "../support/json_schema.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import {
  type FakeStorage,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
  stillClock,
} from "./fake_io.ts";

const SECRET = "s3cr3t-of-the-client";
const OTHER = "another-s3cr3t";

const work = {
  name: "work",
  tenant: "contoso.com",
  clientId: CLIENT,
  scopes: ["User.Read"],
  flow: "device-code",
  query: { dc: "ESTS" },
};
const chain = {
  name: "chain",
  tenant: "contoso.com",
  clientId: CLIENT,
  userAssertion: "profile:work",
  clientSecret: "env:S",
};
const files = { [PROFILES]: profilesText([work, chain], { default: "work" }) };

/** This machine's files, and profiles that are none of them. */
function systemFilesBeside(profiles: string): Files {
  return {
    ...systemFiles,
    read: (path, options) =>
      path === PROFILES
        ? Promise.resolve(profiles)
        : systemFiles.read(path, options),
  };
}

function documentOf(left: ReadonlyMap<string, string>) {
  return JSON.parse(left.get(PROFILES) ?? "{}") as {
    readonly default?: string;
    readonly profiles: readonly Record<string, unknown>[];
  };
}

/** A machine on which a profile has a sealed secret. */
async function sealedMachine(): Promise<
  { readonly storage: FakeStorage; readonly files: Record<string, string> }
> {
  const storage = memoryStorage();
  const ran = await runFake([
    ...["config", "create", "app", "-t", TENANT, "--client-id", CLIENT],
    ...["-s", "api://x/.default", "--client-secret-stdin"],
    ...["--secret-expires", "2026-01-15"],
  ], { stdin: `${SECRET}\n`, storage });
  assert.equal(ran.code, 0, ran.stderr);
  return { storage, files: Object.fromEntries(ran.files) };
}

async function secretSent(
  profile: string,
  machine: {
    readonly storage: FakeStorage;
    readonly files: Readonly<Record<string, string>>;
  },
): Promise<string | null | undefined> {
  const ran = await runFake(["get-token", "-p", profile, "--no-cache"], {
    ...machine,
    replies: [tokenAnswer()],
  });
  assert.equal(ran.code, 0, ran.stderr);
  return ran.ports.sent[0]?.form?.get("client_secret");
}

Deno.test("config edit changes what options say, and nothing else", async () => {
  const ran = await runFake([
    ...["config", "edit", "WORK", "-s", "Mail.Read", "--unset", "flow"],
    ...["--login-hint", "ada@contoso.com"],
  ], { files });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "");
  const { flow: _flow, ...rest } = work;
  assert.deepEqual(documentOf(ran.files).profiles, [
    { ...rest, scopes: ["Mail.Read"], loginHint: "ada@contoso.com" },
    chain,
  ]);
});

Deno.test("config edit lets what is given take the place of what excludes it", async () => {
  const resource = await runFake(
    ["config", "edit", "-p", "work", "--resource", "graph"],
    { files },
  );
  const [first] = documentOf(resource.files).profiles;
  assert.deepEqual(
    [first?.["scopes"], first?.["resource"]],
    [undefined, "https://graph.microsoft.com"],
  );
  const certificate = await runFake(
    ["config", "edit", "-n", "chain", "--certificate-path", "a.pfx"],
    { files },
  );
  const [, second] = documentOf(certificate.files).profiles;
  assert.deepEqual(
    [second?.["clientSecret"], second?.["clientCertificate"]],
    [undefined, "a.pfx"],
  );
});

Deno.test("config edit refuses what could not work, and writes nothing", async () => {
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [["nope", "-s", "x"], 2, /Cannot find the profile "nope"/],
    [["work", "-s", ""], 64, /empty value: scopes/],
    [["work", "-t", "a b"], 64, /Cannot use the tenant/],
    [["work", "--unset", "name"], 64, /it is no setting of a profile/],
    [["work", "--unset", "colour"], 64, /"colour": it is no setting/],
    [["work", "--unset", "clientId"], 64, /without a client id/],
    [["work", "-p", "chain", "-s", "x"], 64, /"work" or "chain"/],
    [["-s", "x"], 64, /Cannot tell which profile/],
    [["work"], 64, /Cannot tell what to change/],
    [["work", "--client-secret", "x"], 64, /No secret is taken/],
    [
      ["work", "--secret-expires", "2026-02-30"],
      64,
      /"2026-02-30" is not a day/,
    ],
    [
      ["work", "--tenant-id", "a.com", "-t", "b.com"],
      64,
      /--tenant-id and --tenant together/,
    ],
    [["work", "--use-certificate"], 64, /a certificate that is not named/],
    [["work", "--editor", "-s", "x"], 64, /--editor together/],
    [["work", "--editor"], 78, /neither VISUAL nor EDITOR/],
  ];
  for (const [argv, code, says] of cases) {
    const ran = await runFake(["config", "edit", ...argv], { files });
    assert.equal(ran.code, code, `${argv.join(" ")}: ${ran.stderr}`);
    assert.match(ran.stderr, says);
    assert.equal(ran.files.get(PROFILES), files[PROFILES]);
  }
});

Deno.test("config edit asks with the present value, which Enter keeps", async () => {
  const argv = ["config", "edit", "work"];
  const typed = await runFake(argv, {
    files,
    stdin: "\na b\n\n\nMail.Read\n\n-\n\n",
    terminals: ["stdin", "stderr"],
  });
  assert.equal(typed.code, 0, typed.stderr);
  assert.match(typed.stderr, /^Enter keeps what is in brackets/m);
  assert.match(typed.stderr, /Scopes \(.*\) \[User\.Read\]: /);
  const piped = await runFake(argv, {
    files,
    stdin: "\n\nMail.Read\n\n-\n",
  });
  assert.equal(piped.code, 0, piped.stderr);
  const { flow: _flow, ...rest } = work;
  assert.deepEqual(documentOf(piped.files).profiles[0], {
    ...rest,
    scopes: ["Mail.Read"],
  });
  const wrong = await runFake(argv, { files, stdin: "a b\n" });
  assert.equal(wrong.code, 64);
  assert.match(wrong.stderr, /Cannot use the answer to "Tenant"/);
});

Deno.test("config edit says when the answers change nothing", async () => {
  const ran = await runFake(["config", "edit", "work"], {
    files,
    stdin: "\n".repeat(12),
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^The profile "work" stays as it was$/m);
  assert.equal(ran.files.get(PROFILES), files[PROFILES]);
});

Deno.test("config edit seals a new secret, and the old date goes", async () => {
  const machine = await sealedMachine();
  const ran = await runFake(
    ["config", "edit", "app", "--client-secret-stdin"],
    { ...machine, stdin: OTHER },
  );
  assert.equal(ran.code, 0, ran.stderr);
  const [app] = documentOf(ran.files).profiles;
  assert.deepEqual(
    [app?.["clientSecret"], app?.["secretExpires"]],
    ["keyring", undefined],
  );
  const after = { ...machine, files: Object.fromEntries(ran.files) };
  assert.equal(await secretSent("app", after), OTHER);
  const moved = await runFake(
    ["config", "edit", "app", "--client-secret-env", "S"],
    { ...after },
  );
  assert.equal(moved.code, 0, moved.stderr);
  const records = await machine.storage.records("");
  assert.equal(await records.removeSecrets("secrets app"), false);
});

Deno.test("config edit keeps the old secret when the profile cannot be written", async () => {
  const machine = await sealedMachine();
  const ran = await runFake(
    ["config", "edit", "app", "--client-secret-stdin"],
    {
      ...machine,
      stdin: OTHER,
      replace: {
        files: {
          read: (path) => Promise.resolve(machine.files[path]),
          writePrivate: () => Promise.reject(new Error("ENOSPC")),
        },
      },
    },
  );
  assert.equal(ran.code, 8);
  assert.equal(await secretSent("app", machine), SECRET);
});

Deno.test("config rename takes the secret, the tokens, the default and the references along", async () => {
  const machine = await sealedMachine();
  const got = await runFake(["get-token", "-p", "app"], {
    ...machine,
    replies: [tokenAnswer()],
  });
  const renamed = await runFake(["config", "rename", "app", "api"], machine);
  assert.equal(renamed.code, 0, renamed.stderr);
  const after = { ...machine, files: Object.fromEntries(renamed.files) };
  // Without an answer only a kept token can be had.
  const kept = await runFake(["get-token", "-p", "api"], after);
  assert.deepEqual([kept.code, kept.stdout], [0, got.stdout], kept.stderr);
  assert.equal(await secretSent("api", after), SECRET);
  const records = await machine.storage.records("");
  assert.equal(await records.removeSecrets("secrets app"), false);
  const followed = await runFake(["config", "rename", "work", "w"], { files });
  const document = documentOf(followed.files);
  assert.equal(document.default, "w");
  assert.equal(document.profiles[1]?.["userAssertion"], "profile:w");
});

Deno.test("config rename and config clone refuse a name that is taken or none", async () => {
  for (const verb of ["rename", "clone"]) {
    for (
      const [names, code] of [
        [["work", "CHAIN"], 64],
        [["work", "a b"], 64],
        [["nope", "x"], 2],
      ] as const
    ) {
      const ran = await runFake(["config", verb, ...names], { files });
      assert.equal(ran.code, code, ran.stderr);
      assert.equal(ran.files.get(PROFILES), files[PROFILES]);
    }
  }
  const same = await runFake(["config", "rename", "work", "Work"], { files });
  assert.equal(same.code, 0, same.stderr);
  assert.equal(documentOf(same.files).profiles[0]?.["name"], "Work");
});

Deno.test("config clone copies the sealed secret and leaves the profile as it is", async () => {
  const machine = await sealedMachine();
  const ran = await runFake(["config", "clone", "app", "copy"], machine);
  assert.equal(ran.code, 0, ran.stderr);
  const after = { ...machine, files: Object.fromEntries(ran.files) };
  const names = documentOf(ran.files).profiles.map(({ name }) => name);
  assert.deepEqual(names, ["app", "copy"]);
  assert.equal(await secretSent("copy", after), SECRET);
  assert.equal(await secretSent("app", after), SECRET);
});

Deno.test("config default shows, chooses and clears the default profile", async () => {
  const shown = await runFake(["config", "default"], { files });
  assert.equal(shown.stdout, "work\n");
  const json = await runFake(["config", "default", "--json"]);
  assert.deepEqual(JSON.parse(json.stdout), { default: null });
  const chosen = await runFake(["config", "default", "CHAIN"], { files });
  assert.equal(documentOf(chosen.files).default, "chain");
  const cleared = await runFake(["config", "default", "--clear"], { files });
  assert.equal(documentOf(cleared.files).default, undefined);
  const nope = await runFake(["config", "default", "nope"], { files });
  assert.equal(nope.code, 2);
  const both = ["config", "default", "work", "--clear"];
  assert.equal((await runFake(both, { files })).code, 64);
});

Deno.test("config show and config delete take a name as entra-auth-cli does", async () => {
  for (const option of ["-p", "-n", "--profile", "--name"]) {
    const shown = await runFake(
      ["config", "show", option, "work", "-o", "yaml"],
      { files },
    );
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /^name: "?work"?$/m);
    const gone = await runFake(
      ["config", "delete", option, "work", "--force"],
      { files },
    );
    assert.equal(gone.code, 0, gone.stderr);
    assert.equal(documentOf(gone.files).profiles.length, 1);
  }
  const none = await runFake(["config", "delete", "--yes"], { files });
  assert.equal(none.code, 64);
});

Deno.test("a secret that ends soon is told of when it is used and when it is shown", async () => {
  const machine = await sealedMachine();
  const used = await runFake(["get-token", "-p", "app", "--no-cache"], {
    ...machine,
    replies: [tokenAnswer()],
  });
  const says = /^Warning: the client secret ends in 15 days, on 2026-01-15/m;
  assert.match(used.stderr, says);
  const shown = await runFake(["config", "show", "app"], machine);
  assert.match(shown.stderr, says);
  assert.match(shown.stdout, /^secretExpires +2026-01-15 +profile "app"$/m);
  const listed = await runFake(["config", "list", "--verbose"], machine);
  assert.match(listed.stdout, /SECRET ENDS\n.*2026-01-15, in 15 days\n/);
  // What the profile says is not about the secret of the environment.
  const other = await runFake(["get-token", "-p", "app", "--no-cache"], {
    ...machine,
    env: { AZURE_CLIENT_SECRET: "x" },
    replies: [tokenAnswer()],
  });
  assert.doesNotMatch(other.stderr, says);
});

Deno.test("config show tells when the certificate expires", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/both.pem`;
  await Deno.writeTextFile(path, CERTIFICATE + KEY);
  try {
    const { tenant, clientId } = work;
    const profile = { name: "c", tenant, clientId, clientCertificate: path };
    const shown = async (now: number) =>
      await runFake(["config", "show", "c", "--json"], {
        files: { [PROFILES]: profilesText([profile]) },
        clock: stillClock(now),
        replace: { files: systemFilesBeside(profilesText([profile])) },
      });
    const ran = await shown(START);
    const { certificate_expires } = JSON.parse(ran.stdout);
    validate("config-show", JSON.parse(ran.stdout));
    const end = Date.parse(certificate_expires);
    assert.ok(end > START && !/expires/.test(ran.stderr), ran.stderr);
    const late = await shown(end - 1_000);
    assert.match(late.stderr, /^Warning: the certificate expires on \d{4}-/m);
    assert.match((await shown(end)).stderr, /the certificate expired on/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("every config command ends with 78 on a damaged file, and leaves it", async () => {
  const damaged = { [PROFILES]: '{"version":1,\n "profiles": [}' };
  for (
    const argv of [
      ["list"],
      ["show", "x"],
      ["create", "x", "-t", TENANT, "--client-id", CLIENT],
      ["edit", "x", "-s", "y"],
      ["rename", "x", "y"],
      ["clone", "x", "y"],
      ["default"],
      ["default", "x"],
      ["delete", "x", "--yes"],
      ["export", "--all", "--plain"],
      ["import", "in.json"],
    ]
  ) {
    const ran = await runFake(["config", ...argv], { files: damaged });
    assert.equal(ran.code, 78, `${argv.join(" ")}: ${ran.stderr}`);
    assert.match(ran.stderr, /profiles\.json:2:15: this is not JSON/);
    assert.equal(ran.files.get(PROFILES), damaged[PROFILES]);
  }
});
