import assert from "node:assert/strict";
import { scriptFiles } from "../../src/adapters/user_script_files.ts";
import { systemFiles } from "../../src/adapters/files.ts";
import type { Io } from "../../src/cli/io.ts";
import { refuseForeignImports } from "../../src/cli/scripts/script_imports.ts";
import { openConsents } from "../../src/cli/scripts/script_consents.ts";
import { createUserScripts } from "../../src/cli/scripts/user_scripts.ts";
import { outputOf } from "./script_output.ts";
import { Secret } from "../../src/engine/secret.ts";
import { makeJwt } from "../tui/support/fixtures.ts";

const ECHO =
  `/** @entrada {"title": "Echo", "permissions": {"env": ["SCRIPT_TEST_SHOWN"]}} */
const given = await new Response(Deno.stdin.readable).text();
console.log(given.trimEnd());
console.log(Deno.env.get("SCRIPT_TEST_SHOWN"));
console.log(Deno.args.length, Object.keys(given).length > 0);
`;

/** A home of its own, and what the scripts need of the world. */
async function withHome(
  work: (io: Io, home: string) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  Deno.env.set("SCRIPT_TEST_SHOWN", "yes");
  Deno.env.set("SCRIPT_TEST_HIDDEN", "no");
  await Deno.mkdir(`${home}/scripts`, { mode: 0o700 });
  const env: Record<string, string> = { ENTRADA_HOME: home, HOME: home };
  const io = {
    env: (name: string) => env[name],
    files: systemFiles,
    host: { os: "linux", isContainer: () => false },
    signal: new AbortController().signal,
  } as unknown as Io;
  try {
    await work(io, home);
  } finally {
    Deno.env.delete("SCRIPT_TEST_SHOWN");
    Deno.env.delete("SCRIPT_TEST_HIDDEN");
    await Deno.remove(home, { recursive: true });
  }
}

async function write(home: string, name: string, text: string) {
  const path = `${home}/scripts/${name}`;
  await Deno.writeTextFile(path, text, { mode: 0o600 });
  return path;
}

Deno.test("scripts are listed by what they say, and what they say wrong is told", () =>
  withHome(async (io, home) => {
    await write(home, "b.ts", ECHO);
    await write(home, "a.ts", '/** @entrada {"title": "A", "x": 1} */');
    await write(home, "helper.ts", "export {};");
    await write(home, ".hidden.ts", ECHO);
    await write(home, "notes.txt", ECHO);
    const found = await createUserScripts(io).list();
    assert.deepEqual(found.map(({ title }) => title), [
      "a.ts",
      "Echo",
      "helper.ts",
    ]);
    assert.match(found[2]?.problem ?? "", /does not begin with/);
    assert.match(found[0]?.problem ?? "", /no member "x"/);
    assert.deepEqual(await scriptFiles(`${home}/nowhere`, 9), []);
  }));

Deno.test("consent is for one text and its permissions, and is kept", () =>
  withHome(async (io, home) => {
    const path = await write(home, "echo.ts", ECHO);
    const scripts = createUserScripts(io);
    const before = await scripts.plan(path);
    assert.equal(before.isAllowed, false);
    await openConsents(io).add(before.fingerprint);
    assert.equal((await scripts.plan(path)).isAllowed, true);
    const { mode } = await Deno.stat(`${home}/state/scripts.json`);
    if (mode !== null) assert.equal(mode & 0o777, 0o600);
    await write(home, "echo.ts", ECHO + "// changed\n");
    const after = await scripts.plan(path);
    assert.equal(after.isAllowed, false);
    assert.notEqual(after.fingerprint, before.fingerprint);
    await Deno.writeTextFile(`${home}/state/scripts.json`, "{damaged");
    assert.equal(await openConsents(io).has(before.fingerprint), false);
  }));

Deno.test("a script is given the token on stdin, sees what it declares, and nothing else", () =>
  withHome(async (io, home) => {
    const path = await write(home, "echo.ts", ECHO);
    const scripts = createUserScripts(io);
    const { fingerprint } = await scripts.plan(path);
    const access = makeJwt({ tid: "t-1", appid: "c-1" });
    let written = "";
    const ending = await scripts.run(path, {
      fingerprint,
      remember: false,
      token: {
        access: new Secret(access),
        profile: "work",
        scopes: ["User.Read"],
        expiresAt: Date.UTC(2026, 0, 1),
        account: "ada@contoso.com",
      },
      signal: new AbortController().signal,
      onOutput: (_stream, text) => {
        written += text;
      },
    });
    assert.deepEqual(ending, { code: 0 });
    const [line = "", shown, rest] = written.split("\n");
    assert.deepEqual(JSON.parse(line), {
      access_token: access,
      token_type: "Bearer",
      expires_at: "2026-01-01T00:00:00.000Z",
      scopes: ["User.Read"],
      profile: "work",
      tenant_id: "t-1",
      client_id: "c-1",
      account: "ada@contoso.com",
    });
    assert.equal(shown, "yes");
    assert.equal(rest, "0 true");
  }));

