import assert from "node:assert/strict";
import { UntrustedFileError } from "../../src/adapters/files.ts";
import { createServices } from "../../src/cli/interface/services.ts";
import { validate } from "../support/json_schema.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const CWD = "/home/ada/src/app/lib";
const PROJECT = "/home/ada/src/app/.entrada.json";
const EVIL = "https://login.evil.example/t";

const shared = {
  name: "work",
  tenant: TENANT,
  clientId: CLIENT,
  scopes: ["User.Read"],
};
const own = {
  name: "work",
  tenant: TENANT,
  clientId: CLIENT,
  resource: "api://mine",
  clientSecret: "env:S",
};

/** A run below a folder with a project file. */
function inProject(
  argv: readonly string[],
  { project, profiles, ...setting }: FakeSetting & {
    readonly project: unknown;
    readonly profiles?: readonly Record<string, unknown>[];
  },
) {
  const text = typeof project === "string"
    ? project
    : JSON.stringify({ version: 1, profiles: project });
  return runFake(argv, {
    env: { S: "s3cr3t" },
    ...setting,
    files: {
      [PROJECT]: text,
      ...(profiles === undefined ? {} : { [PROFILES]: profilesText(profiles) }),
      ...setting.files,
    },
    replace: {
      host: { os: "linux", isContainer: () => false, cwd: () => CWD },
      ...setting.replace,
    },
  });
}

const GET = ["get-token", "--no-cache", "--no-interaction"];

Deno.test("a project file adds profiles below its folder", async () => {
  const project = [{ ...shared, flow: "client-credentials" }];
  const listed = await inProject(["config", "list"], { project });
  assert.equal(listed.stdout, "work\n");
  const verbose = await inProject(["config", "list", "--verbose"], {
    project,
    profiles: [{ name: "mine", clientId: CLIENT }],
  });
  assert.match(verbose.stdout, /^ +mine .* own$/m);
  assert.match(verbose.stdout, /^ +work .* project$/m);
  const preview = await inProject(["get-token", "--dry-run", "-p", "work"], {
    project: [{ ...shared, flow: "device-code" }],
  });
  assert.equal(preview.code, 0, preview.stderr);
  assert.match(
    preview.stderr,
    /^Project: \/home\/ada\/src\/app\/\.entrada\.json$/m,
  );
});

