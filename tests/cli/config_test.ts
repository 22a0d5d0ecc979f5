import assert from "node:assert/strict";
import { CLIENT, TENANT } from "../support/tokens.ts";
import { PROFILES, profilesText, runFake } from "./fake_io.ts";

const work = {
  name: "work",
  tenant: TENANT,
  clientId: CLIENT,
  scopes: ["User.Read"],
};
const home = { name: "home", tenant: "contoso.com", clientId: CLIENT };
const files = { [PROFILES]: profilesText([work, home]) };

Deno.test("config create refuses what could not work, and writes nothing", async () => {
  const good = ["-t", TENANT, "--client-id", CLIENT];
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["a b", ...good], /Cannot name a profile "a b"/],
    [["x".repeat(65), ...good], /Cannot name a profile/],
    [["new", "--client-id", CLIENT], /without a tenant/],
    [["new", "-t", TENANT], /without a client id/],
    [["new", "-t", TENANT, "--client-id", "7"], /Cannot use the client id "7"/],
    [["new", "-t", "a b", "--client-id", CLIENT], /Cannot use the tenant/],
    [["new", ...good, "--cloud", "mars"], /Cannot use the cloud/],
    [[
      "new",
      ...good,
      "--cloud",
      "china",
      "--authority",
      "https://login.microsoftonline.com",
    ], /a cloud and an authority together/],
    [
      ["new", ...good, "-s", "a", "--resource", "b"],
      /a scope and a resource together/,
    ],
    [
      ["new", ...good, "--client-secret-env", "A", "--client-secret-file", "b"],
      /--client-secret-env and --client-secret-file together/,
    ],
    [
      ["new", ...good, "--client-secret-env", "hunter-2"],
      /not the name of an environment variable/,
    ],
    [["new", ...good, "-f", "dance"], /Cannot use the flow/],
    [
      ["new", ...good, "--redirect-uri", "foo"],
      /redirect URI "foo": it is not an address/,
    ],
    [["new", ...good, "-s", "api://a/x,api://b/y"], /several resources/],
    [["new", ...good, "-s", "https://graph.microsoft.com"], /names an API/],
    [
      ["new", ...good, "-s", "User.Read", "-f", "client-credentials"],
      /without a user/,
    ],
    [["WORK", ...good], /Cannot make the profile "WORK": it is already there/],
  ];
  for (const [argv, says] of cases) {
    const ran = await runFake(["config", "create", ...argv], { files });
    assert.equal(ran.code, 64, ran.stderr);
    assert.match(ran.stderr, says);
    assert.equal(ran.files.get(PROFILES), files[PROFILES]);
    assert.ok(!ran.stderr.includes("hunter-2"));
  }
});

Deno.test("config create never writes over a damaged file", async () => {
  for (const damaged of ["", "{", "[]", '{"version": 9, "profiles": []}']) {
    const ran = await runFake(
      ["config", "create", "new", "-t", TENANT, "--client-id", CLIENT],
      { files: { [PROFILES]: damaged } },
    );
    assert.equal(ran.code, 78);
    assert.match(ran.stderr, /profiles\.json:\d+:\d+: /);
    assert.equal(ran.files.get(PROFILES), damaged);
  }
});

Deno.test("config create writes a profile with a reference in place of the secret", async () => {
  const ran = await runFake([
    ...["config", "create", "ci", "-t", "Contoso.com", "--client-id", CLIENT],
    ...[
      "-s",
      "api://x/.default",
      "--client-secret-env",
      "CI_SECRET",
      "-f",
      "app",
      "--default",
    ],
  ]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "");
  assert.deepEqual(JSON.parse(ran.files.get(PROFILES) ?? ""), {
    $schema: "./profiles.schema.json",
    version: 1,
    profiles: [{
      name: "ci",
      tenant: "contoso.com",
      clientId: CLIENT,
      scopes: ["api://x/.default"],
      clientSecret: "env:CI_SECRET",
      flow: "client-credentials",
    }],
    default: "ci",
  });
  const schema = ran.files.get(
    PROFILES.replace("profiles.json", "profiles.schema.json"),
  );
  assert.equal(JSON.parse(schema ?? "{}").title, "Entrada profiles");
});

Deno.test("config list writes bare names where nobody looks", async () => {
  assert.equal(
    (await runFake(["config", "list"], { files })).stdout,
    "work\nhome\n",
  );
  const none = await runFake(["config", "list"]);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
});

