import assert from "node:assert/strict";
import { DEFAULT_WORLD } from "../../src/sandbox/mod.ts";
import { validate } from "../support/json_schema.ts";
import {
  CLIENT,
  idTokenClaims,
  signedToken,
  TENANT,
} from "../support/tokens.ts";
import { AUTHORITY, CONTOSO, machine } from "./discover_world.ts";
import { PROFILES, profilesText, unsafeCharacters } from "./fake_io.ts";

const SCREEN = ["stdout", "stderr"] as const;
const TERMINAL = ["stdin", ...SCREEN] as const;
const DAEMON = "d84b2c6f-1e95-4a37-b0d8-5c7f9e3a2164";

Deno.test("discover reads every page, and writes a line each where nobody looks", async () => {
  const { discover, asked } = machine();
  const ran = await discover([]);
  assert.equal(ran.code, 0, ran.stderr);
  const rows = ran.stdout.slice(0, -1).split("\n")
    .map((line) => line.split("\t"));
  assert.equal(rows.length, 135);
  assert.ok(rows.every((row) => row.length === 5));
  assert.deepEqual(
    rows.find(([id]) => id === DAEMON),
    [
      DAEMON,
      "Contoso Nightly Report",
      "contoso.onmicrosoft.example",
      "2022-06-01",
      "",
    ],
  );
  const names = rows.map(([, name = ""]) => name.toLowerCase());
  assert.deepEqual(names, names.toSorted());
  const pages = asked.filter((each) => each.endsWith("/v1.0/applications"));
  assert.equal(pages.length, 2);
  assert.match(ran.stderr, /^135 app registrations$/m);
});

Deno.test("discover --json and -o yaml have the documented members, and mark profiles", async () => {
  const { discover, run } = machine();
  const files = {
    [PROFILES]: profilesText([{
      name: "nightly",
      tenant: TENANT,
      clientId: DAEMON.toUpperCase(),
    }]),
  };
  const ran = await discover(["--json", "-s", "nightly"], { files });
  assert.equal(ran.code, 0, ran.stderr);
  const view = JSON.parse(ran.stdout);
  validate("discover", view);
  assert.equal(view.tenant_id, CONTOSO);
  const [{ object_id: id, ...found }, ...others] = view.applications;
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual([found, others], [{
    client_id: DAEMON,
    name: "Contoso Nightly Report",
    publisher_domain: "contoso.onmicrosoft.example",
    created_at: "2022-06-01T08:00:00.000Z",
    profiles: ["nightly"],
  }, []]);
  const yaml = await run(
    ["discover", "--authority", AUTHORITY, "-s", "nightly", "-o", "yaml"],
  );
  assert.equal(yaml.code, 0, yaml.stderr);
  assert.match(yaml.stdout, /client_id: .*d84b2c6f/);
});

Deno.test("discover shows a table on a terminal that fits it, and offers to make a profile", async () => {
  const { discover } = machine();
  const ran = await discover(["-s", "portal"], {
    terminals: SCREEN,
    stdin: "n\n",
  });
  assert.equal(ran.code, 0, ran.stderr);
  const [head = "", ...rows] = ran.stdout.trimEnd().split("\n");
  assert.match(head, /^DISPLAY NAME +CLIENT ID +CREATED +PROFILE$/);
  assert.equal(rows.length, 13);
  assert.ok(rows.every((row) => row.length <= 80), ran.stdout);
  assert.match(ran.stderr, /13 of 135 app registrations found$/m);
  assert.equal(ran.files.has(PROFILES), false);
});

for (
  const [search, count] of [
    ["PORTAL", 13],
    ["ortal", 13],
    ["billing*", 10],
    ["*PORTAL", 13],
    ["*ill*", 10],
    ["bill*portal", 1],
    ["billing", 10],
    ["port*", 0],
    ["d84b2c6f", 1],
    ["nothing like it", 0],
  ] as const
) {
  Deno.test(`discover -s "${search}" finds ${count}`, async () => {
    const ran = await machine().discover(["-s", search]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.stdout.split("\n").length - 1, count);
  });
}

Deno.test("discover says that nothing matches, with 0 and an empty list", async () => {
  const ran = await machine().discover(["-s", "nothing", "--json"]);
  assert.equal(ran.code, 0);
  assert.deepEqual(JSON.parse(ran.stdout).applications, []);
  assert.match(ran.stderr, /^None of 135 app registrations found$/m);
});

Deno.test("discover signs in once, and takes the kept token the next time", async () => {
  const { discover, run } = machine();
  const first = await discover(["-s", "x"]);
  assert.match(first.stderr, /enter this code/);
  const next = await run(["discover", "--authority", AUTHORITY, "-s", "x"]);
  assert.equal(next.code, 0, next.stderr);
  assert.doesNotMatch(next.stderr, /enter this code/);
});

