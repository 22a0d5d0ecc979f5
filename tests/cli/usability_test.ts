import assert from "node:assert/strict";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import { deviceReplies, env, GRAPH } from "./calls.ts";
import { PROFILES, profilesText, runFake } from "./fake_io.ts";

const profile = (name: string) => ({
  name,
  tenant: TENANT,
  clientId: CLIENT,
  scopes: [GRAPH],
  clientSecret: "env:S",
});

Deno.test("get-token says which profile it took when none was named", async () => {
  const stderr = async (
    text: string,
    ...argv: string[]
  ) => {
    const ran = await runFake(["get-token", ...argv], {
      env,
      files: { [PROFILES]: text },
      replies: [tokenAnswer()],
    });
    assert.equal(ran.code, 0, ran.stderr);
    return ran.stderr;
  };
  const one = profilesText([profile("work")]);
  const two = profilesText([profile("work"), profile("home")], {
    default: "home",
  });
  assert.match(await stderr(one), /^Profile: work, the only one$/m);
  assert.match(await stderr(two), /^Profile: home, the default$/m);
  assert.doesNotMatch(await stderr(one, "-p", "work"), /^Profile:/m);
});

Deno.test("get-token says that an authority is no address before anything else", async () => {
  const ran = await runFake([
    ...["get-token", "--authority", "notaurl", "--client-id", CLIENT],
    ...["-s", "User.Read"],
  ]);
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /^Error: Cannot use the authority "notaurl": this is not an address$/m,
  );
  assert.doesNotMatch(ran.stderr, /^Flow:/m);
});

Deno.test("config create complains about the name before anything else", async () => {
  const files = { [PROFILES]: profilesText([profile("work")]) };
  const taken = await runFake(["config", "create", "work"], { files });
  assert.match(taken.stderr, /"work": it is already there/);
  const bad = await runFake(["config", "create", "bad name"], { files });
  assert.match(bad.stderr, /Cannot name a profile "bad name"/);
});

Deno.test("config create keeps where every proof is, and get-token uses it", async () => {
  const options: readonly (readonly [readonly string[], string, unknown])[] = [
    [["--client-certificate", "/c.pfx"], "clientCertificate", "/c.pfx"],
    [
      ["--client-certificate", "/c.pfx", "--certificate-password-env", "P"],
      "certificatePassword",
      "env:P",
    ],
    [["--federated", "kubernetes"], "clientAssertion", "kubernetes"],
    [
      ["--client-assertion-command", "vault read jwt"],
      "clientAssertion",
      "command:vault read jwt",
    ],
    [["--client-assertion-profile", "x"], "clientAssertion", "profile:x"],
    [["--resource", "keyvault"], "resource", "https://vault.azure.net"],
    [["--query", "a=b=c"], "query", { a: "b=c" }],
    [["--capability", "cp1"], "capabilities", ["cp1"]],
    [["--send-certificate-chain"], "sendCertificateChain", true],
    [["--refresh-token-file", "/r"], "refreshToken", "file:/r"],
    [["--assertion-profile", "x"], "userAssertion", "profile:x"],
    [["--response-type", "id_token"], "responseType", "id_token"],
  ];
  for (const [option, key, value] of options) {
    const ran = await runFake([
      ...["config", "create", "new", "-t", TENANT, "--client-id", CLIENT],
      ...option,
    ]);
    assert.equal(ran.code, 0, ran.stderr);
    const [made] = JSON.parse(ran.files.get(PROFILES) ?? "").profiles;
    assert.deepEqual(made[key], value);
    const shown = await runFake(["config", "show", "new", "--json"], {
      files: Object.fromEntries(ran.files),
    });
    assert.equal(shown.code, 0, shown.stderr);
  }
  const named = await runFake([
    ...["config", "create", "az", "-t", TENANT, "--client", "azure-cli"],
    "--default",
  ]);
  const [made] = JSON.parse(named.files.get(PROFILES) ?? "").profiles;
  assert.equal(made.clientId, "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
});

Deno.test("config create asks neither tenant nor client of a flow of this machine", async () => {
  const ran = await runFake([
    ...["config", "create", "vm", "-f", "managed-identity"],
    ...["--resource", "arm"],
  ]);
  assert.equal(ran.code, 0, ran.stderr);
  const other = await runFake(["config", "create", "x", "-f", "device"]);
  assert.match(other.stderr, /without a tenant/);
});

Deno.test("config show and config list mark the default profile", async () => {
  const files = {
    [PROFILES]: profilesText([profile("work"), profile("home")], {
      default: "HOME",
    }),
  };
  const shown = await runFake(["config", "show", "home"], { files });
  assert.match(shown.stdout, /^name +home +the default$/m);
  const other = await runFake(["config", "show", "work", "--json"], { files });
  assert.equal(JSON.parse(other.stdout).default, false);
  const list = await runFake(["config", "list", "--verbose"], { files });
  assert.match(list.stdout, /^\* +home /m);
});

Deno.test("config list keeps within the terminal and breaks no id", async () => {
  const files = {
    [PROFILES]: profilesText([
      { ...profile("nightly-report"), flow: "client-credentials" },
      { ...profile("x"), scopes: ["User.Read", "Mail.Read", "Files.Read.All"] },
    ]),
  };
  for (const columns of [60, 80, 200]) {
    const written: string[] = [];
    await runFake(["config", "list"], {
      files,
      replace: {
        stdout: {
          isTerminal: true,
          columns,
          write: (text) => written.push(text),
        },
      },
    });
    const lines = written.join("").trimEnd().split("\n");
    assert.equal(lines.length, 3);
    assert.ok(lines.every((line) => line.length <= columns), lines.join("\n"));
    assert.match(lines[1] ?? "", columns === 200 ? /-000000000001 / : /…/);
  }
});

Deno.test("config delete that is answered no says that nothing was deleted", async () => {
  const files = { [PROFILES]: profilesText([profile("work")]) };
  const ran = await runFake(["config", "delete", "work", "--quiet"], {
    files,
    stdin: "n\n",
    terminals: ["stdin", "stderr"],
  });
  assert.equal(ran.code, 0);
  assert.match(ran.stderr, /Nothing was deleted\n$/);
  assert.equal(ran.files.get(PROFILES), files[PROFILES]);
});

Deno.test("help before a command does the same as --help after it", async () => {
  for (const words of [[], ["get-token"], ["config"], ["config", "create"]]) {
    const before = await runFake(["help", ...words]);
    const after = await runFake([...words, "--help"]);
    assert.equal(before.code, 0, before.stderr);
    assert.equal(before.stdout, after.stdout);
  }
  const unknown = await runFake(["help", "get-tokn"]);
  assert.equal(unknown.code, 64);
  assert.match(unknown.stderr, /Did you mean get-token\?/);
});

Deno.test("help of get-token is in groups, and --no-cache means something", async () => {
  const { stdout } = await runFake(["get-token", "--help"]);
  const titles = stdout.match(/^[A-Z][A-Z ]+$/gm);
  assert.deepEqual(titles, [
    "EXAMPLES",
    "WHAT FOR",
    "WHO",
    "HOW IT SIGNS IN",
    "WHAT IS KEPT",
    "OUTPUT",
    "OTHER",
    "EVERYWHERE",
  ]);
  assert.match(stdout, /--no-cache +do not use tokens of earlier calls/);
});

Deno.test("runCli() suggests the nearest of the options of every command", async () => {
  for (
    const [argv, nearest] of [
      [["get-token", "--verbos"], "--verbose"],
      [["get-token", "--qiuet"], "--quiet"],
      [["--hlep"], "--help"],
      [["get-token", "--outptu", "json"], "--output"],
      [["config", "create", "--tenent", "x"], "--tenant"],
    ] as const
  ) {
    const ran = await runFake(argv);
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, new RegExp(`Did you mean ${nearest}\\?`));
  }
});