Deno.test("a script can load nothing that has to be fetched, whatever it computes", () =>
  withHome(async (io, home) => {
    const path = await write(
      home,
      "fetch.ts",
      `/** @entrada {"title": "Fetch", "token": false} */
for (const name of ["npm:left-", "https://example.com/left-", "jsr:@std/left-"]) {
  try {
    await import(name + "pad");
    console.log("loaded");
  } catch (error) {
    console.log(error.message.replaceAll("\\n", " "));
  }
}
`,
    );
    const lines = (await outputOf(io, path)).trim().split("\n");
    assert.equal(lines.length, 3);
    for (const line of lines) assert.match(line, /--cached-only|--no-remote/);
  }));

Deno.test({
  name: "what a script starts has nothing of the environment but the basics",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withHome(async (io, home) => {
      const path = await write(
        home,
        "env.ts",
        `/** @entrada {"title": "Env", "token": false, "permissions": {"run": ["env"]}} */
const { stdout } = await new Deno.Command("env").output();
console.log(new TextDecoder().decode(stdout));
`,
      );
      const written = await outputOf(io, path);
      assert.match(written, /^PATH=/m);
      assert.doesNotMatch(written, /SCRIPT_TEST_|ENTRADA_/);
    }),
});

Deno.test("a script that changed after it was shown is not run", () =>
  withHome(async (io, home) => {
    const path = await write(home, "echo.ts", ECHO);
    const scripts = createUserScripts(io);
    const { fingerprint } = await scripts.plan(path);
    await write(home, "echo.ts", `${ECHO}// changed\n`);
    await assert.rejects(
      scripts.run(path, {
        fingerprint,
        remember: true,
        signal: new AbortController().signal,
        onOutput: () => assert.fail("It ran"),
      }),
      /changed since it was shown/,
    );
  }));

Deno.test("a script that writes without end is slowed down, and ends at once", () =>
  withHome(async (io, home) => {
    const path = await write(
      home,
      "flood.ts",
      `/** @entrada {"title": "Flood", "token": false} */
const bytes = new TextEncoder().encode("x".repeat(65535) + "\\n");
while (true) await Deno.stdout.write(bytes);
`,
    );
    const scripts = createUserScripts(io);
    const { fingerprint } = await scripts.plan(path);
    const stop = new AbortController();
    let pieces = 0;
    const ending = await scripts.run(path, {
      fingerprint,
      remember: false,
      signal: stop.signal,
      onOutput: () => {
        if (++pieces === 5) stop.abort();
      },
    });
    assert.equal(ending.signal, "SIGKILL");
    assert.ok(pieces < 20, `${pieces} pieces`);
  }));

Deno.test("a script may import the engine and what is built in, and no other file", () =>
  withHome(async (io, home) => {
    await write(home, "data.json", "{}");
    await write(home, "helper.ts", "export const x = 1;");
    const scripts = createUserScripts(io);
    const plan = async (imports: string) => {
      const text =
        `/** @entrada {"title": "A", "token": false} */\n${imports}\n`;
      return await scripts.plan(await write(home, "a.ts", text));
    };
    await plan('import { decodeToken } from "@entrada/entrada"; decodeToken;');
    await plan(
      'import { join } from "node:path"; console.log(join("a", "b"));',
    );
    for (
      const imports of [
        'import x from "./data.json" with { type: "json" }; x;',
        'import "./helper.ts";',
        'import x from "/etc/hostname" with { type: "text" }; x;',
        'import "https://example.com/x.ts";',
        'import "jsr:@std/path";',
        "import \"data:application/javascript,import 'file:///etc/x.js'\";",
        'const x = await import("./helper.ts"); x;',
      ]
    ) await assert.rejects(plan(imports), /it imports "/, imports);
    await assert.rejects(plan("let a: ="), /Cannot read this script/);
    assert.throws(
      () =>
        refuseForeignImports("", {
          script: "file:///a",
          program: "b",
          rename: (text) => text,
        }),
      /tells nothing/,
    );
  }));
