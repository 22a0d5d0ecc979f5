// Every command line that the README and help show can be typed as it stands.
import assert from "node:assert/strict";
import {
  commandTree,
  EVERYWHERE,
  flatCommands,
} from "../../src/cli/help/command_tree.ts";
import { ROOT as COMMAND_LINE } from "../../src/cli/commands/routes.ts";
import { ROOT } from "../support/product.ts";
import { commandOf } from "./contract_commands.ts";

/** What stands for the program, and the words after it up to the shell's own. */
const LINE =
  /(?:^|[\s(])(?:entrada|deno task -q start)((?:[ ]+(?:'[^'\n]*'|"[^"\n]*"|[^\s|#<>;)'"`]+))+)/gm;
const ANYWHERE = new Set([
  ...EVERYWHERE.flatMap(({ names }) => names),
  ...["--record", "--screen-reader", "--replay", "--speed", "--version"],
]);

/** What is wrong with the command lines in a text. */
function faultsIn(text: string): { count: number; faults: string[] } {
  const lines = [...text.replaceAll("\\\n", " ").matchAll(LINE)]
    .map(([, line = ""]) => line.trim());
  const faults = lines.flatMap((line) => {
    const [own = ""] = line.split(/ -- /);
    const argv = own.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
    const command = commandOf(argv);
    if (command === undefined && !argv[0]?.startsWith("-")) {
      return [`No command: ${line}`];
    }
    return argv.map((word) => word.replace(/=.*/s, ""))
      .filter((word) => /^--?[a-zA-Z]/.test(word))
      .filter((word) => !ANYWHERE.has(word) && !command?.names.has(word))
      .map((word) => `No option ${word}: ${line}`);
  });
  return { count: lines.length, faults };
}

Deno.test("a command line that cannot be typed is found", () => {
  const { faults } = faultsIn("  entrada get-tokn -p x\n$(entrada call -Z u)");
  assert.equal(faults.length, 2);
});

Deno.test("every command line in the README can be typed", () => {
  const blocks = Deno.readTextFileSync(`${ROOT}README.md`)
    .matchAll(/^```(?:sh|text)\n([^]*?)^```/gm);
  const text = [...blocks].map(([, block]) => block).join("\n");
  const { count, faults } = faultsIn(text);
  assert.ok(count > 40, `${count}`);
  assert.deepEqual(faults, []);
});

Deno.test("every example in help can be typed", () => {
  const commands = flatCommands(commandTree(COMMAND_LINE));
  const examples = commands.map(({ text }) =>
    text.slice(text.indexOf("EXAMPLES") >>> 0)
  );
  const { count, faults } = faultsIn(examples.join("\n"));
  assert.ok(count > 60, `${count}`);
  assert.deepEqual(faults, []);
});
