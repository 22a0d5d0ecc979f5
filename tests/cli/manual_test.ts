import assert from "node:assert/strict";
import { commandTree, flatCommands } from "../../src/cli/help/command_tree.ts";
import { ROOT } from "../../src/cli/commands/routes.ts";
import { needs } from "../support/installed.ts";
import { runFake } from "./fake_io.ts";

const COMMANDS = flatCommands(commandTree(ROOT));

async function mandocFinds(page: string): Promise<readonly string[]> {
  const child = new Deno.Command("mandoc", {
    args: ["-T", "lint", "-W", "warning"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(page));
  await writer.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) =>
    // A date would differ from one day to the next.
    line !== "" && !line.includes("missing date")
  );
}

Deno.test("help --format man writes a page with every command", async () => {
  const ran = await runFake(["help", "--format", "man"]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^\.TH ENTRADA 1 /);
  for (const { words, children } of COMMANDS) {
    if (children.length > 0) continue;
    const name = ["entrada", ...words].join(" ").replaceAll("-", "\\-");
    assert.ok(ran.stdout.includes(`.SS "${name}`), name);
  }
});

const mandoc = needs("mandoc");
Deno.test(`mandoc has nothing to say of the manual${mandoc.why}`, {
  ignore: mandoc.ignore,
}, async () => {
  const { stdout } = await runFake(["help", "--format", "man"]);
  assert.deepEqual(await mandocFinds(stdout), []);
});

Deno.test("help --format writes the page of one command, by its alias too", async () => {
  const man = await runFake(["help", "--format", "man", "decode"]);
  assert.match(man.stdout, /^\.TH ENTRADA\\-INSPECT 1 /);
  assert.doesNotMatch(man.stdout, /\.SS "entrada verify/);
  const markdown = await runFake([
    "help",
    "config",
    "list",
    "--format",
    "markdown",
  ]);
  assert.match(markdown.stdout, /^# entrada config list\n/);
  assert.match(markdown.stdout, /^\| `--json` \| /m);
  assert.match(markdown.stdout, /^```sh$/m);
  const none = await runFake(["help", "--format", "man", "nope"]);
  assert.equal(none.code, 64);
});

Deno.test("help shows every command and option that is not hidden, and nothing twice", async () => {
  const text = await runFake(["help", "--format", "markdown"]);
  for (const { words, options } of COMMANDS) {
    const heading = `${words.length === 0 ? "#" : "##"} ${
      ["entrada", ...words].join(" ")
    }\n`;
    assert.equal(text.stdout.split(heading).length, 2, heading);
    assert.ok(options.every(({ names }) => names.length > 0));
  }
});

Deno.test("every command has a help with examples, within the terminal", async () => {
  for (const { words, children } of COMMANDS) {
    for (const width of [48, 80, 120]) {
      let text = "";
      const ran = await runFake([...words, "--help"], {
        replace: {
          stdout: {
            isTerminal: true,
            columns: width,
            write: (more) => void (text += more),
          },
        },
        env: { NO_COLOR: "1" },
      });
      assert.equal(ran.code, 0, ran.stderr);
      const [about = "", options = ""] = text.split(
        /^(?=OPTIONS$|WHAT FOR$|WHO$)/m,
      );
      const isCommand = children.length === 0;
      if (isCommand) assert.match(about, /^EXAMPLES$/m, words.join(" "));
      const long = options.split("\n").filter((line) =>
        line.length > width && line.trim().includes(" ")
      );
      assert.deepEqual(long, [], `${words.join(" ")} at ${width}`);
    }
  }
});