Deno.test("config list writes a table on a terminal or with --verbose", async () => {
  for (
    const [argv, terminals] of [[[], ["stdout"]], [["--verbose"], []]] as const
  ) {
    const ran = await runFake(["config", "list", ...argv], {
      files,
      terminals,
    });
    assert.match(ran.stdout, /^ *NAME +TENANT +CLIENT/);
    assert.match(ran.stdout, /^ +work +aaaaaaaa-/m);
  }
});

Deno.test("config list --json says all", async () => {
  const ran = await runFake(["config", "list", "--json"], {
    files: { [PROFILES]: profilesText([work], { default: "Work" }) },
  });
  assert.deepEqual(JSON.parse(ran.stdout), {
    profiles: [{ ...work, default: true }],
  });
});

Deno.test("config show says where each value comes from", async () => {
  const env = { AZURE_TENANT_ID: "fabrikam.com" };
  const ran = await runFake(["config", "show", "WORK"], { files, env });
  assert.match(
    ran.stdout,
    /^tenant +fabrikam\.com +environment AZURE_TENANT_ID$/m,
  );
  assert.match(ran.stdout, /^scopes +User\.Read +profile "work"$/m);
  const json = JSON.parse(
    (await runFake(["config", "show", "work", "--json"], { files, env }))
      .stdout,
  );
  assert.deepEqual(json.settings.tenant, {
    value: "fabrikam.com",
    origin: { kind: "environment", name: "AZURE_TENANT_ID" },
    overridden: [{ kind: "profile", name: "work" }],
  });
});

Deno.test("config show and config delete end with 2 for a profile that is not there", async () => {
  for (const argv of [["show", "nope"], ["delete", "nope", "--yes"]]) {
    const ran = await runFake(["config", ...argv], { files });
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /^Hint: The profiles are work, home$/m);
  }
});

Deno.test("config delete asks on a terminal and does what it is told", async () => {
  for (
    const [answer, left] of [
      ["y\n", ["home"]],
      ["YES\n", ["home"]],
      ["n\n", ["work", "home"]],
      ["\n", ["work", "home"]],
      ["", ["work", "home"]],
    ] as const
  ) {
    const ran = await runFake(["config", "delete", "work"], {
      files,
      stdin: answer,
      terminals: ["stdin", "stderr"],
    });
    assert.equal(ran.code, 0);
    assert.match(ran.stderr, /^Delete the profile "work"\? \[y\/N\] /);
    const { profiles } = JSON.parse(ran.files.get(PROFILES) ?? "");
    assert.deepEqual(
      profiles.map((profile: { name: string }) => profile.name),
      left,
    );
  }
});

Deno.test("config delete needs --yes where nobody can answer", async () => {
  const ran = await runFake(["config", "delete", "work"], {
    files,
    stdin: "y\n",
  });
  assert.equal(ran.code, 64);
  assert.match(ran.stderr, /^Hint: Add --yes/m);
  assert.equal(ran.files.get(PROFILES), files[PROFILES]);
  const told = await runFake(["config", "delete", "work", "--yes"], { files });
  assert.equal(JSON.parse(told.files.get(PROFILES) ?? "").profiles.length, 1);
});

Deno.test("config path tells where the profiles are, alone", async () => {
  assert.equal((await runFake(["config", "path"])).stdout, `${PROFILES}\n`);
  const own = await runFake(["config", "path"], {
    env: { ENTRADA_HOME: "/srv/e" },
  });
  assert.equal(own.stdout, "/srv/e/profiles.json\n");
});

Deno.test("config path shows no control character on a terminal, and keeps it for programs", async () => {
  const env = { ENTRADA_HOME: "/srv/\u001b]0;x\u0007\u202e" };
  const seen = await runFake(["config", "path"], {
    env,
    terminals: ["stdout"],
  });
  assert.equal(
    seen.stdout,
    "/srv/\\u{1b}]0;x\\u{7}\\u{202e}/profiles.json\n",
  );
  const read = await runFake(["config", "path"], { env });
  assert.equal(read.stdout, `${env.ENTRADA_HOME}/profiles.json\n`);
});

Deno.test("config ends with 8 when the file cannot be read or written", async () => {
  const broken = () => Promise.reject(new Error("EACCES"));
  const read = await runFake(["config", "list"], {
    replace: { files: { read: broken, writePrivate: broken } },
  });
  assert.equal(read.code, 8);
  assert.match(read.stderr, /^Error: Cannot read \/home\/ada\//m);
  const write = await runFake([
    "config",
    "create",
    "new",
    "-t",
    TENANT,
    "--client-id",
    CLIENT,
  ], {
    replace: {
      files: { read: () => Promise.resolve(undefined), writePrivate: broken },
    },
  });
  assert.equal(write.code, 8);
  assert.match(write.stderr, /^Error: Cannot write \/home\/ada\//m);
});
