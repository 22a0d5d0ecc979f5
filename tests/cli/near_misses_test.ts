import assert from "node:assert/strict";
import { systemFiles } from "../../src/adapters/files.ts";
import { nearestWords } from "../../src/cli/help/nearest.ts";
import { usesColor } from "../../src/cli/terminal/style.ts";
import { tokenAnswer } from "../support/tokens.ts";
import { APP_CALL, env } from "./calls.ts";
import { PROFILES, profilesText, runFake } from "./fake_io.ts";

Deno.test("a value with a slip of the finger is answered with what was meant", async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["get-token", "-f", "devicecod"],
      /^Hint: Did you mean device-code\? The flows/m,
    ],
    [["get-token", "-f", "browsr"], /^Hint: Did you mean browser\?/m],
    [
      ["get-token", "--token-store", "keyrng"],
      /^Hint: Did you mean keyring\?/m,
    ],
    [
      ["get-token", "--prompt", "selectaccount"],
      /^Hint: Did you mean select_account\?/m,
    ],
    [["inspect", "-o", "yml", "x"], /^Hint: Did you mean yaml\? It is one of/m],
    [["get-token", "-f", "zzzzzz"], /^Hint: The flows are/m],
    [["explian"], /^Hint: Did you mean explain\?/m],
    [["inspect", "--heder"], /^Hint: Did you mean --header\?/m],
    // None is better than a wrong one.
    [["inspect", "--colder"], /^Hint: Did you mean --color\?/m],
    [["inspect", "--frozen"], /^Hint: See --help/m],
    [["frobnicate"], /^Hint: See entrada --help/m],
    [["exec", "-p", "x", "sh", "-c", "ls"], /^Hint: .* after --$/m],
    [["diff", "-", "-"], /^Hint: Name a file or profile:NAME/m],
  ];
  for (const [argv, hint] of cases) {
    const ran = await runFake(argv);
    assert.equal(ran.code, 64, argv.join(" "));
    assert.match(ran.stderr, hint);
  }
});

Deno.test("nearestWords() finds words by their letters, the nearest first", () => {
  const words = ["device-code", "client-credentials", "azure-cli", "azd"];
  assert.deepEqual(nearestWords("DEVICECODE", words), ["device-code"]);
  assert.deepEqual(nearestWords("azure_cil", words), ["azure-cli"]);
  assert.deepEqual(nearestWords("ad", words), []);
  assert.deepEqual(nearestWords("something else", words), []);
  assert.deepEqual(nearestWords("a".repeat(100_000), words), []);
});

Deno.test("a cloud in place of a profile's authority says that the tenant is missing", async () => {
  const files = {
    [PROFILES]: profilesText([{
      name: "work",
      authority: "https://login.microsoftonline.com/contoso.com",
      clientId: "11111111-1111-1111-1111-111111111111",
      scopes: ["User.Read"],
    }]),
  };
  const call = ["get-token", "-p", "work", "--cloud", "usgov", "--dry-run"];
  const ran = await runFake(call, { files });
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /^Error: Cannot use the cloud "usgov": the authority/m,
  );
  assert.match(ran.stderr, /^Hint: Name the tenant too with -t/m);
  const named = await runFake([...call, "-t", "contoso.us", "-f", "device"], {
    files,
  });
  assert.equal(named.code, 0, named.stderr);
  assert.match(named.stdout, /login\.microsoftonline\.us\/contoso\.us\//);
});

Deno.test("a file in a directory that is not there is refused before anything is sent", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (
      const [option, path] of [
        ["--file", `${folder}/none/token`],
        ["-o", `${folder}/none/token.txt`],
        ["--trace-out", `${folder}/none/trace.md`],
      ] as const
    ) {
      const ran = await runFake([...APP_CALL, option, path], {
        env,
        replies: [tokenAnswer()],
        replace: { files: systemFiles },
      });
      assert.equal(ran.code, 8, option);
      assert.match(
        ran.stderr,
        /^Error: Cannot write the t\w+ to .*: its directory is not there$/m,
      );
      assert.deepEqual(ran.ports.sent, []);
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    const ran = await runFake([...APP_CALL, "--file", `${folder}/token`], {
      env,
      replies: [tokenAnswer()],
      replace: { files: systemFiles },
    });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(
      await Deno.readTextFile(`${folder}/token`),
      "the-access-token\n",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("usesColor() obeys --color, then NO_COLOR, then FORCE_COLOR, then the terminal", () => {
  const decide = (
    choice: "auto" | "always" | "never",
    { vars = {}, isTerminal = false }: {
      readonly vars?: Readonly<Record<string, string>>;
      readonly isTerminal?: boolean;
    },
  ) => {
    const output = { isTerminal, write: () => {} };
    const io = {
      env: (name: string) => vars[name],
      stdout: output,
      stderr: output,
    };
    return usesColor(choice, { io, stream: "stdout" });
  };
  const forced = { FORCE_COLOR: "1" };
  const none = { NO_COLOR: "1" };
  assert.equal(decide("auto", { vars: forced }), true);
  assert.equal(decide("auto", { vars: { FORCE_COLOR: "" } }), false);
  assert.equal(
    decide("auto", { vars: { FORCE_COLOR: "0" }, isTerminal: true }),
    false,
  );
  assert.equal(decide("auto", { vars: { ...forced, ...none } }), false);
  assert.equal(decide("never", { vars: forced }), false);
  assert.equal(decide("always", { vars: none }), true);
  assert.equal(decide("auto", { isTerminal: true }), true);
  assert.equal(
    decide("auto", { isTerminal: true, vars: { TERM: "dumb" } }),
    false,
  );
});
