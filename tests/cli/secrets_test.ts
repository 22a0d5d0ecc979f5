import assert from "node:assert/strict";
import { GRAPH, WHO } from "./calls.ts";
import { runFake } from "./fake_io.ts";

const REFUSED = [
  ["--client-secret", "hunter2"],
  ["--client-secret=hunter2"],
  ["--clientSecret", "hunter2"],
  ["--secret", "hunter2"],
  ["--password", "hunter2"],
  ["--passphrase=hunter2"],
  ["--refresh-token", "hunter2"],
  ["--client-assertion", "hunter2"],
  ["--token", "hunter2"],
  ["--access-token=hunter2"],
  ["--id_token", "hunter2"],
  ["--certificate-password", "hunter2"],
  ["--assertion", "hunter2"],
  ["--code=hunter2"],
  ["--client-secret-env", "hunter2!"],
  ["--client-secret-env", "hunter2"],
  ["--client-secret-file", "hunter2"],
  ["--cient-secret", "hunter2"],
  ["--cient-secret=hunter2"],
];

for (const option of REFUSED) {
  Deno.test(`runCli() never repeats the secret of ${option[0]?.split("=")[0]} ${option[1] ?? ""}`, async () => {
    for (const more of [[], ["--verbose"]]) {
      const ran = await runFake([
        "get-token",
        ...WHO,
        "-s",
        GRAPH,
        ...option,
        ...more,
      ]);
      assert.ok(ran.code === 64 || ran.code === 78, String(ran.code));
      assert.ok(!(ran.stdout + ran.stderr).includes("hunter2"), ran.stderr);
    }
  });
}

Deno.test("runCli() says how a secret is given instead", async () => {
  const ran = await runFake(["get-token", "--client-secret", "hunter2"]);
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /^Hint: Use --client-secret-env NAME, --client-secret-file PATH, --client-secret-command LINE or --client-secret-stdin$/m,
  );
});

for (
  const args of [
    ["get-token", "--client-secret-stdin=HUNTER2"],
    ["get-token", "--json=HUNTER2"],
    ["HUNTER2"],
    ["--access-token=HUNTER2"],
    ["get-token", "--client-secret-envHUNTER2"],
    ["get-token", "--pass", "HUNTER2"],
    ["get-token", "-XHUNTER2"],
  ]
) {
  Deno.test(`runCli() never repeats a secret in the wrong place: ${args.join(" ").replace("HUNTER2", "…")}`, async () => {
    const ran = await runFake(args);
    assert.equal(ran.code, 64);
    assert.ok(!(ran.stdout + ran.stderr).includes("HUNTER2"), ran.stderr);
  });
}

const COMMANDS = [
  ["get-token"],
  ["login"],
  ["logout"],
  ["refresh"],
  ["inspect"],
  ["config", "create"],
  ["config", "list"],
  ["config", "show"],
  ["config", "edit"],
  ["config", "rename"],
  ["config", "clone"],
  ["config", "default"],
  ["config", "export"],
  ["config", "import"],
  ["config", "delete"],
  ["config", "path"],
  ["cache", "list"],
  ["cache", "clear"],
  ["clear-cache"],
  ["doctor"],
  ["sandbox"],
  ["vault", "lock"],
  ["vault", "change-passphrase"],
  ["demo"],
];

const SECRET_OPTIONS = [
  ...["--passphrase", "--token", "--password", "--client-secret"],
];

/** How a secret's place is named, and what is not a secret at all. */
const FINE = /-(env|file|stdin|command|profile)$|^(token|secret)-store$/;
const ABOUT_SECRETS =
  /(^|-)(secret|password|passphrase|assertion|token|code|pin|key)(-|$)/;

/** Options in a text of help that would take a secret as their value. */
function takersOf(help: string): readonly string[] {
  return [...help.matchAll(/--([a-z-]+)[ =]</g)].map(([, name = ""]) => name)
    .filter((name) => ABOUT_SECRETS.test(name) && !FINE.test(name))
    // The path of a file, and a day.
    .filter((name) => name !== "client-key" && name !== "secret-expires");
}

Deno.test("X2: no command has an option that takes a secret", async () => {
  assert.deepEqual(takersOf("  --pin <digits>\n  --new-passphrase <text>"), [
    "pin",
    "new-passphrase",
  ]);
  for (const command of COMMANDS) {
    const { code, stdout } = await runFake([...command, "--help"]);
    assert.equal(code, 0, command.join(" "));
    assert.match(stdout, /--/, command.join(" "));
    assert.deepEqual(takersOf(stdout), [], command.join(" "));
  }
});

for (const command of COMMANDS) {
  Deno.test(`X2: ${command.join(" ")} refuses a secret as an argument and never repeats it`, async () => {
    for (const option of SECRET_OPTIONS) {
      for (const more of [[option, "hunter2"], [`${option}=hunter2`]]) {
        const ran = await runFake([...command, ...more]);
        assert.equal(ran.code, 64);
        assert.match(ran.stderr, /No secret is taken as an argument/);
        assert.ok(!(ran.stdout + ran.stderr).includes("hunter2"));
      }
    }
  });
}
