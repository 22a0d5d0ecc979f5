// What `config import` must not do for a file that nobody has looked at: lose a
// secret that is sealed here, or take over what reads, runs or trusts something.
import assert from "node:assert/strict";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  runFake,
} from "./fake_io.ts";

const SECRET = "s3cr3t-of-the-client";
const app = {
  name: "app",
  tenant: TENANT,
  clientId: CLIENT,
  scopes: ["api://y/.default"],
};

function importing(
  profile: Readonly<Record<string, unknown>>,
  { argv = [], ...setting }: FakeSetting & {
    readonly argv?: readonly string[];
  } = {},
) {
  const text = JSON.stringify({ version: 1, profiles: [profile] });
  return runFake(["config", "import", "in.json", ...argv], {
    ...setting,
    files: { ...setting.files, "in.json": text },
  });
}

function profileIn(files: ReadonlyMap<string, string>) {
  const text = files.get(PROFILES);
  return text === undefined ? undefined : JSON.parse(text).profiles[0];
}

/** A machine that has a profile with a sealed secret. */
async function sealedMachine() {
  const storage = memoryStorage();
  const made = await runFake([
    ...["config", "create", "app", "-t", TENANT, "--client-id", CLIENT],
    ...["-s", "api://x/.default", "--client-secret-stdin"],
    ...["--secret-expires", "2027-01-31"],
  ], { stdin: SECRET, storage });
  assert.equal(made.code, 0, made.stderr);
  return { storage, files: Object.fromEntries(made.files) };
}

const OVERWRITE = ["--on-clash", "overwrite"];

Deno.test("config import keeps the sealed secret of the profile that it replaces", async () => {
  for (const more of [[], ["--without-secrets"]]) {
    const { storage, files } = await sealedMachine();
    const argv = [...OVERWRITE, ...more];
    const ran = await importing(app, { storage, files, argv });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /"app" keeps the secret that it has/);
    const made = profileIn(ran.files);
    assert.deepEqual(made.scopes, app.scopes);
    assert.equal(made.secretExpires, "2027-01-31");
    const used = await runFake(["get-token", "-p", "app", "--no-cache"], {
      ...{ storage, files: Object.fromEntries(ran.files) },
      replies: [tokenAnswer()],
    });
    assert.equal(used.ports.sent[0]?.form?.get("client_secret"), SECRET);
  }
});

Deno.test("config import refuses to lose a sealed secret unless it is told to", async () => {
  const others = [
    { ...app, clientId: TENANT },
    { ...app, tenant: "fabrikam.com" },
    { ...app, cloud: "usgov" },
    { ...app, clientSecret: "env:OTHER" },
    { ...app, clientCertificate: "/nowhere/c.pem" },
  ];
  for (const other of others) {
    const { storage, files } = await sealedMachine();
    for (const more of [[], ["--dry-run"]]) {
      const argv = [...OVERWRITE, "--trust", ...more];
      const ran = await importing(other, { storage, files, argv });
      assert.equal(ran.code, 64, ran.stderr);
      assert.match(ran.stderr, /its sealed secret would be lost/);
      assert.match(ran.stderr, /^Hint: .*--without-secrets/m);
      assert.deepEqual(profileIn(ran.files).scopes, ["api://x/.default"]);
    }
    const argv = [...OVERWRITE, "--trust", "--without-secrets"];
    const told = await importing(other, { storage, files, argv });
    assert.equal(told.code, 0, told.stderr);
    const records = await storage.records("");
    assert.equal(await records.removeSecrets("secrets app"), false);
  }
});

const CLAIMS = [
  [{ clientSecret: "env:CI_SECRET" }, /client secret from the variable CI_SEC/],
  [
    { clientSecret: "file:~/.aws/x" },
    /client secret from the file ~\/\.aws\/x/,
  ],
  [{ clientSecret: "command:curl evil" }, /runs a program .*used: curl evil/],
  [{ clientAssertion: "file:/etc/x" }, /assertion from the file \/etc\/x/],
  [{ refreshToken: "env:RT" }, /refresh token from the variable RT/],
  [
    { authority: "https://evil.example/x" },
    /signs in at evil\.example, which is not Microsoft's/,
  ],
] as const;

Deno.test("config import tells what a profile would read, run or trust, and refuses it without --trust", async () => {
  for (const [members, says] of CLAIMS) {
    const { tenant: _tenant, ...rest } = { ...app, ...members };
    const profile = "authority" in members ? rest : { ...app, ...members };
    const refused = await importing(profile);
    assert.equal(refused.code, 64, refused.stderr);
    assert.match(refused.stderr, says);
    assert.match(refused.stderr, /^Hint: .*--trust/m);
    assert.equal(profileIn(refused.files), undefined);
    const agreed = await importing(profile, { argv: ["--trust"] });
    assert.equal(agreed.code, 0, agreed.stderr);
    assert.match(agreed.stderr, says);
    assert.equal(profileIn(agreed.files).name, "app");
    const planned = await importing(profile, { argv: ["--dry-run"] });
    assert.equal(planned.code, 0, planned.stderr);
    assert.match(planned.stderr, says);
  }
});

Deno.test("config import asks on a terminal before it takes over what runs a program, and takes silence for no", async () => {
  const profile = { ...app, clientSecret: "command:curl evil" };
  const answered = (stdin: string) =>
    importing(profile, { stdin, terminals: ["stdin", "stderr"] });
  for (const answer of ["", "\n", "no\n"]) {
    const declined = await answered(answer);
    assert.match(
      declined.stderr,
      /curl evil[^]*\[y\/N\] .*Nothing was imported/,
    );
    assert.equal(profileIn(declined.files), undefined);
  }
  const agreed = await answered("y\n");
  assert.equal(agreed.code, 0, agreed.stderr);
  assert.equal(profileIn(agreed.files).name, "app");
});

Deno.test("config import asks nothing for Microsoft's authorities, this machine and plain profiles", async () => {
  const { tenant: _tenant, ...bare } = app;
  const plain = [
    app,
    { ...bare, authority: `https://login.microsoftonline.us/${TENANT}` },
    { ...bare, authority: `http://localhost:8400/${TENANT}` },
    { ...app, clientAssertion: "github-actions" },
  ];
  for (const profile of plain) {
    const ran = await importing(profile);
    assert.equal(ran.code, 0, ran.stderr);
  }
});