Deno.test("a project's values come before the user's own, and config show tells where each is from", async () => {
  const setting = { project: [shared], profiles: [own] };
  const ran = await inProject(["config", "show", "work", "--json"], setting);
  assert.equal(ran.code, 0, ran.stderr);
  const { settings, project_file } = JSON.parse(ran.stdout);
  validate("config-show", JSON.parse(ran.stdout));
  const list = await inProject(["config", "list", "--json"], setting);
  validate("config-list", JSON.parse(list.stdout));
  assert.equal(JSON.parse(list.stdout).profiles[0].project_file, PROJECT);
  assert.equal(project_file, PROJECT);
  assert.deepEqual(settings.scopes, {
    value: "User.Read",
    origin: { kind: "project", name: PROJECT },
    overridden: [{ kind: "profile", name: "work" }],
  });
  assert.deepEqual(settings.tenant.origin, { kind: "profile", name: "work" });
  assert.equal(settings.clientSecret.value, "env:S");
  const text = await inProject(["config", "show", "work"], setting);
  assert.match(text.stdout, /^scopes +User\.Read +project file \/home\/ada\//m);
  const env = { ENTRADA_SCOPE: "Mail.Read" };
  const over = await inProject(["config", "show", "work", "--json"], {
    ...setting,
    env,
  });
  assert.equal(JSON.parse(over.stdout).settings.scopes.value, "Mail.Read");
});

Deno.test("a project's default comes before the user's, and is told", async () => {
  const ran = await inProject(["get-token", "--dry-run"], {
    project: JSON.stringify({
      version: 1,
      default: "work",
      profiles: [{ ...shared, flow: "device-code" }],
    }),
    profiles: [{ name: "mine", clientId: CLIENT }],
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^Profile: work, the default$/m);
});

Deno.test("--no-project and ENTRADA_NO_PROJECT leave the project file out", async () => {
  const project = [shared];
  const option = ["config", "list", "--no-project"];
  assert.equal((await inProject(option, { project })).stdout, "");
  const env = { ENTRADA_NO_PROJECT: "1" };
  const variable = await inProject(["config", "list"], { project, env });
  assert.equal(variable.stdout, "");
});

Deno.test("a project file cannot name a secret, a program or another place for tokens", async () => {
  for (
    const member of [
      { clientSecret: "command:sh -c evil" },
      { clientSecret: "file:/etc/shadow" },
      { clientSecret: "env:AWS_SECRET_ACCESS_KEY" },
      { clientCertificate: "/home/ada/.ssh/id_rsa" },
      { clientKey: "k" },
      { certificatePassword: "env:P" },
      { clientAssertion: "command:sh -c evil" },
      { userAssertion: "profile:mine" },
      { refreshToken: "file:/home/ada/rt" },
      { password: "env:P" },
      { username: "ada" },
      { account: "ada@contoso.com" },
      { tokenStore: "plaintext" },
      { query: { redirect_uri: "https://evil.example" } },
      { body: { x: "y" } },
      { state: "fixed" },
      { nonce: "fixed" },
    ]
  ) {
    const project = [{ ...shared, ...member }];
    for (const argv of [["config", "list"], [...GET, "-p", "work"]]) {
      const ran = await inProject(argv, { project });
      assert.equal(ran.code, 78, ran.stderr);
      assert.match(ran.stderr, /\.entrada\.json:1:\d+: ".*" must not be in a/);
      assert.equal(ran.ports.sent.length, 0);
    }
  }
  const unknown = [{ ...shared, colour: "red" }];
  const ran = await inProject(["config", "list"], { project: unknown });
  assert.match(ran.stderr, /"profiles\[0\]\.colour" is not known here/);
});

Deno.test("a project cannot turn a profile of the user to another place", async () => {
  for (
    const member of [
      { authority: EVIL },
      { cloud: "china" },
      { tenant: "evil.example" },
      { clientId: "99999999-aaaa-4bbb-8ccc-dddddddddddd" },
      { redirectUri: "http://localhost:1" },
    ]
  ) {
    const ran = await inProject([...GET, "-p", "work"], {
      project: [{ ...shared, ...member }],
      profiles: [own],
      replies: [tokenAnswer()],
    });
    assert.equal(ran.code, 78, ran.stderr);
    const [name] = Object.keys(member);
    assert.match(ran.stderr, new RegExp(`says another ${name} than your own`));
    assert.equal(ran.ports.sent.length, 0);
  }
  const same = await inProject([...GET, "-p", "work"], {
    project: [{
      ...shared,
      tenant: TENANT.toUpperCase(),
      scopes: ["api://x/.default"],
    }],
    profiles: [own],
    replies: [tokenAnswer()],
  });
  assert.equal(same.code, 0, same.stderr);
});

Deno.test("no secret is sent to an authority that only a project names", async () => {
  const project = [{
    name: "work",
    clientId: CLIENT,
    authority: EVIL,
    scopes: ["api://x/.default"],
  }];
  for (
    const [argv, env] of [
      [["--client-secret-env", "S"], { S: "s3cr3t" }],
      [[], { AZURE_CLIENT_SECRET: "s3cr3t" }],
      [[], { AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_SECRET: "s3cr3t" }],
      [[], { ENTRADA_CLIENT_ASSERTION: "eyJ" }],
      [["-f", "password", "--username", "a"], { ENTRADA_PASSWORD: "s3cr3t" }],
      [["-f", "refresh-token"], { ENTRADA_REFRESH_TOKEN: "s3cr3t" }],
    ] as const
  ) {
    const ran = await inProject([...GET, "-p", "work", ...argv], {
      project,
      env,
      replies: [tokenAnswer()],
    });
    assert.equal(ran.code, 78, ran.stderr);
    assert.match(ran.stderr, /Cannot send a secret to "https:\/\/login\.evil/);
    assert.equal(ran.ports.sent.length, 0);
  }
  const told = await inProject(
    ["get-token", "--dry-run", "-p", "work", "-f", "device-code"],
    { project },
  );
  assert.match(told.stderr, /it names the authority https:\/\/login\.evil/);
});

Deno.test("tokens of a project's profile do not serve another authority", async () => {
  const storage = memoryStorage();
  const project = [{
    ...shared,
    flow: "client-credentials",
    scopes: ["api://x/.default"],
  }];
  const argv = ["get-token", "-p", "work"];
  const env = { AZURE_CLIENT_SECRET: "s3cr3t", AZURE_CLIENT_ID: CLIENT };
  const got = await inProject(argv, {
    ...{ project, env, storage },
    replies: [tokenAnswer()],
  });
  assert.equal(got.code, 0, got.stderr);
  const [profile] = project;
  const other = await inProject([...argv, "--no-interaction"], {
    project: [{ ...profile, tenant: "fabrikam.com" }],
    ...{ env, storage },
    replies: [tokenAnswer()],
  });
  assert.equal(other.ports.sent.length, 1, "it is asked for anew");
});

Deno.test("the interface lists a project's profiles, and does not turn the user's own elsewhere", async () => {
  const evil = { ...shared, authority: EVIL };
  await inProject([], {
    project: [evil, { ...shared, name: "team", flow: "device-code" }],
    profiles: [own],
    terminals: ["stdin", "stderr"],
    replace: {
      async openInterface(io) {
        const services = await createServices(io);
        const listed = await services.profiles();
        assert.deepEqual(
          listed.map(({ name, authority }) => [name, authority]),
          [["work", "public cloud"], ["team", "public cloud"]],
        );
        const events = services.acquire("work", {
          force: true,
          paste: () => Promise.reject(new Error("nobody pastes")),
          signal: new AbortController().signal,
        });
        await assert.rejects(
          (async () => {
            for await (const _event of events);
          })(),
          /says another authority than your own/,
        );
        return 0;
      },
    },
  });
});

Deno.test("a damaged project file is told with line and column", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["{", /\.entrada\.json:1:2: this is not JSON/],
    ['{"version":2,"profiles":[]}', /:1:12: "version" must be 1/],
    [
      '{"version":1,"profiles":[{"name":"a"},{"name":"A"}]}',
      /repeats the name "A"/,
    ],
    ['{"version":1,"profiles":[{"name":"a","name":"b"}]}', /is given twice/],
  ];
  for (const [project, says] of cases) {
    const ran = await inProject(["config", "list"], { project });
    assert.equal(ran.code, 78, ran.stderr);
    assert.match(ran.stderr, says);
  }
});

Deno.test("a project file that others may have written is left out, and told of", async () => {
  const untrusted = new UntrustedFileError("it belongs to another user", "x");
  const ran = await inProject(["config", "list"], {
    project: [shared],
    replace: {
      files: {
        read: (path) =>
          path === PROJECT
            ? Promise.reject(untrusted)
            : Promise.resolve(undefined),
        writePrivate: () => Promise.reject(new Error("no")),
      },
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "");
  assert.match(
    ran.stderr,
    /\.entrada\.json is left out: it belongs to another/,
  );
});

Deno.test("config commands write to the user's own file alone", async () => {
  const ran = await inProject(["config", "rename", "work", "x"], {
    project: [shared],
    profiles: [own],
  });
  assert.equal(ran.code, 0, ran.stderr);
  const { profiles } = JSON.parse(ran.files.get(PROFILES) ?? "{}");
  assert.deepEqual(profiles, [{ ...own, name: "x" }]);
});

Deno.test("config edit, rename and delete name the project file that has the profile, with 2", async () => {
  const shown = [
    ["config", "edit", "WORK", "-s", "Mail.Read"],
    ["config", "rename", "work", "other"],
    ["config", "delete", "work", "--yes"],
  ];
  for (const argv of shown) {
    const ran = await inProject(argv, { project: [shared] });
    assert.equal(ran.code, 2, ran.stderr);
    assert.match(ran.stderr, /it is in the project file \/home\/ada\/src/);
    assert.match(ran.stderr, /^Hint: Change it there$/m);
  }
});