Deno.test("discover -p signs in as an application, and needs no person", async () => {
  const { run } = machine();
  const files = {
    [PROFILES]: profilesText([{
      name: "nightly",
      authority: AUTHORITY,
      clientId: DAEMON,
      clientSecret: "env:S",
      scopes: ["User.Read"],
    }]),
  };
  const ran = await run(["discover", "-p", "nightly", "-s", "nightly"], {
    files,
    env: { S: "sandbox-secret-nightly-report" },
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /\tnightly\n$/);
});

Deno.test("discover gives Microsoft's own client nothing of the user's own one", async () => {
  const { discover, sandbox } = machine();
  const ran = await discover(["-s", "nightly"], {
    env: {
      ENTRADA_CLIENT_SECRET: "s3cr3t~value",
      AZURE_CLIENT_ID: DAEMON,
      ENTRADA_PROFILE: "not there",
      ENTRADA_SCOPE: "Mail.Read",
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  const sent = sandbox.control.requests()
    .map(({ form }) => form).filter((form) => form !== undefined);
  assert.ok(sent.length > 0);
  for (const form of sent) {
    assert.equal(form["client_secret"], undefined);
    assert.equal(form["client_id"], "14d82eec-204b-4c2f-b7e8-296a70dab67e");
  }
  assert.match(String(sent[0]?.["scope"]), /Application\.Read\.All/);
});

Deno.test("discover -t with a token inspects it, with the exit codes of inspect", async () => {
  const now = Date.UTC(2026, 0, 1) / 1000;
  const tokenOf = (exp: number) =>
    signedToken({ ...idTokenClaims(), azp: CLIENT, exp });
  const { run, asked } = machine();
  for (const [exp, code] of [[now + 600, 0], [now - 600, 7]] as const) {
    const token = tokenOf(exp);
    for (const options of [[], ["--json"], ["-o", "yaml"], ["-o", "table"]]) {
      const ran = await run(["discover", "-t", token, ...options]);
      const shown = options.filter((each) => !["-o", "table"].includes(each));
      const same = await run([
        "inspect",
        token,
        ...shown.map((each) => each === "yaml" ? "-oyaml" : each),
      ]);
      assert.equal(ran.code, code, ran.stderr);
      if (options[1] !== "yaml") assert.equal(ran.stdout, same.stdout);
    }
  }
  assert.deepEqual(asked, []);
});

Deno.test("discover names the permissions when Graph refuses, with 3", async () => {
  const { discover, sandbox } = machine();
  sandbox.control.script({
    endpoint: "applications",
    status: 403,
    body: {
      error: {
        code: "Authorization_RequestDenied",
        message: "Insufficient privileges to complete the operation.",
      },
    },
  });
  const ran = await discover([]);
  assert.equal(ran.code, 3);
  assert.equal(ran.stdout, "");
  assert.match(ran.stderr, /"Authorization_RequestDenied" \(HTTP 403\)/);
  assert.match(
    ran.stderr,
    /^Hint: .*Application\.Read\.All or Directory\.Read\.All/m,
  );
});

Deno.test("discover asks once whether to ask for consent, on a terminal", async () => {
  const { discover, sandbox } = machine();
  const denied = {
    endpoint: "applications",
    status: 403,
    body: { error: { code: "Authorization_RequestDenied", message: "no" } },
  } as const;
  sandbox.control.script(denied);
  const mended = await discover(["-s", "nightly"], {
    terminals: TERMINAL,
    stdin: "y\nn\n",
  });
  assert.equal(mended.code, 0, mended.stderr);
  assert.equal(mended.stderr.match(/enter this code/g)?.length, 2);
  assert.match(mended.stdout, /^Contoso Nightly Repo\S+ +d84b2c6f/m);
  sandbox.control.script({ ...denied, count: 2 });
  const refused = await discover([], { terminals: TERMINAL, stdin: "y\n" });
  assert.equal(refused.code, 3);
  sandbox.control.script(denied);
  const declined = await discover([], { terminals: TERMINAL, stdin: "n\n" });
  assert.equal(declined.code, 3);
});

Deno.test("discover waits as long as a busy Graph says, and gives up after three attempts", async () => {
  const { discover, sandbox } = machine();
  const busy = {
    endpoint: "applications",
    status: 429,
    headers: { "retry-after": "3" },
    body: { error: { code: "TooManyRequests", message: "slow down" } },
  } as const;
  sandbox.control.script({ ...busy, count: 2 });
  const ran = await discover(["-s", "nightly"]);
  assert.equal(ran.code, 0, ran.stderr);
  sandbox.control.script({ ...busy, count: 3 });
  assert.equal((await discover([])).code, 4);
  sandbox.control.script({ ...busy, headers: { "retry-after": "86400" } });
  assert.equal((await discover([])).code, 4);
});

const APP = {
  id: "11111111-1111-4111-8111-111111111111",
  appId: "22222222-2222-4222-8222-222222222222",
  displayName: "Evil\u001b]0;x\u0007\t\u202ename",
};

Deno.test("discover never takes the token to another host, whatever a nextLink says", async () => {
  for (
    const next of [
      "https://evil.example/v1.0/applications?$skiptoken=x",
      "http://127.0.0.1:8481/v1.0/applications",
      "http://u:p@127.0.0.1:8480/v1.0/applications",
      "http://127.0.0.1:8480/elsewhere",
      "//evil.example/v1.0/applications",
      "http://[",
    ]
  ) {
    const { discover, sandbox, asked } = machine();
    sandbox.control.script({
      endpoint: "applications",
      body: { value: [APP], "@odata.nextLink": next },
    });
    const ran = await discover([]);
    assert.equal(ran.code, 4, next);
    assert.match(ran.stderr, /^Error: Cannot read .*which is not where/m);
    assert.equal(ran.stdout, "");
    const apis = asked.filter((each) =>
      !/^http:\/\/127\.0\.0\.1:8480\/[^/]+\/(oauth2|discovery)\//.test(each)
    );
    assert.deepEqual(apis, ["http://127.0.0.1:8480/v1.0/applications"], next);
  }
});

Deno.test("discover refuses answers of a wrong shape, and pages that never end", async () => {
  const again = "http://127.0.0.1:8480/v1.0/applications?again";
  for (
    const [outcome, count] of [
      [{ body: { value: 7 } }, 1],
      [{ body: [] }, 1],
      [{ body: "null" }, 1],
      [{ body: "not json" }, 1],
      [{ html: "<html>", status: 200 }, 1],
      [{ body: { value: [{ displayName: "x" }] } }, 1],
      [{ body: { value: [{ ...APP, appId: "../../me" }] } }, 1],
      [{ body: { value: [], "@odata.nextLink": again } }, 9],
      [{ status: 302, headers: { location: "https://evil.example/" } }, 1],
    ] as const
  ) {
    const { discover, sandbox } = machine();
    sandbox.control.script({ endpoint: "applications", count, ...outcome });
    const ran = await discover([]);
    assert.equal(ran.code, 4, JSON.stringify(outcome) + ran.stderr);
    assert.equal(ran.stdout, "");
  }
});

Deno.test("discover lets no name act on the terminal or break a line", async () => {
  for (const options of [["-o", "table"], ["-o", "tsv"], ["--json"]]) {
    const { discover, sandbox } = machine();
    sandbox.control.script({
      endpoint: "applications",
      body: { value: [APP] },
    });
    const ran = await discover(options);
    assert.equal(ran.code, 0, ran.stderr);
    const text = ran.stdout.replaceAll("\t", "");
    assert.deepEqual(unsafeCharacters(text), []);
    if (options[1] === "tsv") assert.equal(ran.stdout.split("\t").length, 5);
  }
});

Deno.test("discover refuses what contradicts itself before anybody signs in", async () => {
  const { discover, asked } = machine();
  for (
    const options of [
      ["--json", "-o", "table"],
      ["--app", DAEMON],
      ["--new-secret"],
      ["--create", "a/b"],
      ["--create", "x", "--days", "731"],
      ["--cloud", "public"],
      ["--client-secret", "s3cr3t"],
    ]
  ) {
    const ran = await discover(options);
    assert.equal(ran.code, 64, options.join(" ") + ran.stderr);
    assert.doesNotMatch(ran.stderr, /s3cr3t/);
  }
  assert.deepEqual(asked, []);
});

Deno.test("discover takes a token of Microsoft's to no other Graph", async () => {
  const { run, asked } = machine();
  const evil = "https://evil.example";
  const cases: readonly (readonly string[])[] = [
    ["-t", "contoso.com", "--graph", evil],
    ["--cloud", "china", "-t", "contoso.com", "--graph", evil],
    ["--authority", "https://x.ciamlogin.com/x", "--graph", evil],
    [
      "--authority",
      "https://idp.example.org/t",
      "--graph",
      "http://idp.example",
    ],
    ["--authority", "https://idp.example.org/t"],
  ];
  for (const options of cases) {
    const ran = await run(["discover", ...options]);
    assert.equal(ran.code, 64, options.join(" ") + ran.stderr);
  }
  assert.deepEqual(asked, []);
});

Deno.test("the sandbox of these tests is the default one", () => {
  assert.ok((DEFAULT_WORLD.applications?.length ?? 0) >= 130);
});
