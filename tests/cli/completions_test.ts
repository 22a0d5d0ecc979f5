import assert from "node:assert/strict";
import { needs } from "../support/installed.ts";
import { openPty } from "../support/pty.ts";
import { cleanEnvironment } from "../support/product.ts";
import { runFake } from "./fake_io.ts";

/** Profiles as no file of ours could name them, and two that it could. */
const NAMES = [
  "work",
  "ci.prod",
  "a$(touch OWNED)",
  "b;touch OWNED",
  "`touch OWNED`",
  "(touch OWNED)",
  "c d",
];

async function scriptOf(shell: string): Promise<string> {
  const ran = await runFake(["completions", shell]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stderr, "");
  return ran.stdout;
}

/** A folder with the script, and a program that lists hostile names. */
async function world(shell: string) {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/script`, await scriptOf(shell));
  await Deno.writeTextFile(`${folder}/names`, NAMES.join("\n") + "\n");
  await Deno.writeTextFile(
    `${folder}/entrada`,
    `#!/bin/sh\n[ "$*" = "config list" ] && cat '${folder}/names'\n`,
    { mode: 0o755 },
  );
  const own = cleanEnvironment(folder);
  const env = { ...own, HOME: folder, PATH: `${folder}:${own.PATH ?? ""}` };
  return {
    folder,
    env,
    async [Symbol.asyncDispose]() {
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assert.ok(!names.includes("OWNED"), "a name was read as code");
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** What was typed, and what has to be offered in any order. */
const CASES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["con"], ["config"]],
  [["completions", ""], ["bash", "fish", "powershell", "zsh"]],
  [["get-token", "-f", "dev"], ["device-code"]],
  [["token", "--flow", "client-c"], ["client-credentials"]],
  [["get-token", "-p", ""], ["ci.prod", "work"]],
  [["config", "show", "w"], ["work"]],
  [["--color", "a"], ["always", "auto"]],
  [["inspect", "-o", "y"], ["yaml"]],
  // The same option takes something else of another command.
  [["call", "-o", ""], ["json", "raw"]],
  [["verify", "--jw"], ["--jwks"]],
  [["explain", "interaction_"], ["interaction_required"]],
  [["explain", "device-"], ["device-code"]],
  // A value that is called like a command leads nowhere else.
  [["get-token", "-p", "config", "--min"], ["--min-ttl"]],
];

/** What a shell writes, line by line, when nothing is wrong. */
async function linesOf(
  [shell, ...args]: readonly [string, ...string[]],
  { folder, env }: {
    readonly folder: string;
    readonly env: Record<string, string>;
  },
): Promise<readonly string[]> {
  const { stdout, stderr } = await new Deno.Command(shell, {
    ...{ args, cwd: folder, env, clearEnv: true },
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).split("\n");
}

const bash = needs("bash");
Deno.test(
  `the script of bash offers commands, options, values and profiles${bash.why}`,
  {
    ignore: bash.ignore,
  },
  async (t) => {
    await using place = await world("bash");
    // The colon is a word of its own here.
    const cases = [
      ...CASES,
      [["diff", "profile", ":"], ["ci.prod", "work"]],
      [["diff", "profile", ":", "w"], ["work"]],
      [["diff", "pro"], ["profile:"]],
    ] as const;
    const lines = cases.map(([words]) => {
      const typed = ["entrada", ...words].map((word) => `'${word}'`).join(" ");
      return `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _entrada; ` +
        'echo "${COMPREPLY[*]}"';
    });
    const offered = await linesOf([
      "bash",
      "--norc",
      "-c",
      ["source ./script", ...lines].join("\n"),
    ], place);
    for (const [index, [words, expected]] of cases.entries()) {
      await t.step(words.join(" "), () => {
        assert.deepEqual(offered[index]?.split(" ").sort(), expected);
      });
    }
  },
);

const fish = needs("fish");
Deno.test(
  `the script of fish offers commands, options, values and profiles${fish.why}`,
  {
    ignore: fish.ignore,
  },
  async (t) => {
    await using place = await world("fish");
    const cases = [
      ...CASES,
      [["diff", "profile:w"], ["profile:work"]],
    ] as const;
    const lines = cases.map(([words]) =>
      `echo (complete -C 'entrada ${
        words.join(" ")
      }' | string replace -r '\\t.*' '')`
    );
    const offered = await linesOf([
      "fish",
      "--no-config",
      "-c",
      ["source ./script", ...lines].join("\n"),
    ], place);
    for (const [index, [words, expected]] of cases.entries()) {
      await t.step(words.join(" "), () => {
        assert.deepEqual(offered[index]?.split(" ").sort(), expected);
      });
    }
  },
);

const zsh = needs("zsh");
Deno.test({
  name:
    `the script of zsh completes at a real prompt, and names are no code${zsh.why}`,
  ignore: zsh.ignore,
  // The pseudo-terminal of the library ends a moment after its program.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using place = await world("zsh");
    const shell = openPty("zsh", {
      args: ["-f", "-i"],
      cwd: place.folder,
      env: { ...place.env, PS1: "> ", TERM: "xterm-256color" },
      columns: 120,
    });
    shell.press(
      "autoload -Uz compinit; compinit -u -D; source ./script; clear; echo READY\r",
    );
    await shell.until(/^READY/m);
    shell.press("entrada get-token -f dev\t");
    await shell.until("entrada get-token -f device-code");
    shell.press("\u0015entrada config show w\t");
    await shell.until("entrada config show work");
    shell.press("\u0015entrada get-token --flow=client-c\t");
    await shell.until("entrada get-token --flow=client-credentials");
    shell.press("\u0015entrada diff profile:w\t");
    await shell.until("entrada diff profile:work");
    shell.press("\u0015entrada get-token -p \t");
    await shell.until(/^ci\.prod +work/m);
    assert.doesNotMatch(shell.screen(), /touch/);
    shell.press("\u0003\u0015exit\r");
    await shell.exit;
  },
});

Deno.test("the script of PowerShell has the same words, and no text of ours ends its quotes", async () => {
  const script = await scriptOf("powershell");
  assert.equal(await scriptOf("pwsh"), script);
  assert.match(script, /^ {4}'config show' = @\{$/m);
  assert.match(
    script,
    /names = @\('--flow', '-f'\); what = @\('interactive', /,
  );
  assert.match(script, /one of Microsoft''s own clients/);
  for (const line of script.split("\n")) {
    const quotes = line.match(/'/g)?.length ?? 0;
    assert.equal(quotes % 2, 0, line);
  }
});

Deno.test("completions names the shells that it knows", async () => {
  const ran = await runFake(["completions", "tcsh"]);
  assert.equal(ran.code, 64);
  assert.match(
    ran.stderr,
    /^Hint: The shells are bash, zsh, fish, powershell$/m,
  );
});