Deno.test("inspect says once that a text is no token", async () => {
  const ran = await runFake(["inspect", "hello-world"]);
  assert.equal(ran.code, 7);
  const said = (ran.stdout + ran.stderr).match(/only|not a JWT|opaque/gi);
  assert.equal(said?.length, 2, "opaque, and what that means, in one line");
});

Deno.test("inspect explains what an authority answers when it refuses", async () => {
  const answer = JSON.stringify({
    error: "invalid_client",
    error_description: "AADSTS7000215: Invalid client secret provided.",
    error_codes: [7000215],
  });
  const ran = await runFake(["inspect"], { stdin: answer });
  assert.equal(ran.code, 7);
  assert.match(ran.stdout, /^invalid_client · AADSTS7000215/);
  assert.match(ran.stdout, /^What to do: .*secret/m);
  assert.match(ran.stderr, /an error of the authority$/m);
  const json = await runFake(["inspect", "--json"], { stdin: answer });
  assert.equal(JSON.parse(json.stdout).code, 7000215);
});

Deno.test("runCli() says why there is no interface on a dumb terminal", async () => {
  const ran = await runFake([], {
    terminals: ["stdin", "stderr"],
    env: { TERM: "dumb" },
  });
  assert.equal(ran.code, 64);
  assert.match(ran.stderr, /^The interface needs a terminal .* TERM says dumb/);
});

Deno.test("sandbox says goodbye", async () => {
  const ran = await runFake(["sandbox"], {
    signal: AbortSignal.abort(),
    replace: {
      startSandbox: () =>
        Promise.resolve({
          ready: {
            origin: "http://127.0.0.1:1",
            authority: "http://127.0.0.1:1/t",
            tenants: [],
            clients: [],
            users: [],
            apis: [],
          },
          close: () => Promise.resolve(),
        } as never),
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /^The sandbox has stopped; /m);
});

Deno.test("get-token by device code names the tenant that the ID token proves", async () => {
  const ran = await runFake([
    ...["get-token", "-t", "organizations", "--client-id", CLIENT, "--json"],
    ...["-f", "device", "-s", "User.Read"],
  ], { replies: deviceReplies() });
  assert.equal(JSON.parse(ran.stdout).tenant_id, TENANT, ran.stderr);
});
