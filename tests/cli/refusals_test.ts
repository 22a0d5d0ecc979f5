// What is refused or told in words that name the way out, command by command.
import assert from "node:assert/strict";
import { CLIENT, idToken, TENANT, tokenAnswer } from "../support/tokens.ts";
import { deviceReplies, WHO } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
} from "./fake_io.ts";

const files = {
  [PROFILES]: profilesText([
    { name: "me", tenant: TENANT, clientId: CLIENT, scopes: ["User.Read"] },
  ]),
};
const SSH = { SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" };

/** A machine on which Ada may have signed in; its tokens stay. */
function machine() {
  const storage = memoryStorage();
  return (argv: readonly string[], setting: FakeSetting = {}) =>
    runFake(argv, { files, storage, env: SSH, ...setting });
}

const renewed = () =>
  tokenAnswer({ id_token: idToken(), refresh_token: "the-next-one" });

Deno.test("refresh uses the refresh token that an option names", async () => {
  const cases: readonly (readonly [readonly string[], FakeSetting])[] = [
    [["--refresh-token-file", "/rt"], {
      files: { ...files, "/rt": "mine\n" },
    }],
    [["--refresh-token-env", "RT"], { env: { RT: "mine" } }],
    [["--refresh-token-stdin"], { stdin: "mine\n" }],
  ];
  for (const [argv, setting] of cases) {
    const ran = await machine()(["refresh", "-p", "me", ...argv], {
      ...setting,
      replies: [renewed()],
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.ports.sent[0]?.form.get("refresh_token"), "mine");
  }
});

Deno.test("refresh names no flow, for none is run", async () => {
  const run = machine();
  const login = await run(["login", "-p", "me"], { replies: deviceReplies() });
  assert.match(login.stderr, /^Flow: device-code, because/m);
  const ran = await run(["refresh", "-p", "me"], { replies: [renewed()] });
  assert.deepEqual([ran.code, ran.stderr.includes("Flow:")], [0, false]);
});

Deno.test("get-token -f refresh-token --dry-run shows the request after a login, and reads no token", async () => {
  const run = machine();
  await run(["login", "-p", "me"], { replies: deviceReplies() });
  const ran = await run([
    ...["get-token", "-p", "me", "-f", "refresh-token", "--dry-run"],
  ]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /grant_type=refresh_token/);
  assert.doesNotMatch(ran.stdout, /the-refresh-token/);
});

const GET = ["get-token", ...WHO, "-s", "User.Read"];

Deno.test("get-token -f password names the option that is missing", async () => {
  const ran = await runFake([...GET, "-f", "password"]);
  assert.equal(ran.code, 64, ran.stderr);
  assert.match(ran.stderr, /^Hint: .*--username/m);
});

Deno.test("get-token refuses redirect URIs that a browser would obey itself", async () => {
  const uris = [
    ...["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x"],
    ...["file:///etc/passwd", "vbscript:x", "blob:https://a/b", "about:blank"],
  ];
  for (const uri of uris) {
    const ran = await runFake([
      ...[...GET, "-f", "authorization-code", "--redirect-uri", uri],
    ]);
    assert.equal(ran.code, 64, ran.stderr);
    assert.match(ran.stderr, /no app is reached by/);
    assert.equal(ran.ports.opened.length + ran.ports.sent.length, 0);
  }
  for (const uri of ["msal1://auth", "com.contoso.app:/done"]) {
    const ran = await runFake([
      ...[...GET, "-f", "authorization-code", "--redirect-uri", uri],
      "--dry-run",
    ]);
    assert.equal(ran.code, 0, ran.stderr);
  }
});

Deno.test("verify --for ends with 7 where only the API can read the token", async () => {
  const ran = await runFake(["verify", "EwB4A8l6", "--for", "graph"]);
  assert.equal(ran.code, 7);
  assert.match(ran.stderr, /Cannot tell whether the API would reject .*opaque/);
});

Deno.test("logout and cache clear refuse a name that means nobody", async () => {
  const run = machine();
  const empty = await run(["logout", "--account", ""]);
  assert.equal(empty.code, 64, empty.stderr);
  assert.match(empty.stderr, /--account is empty/);
  const unknown = await run(["cache", "clear", "-p", "nope", "--yes"]);
  assert.equal(unknown.code, 2, unknown.stderr);
  const typo = await run(["logout", "-p", "nope"]);
  assert.equal(typo.code, 2, typo.stderr);
  const known = await run(["cache", "clear", "-p", "ME", "--yes"]);
  assert.equal(known.code, 0, known.stderr);
  await run(["login", "-p", "me"], { replies: deviceReplies() });
  const left = await run(["cache", "clear", "-p", "me", "--yes"], {
    files: {},
  });
  assert.equal(left.code, 0, left.stderr);
});

Deno.test("a secret that is longer than any is refused, wherever it is", async () => {
  const long = "x".repeat(64 * 1024 + 1);
  const app = ["get-token", ...WHO, "-s", "api://a/.default"];
  const cases: readonly (readonly [string, string, FakeSetting])[] = [
    ["--client-secret-file", "/s", { files: { "/s": long } }],
    ["--client-secret-env", "S", { env: { S: long } }],
    ["--client-secret-stdin", "", { stdin: long }],
  ];
  for (const [option, place, setting] of cases) {
    const argv = [...app, option, ...(place === "" ? [] : [place])];
    const ran = await runFake(argv, setting);
    assert.equal(ran.code, 78, ran.stderr);
    assert.match(ran.stderr, /the client secret: it is longer than 64 KiB/);
    assert.equal(ran.ports.sent.length, 0);
  }
});

Deno.test("a folder in the place of a secret's file is called what it is", async () => {
  const folder = await Deno.makeTempDir();
  const { systemFiles } = await import("../../src/adapters/files.ts");
  const ran = await runFake([
    ...["get-token", ...WHO, "-s", "api://a/.default"],
    ...["--client-secret-file", folder],
  ], { replace: { files: systemFiles } });
  await Deno.remove(folder);
  assert.equal(ran.code, 8, ran.stderr);
  assert.match(ran.stderr, /names: it is a directory\nHint: Name a file in it/);
});
