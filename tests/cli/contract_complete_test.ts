// Proves that the table of the contract leaves nothing out: every command, every
// name of every option, every value that is one of a few, every exit code.
import assert from "node:assert/strict";
import { EVERYWHERE } from "../../src/cli/help/command_tree.ts";
import { valuesOf } from "../../src/cli/completions/completion.ts";
import { EXIT, EXIT_OF_COMMAND } from "../../src/cli/exit_codes.ts";
import { SHELLS } from "../../src/cli/flags/reference.ts";
import { schemaNames } from "../support/json_schema.ts";
import { commandOf, COMMANDS } from "./contract_commands.ts";
import { splitLine } from "./contract_names.ts";
import { CONTRACT } from "./contract_table.ts";

/** A second name of a command has the options of the first. */
const SECOND_NAMES = ["token", "decode"];

/** What the rows type: names of options, and the words after them. */
interface Typed {
  readonly commands: Set<string>;
  /** `get-token --scope`. */
  readonly names: Set<string>;
  /** `scope=User.Read`, by the option's name in the tables. */
  readonly values: Set<string>;
  readonly words: Set<string>;
  readonly codes: Set<number>;
}

function readRows(): Typed {
  const typed: Typed = {
    commands: new Set(),
    names: new Set(),
    values: new Set(),
    words: new Set(),
    codes: new Set(),
  };
  for (const { run, code = 0 } of CONTRACT) {
    const whole = splitLine(run, { HOME: "/home/ada" });
    const end = whole.indexOf("--");
    const argv = end < 0 ? whole : whole.slice(0, end);
    const command = commandOf(argv);
    typed.codes.add(code);
    if (command !== undefined) typed.commands.add(command.path);
    for (const [index, word] of argv.entries()) {
      const [name = "", value] = word.split(/=(.*)/s);
      const key = command?.names.get(name);
      typed.words.add(word).add(name);
      typed.names.add(`${command?.path} ${name}`);
      const given = value ?? argv[index + 1];
      if (key !== undefined) typed.values.add(`${key}=${given}`.toLowerCase());
    }
  }
  return typed;
}

const TYPED = readRows();

function missing(
  wanted: readonly string[],
  found: ReadonlySet<string>,
): readonly string[] {
  return wanted.filter((each) => !found.has(each));
}

Deno.test("every command, by each of its names, has a row in the contract's table", () => {
  assert.ok(COMMANDS.length > 30, "the tables were read");
  assert.deepEqual(
    missing(COMMANDS.map(({ path }) => path), TYPED.commands),
    [],
  );
});

Deno.test("every name of every option of every command has a row", () => {
  const wanted = COMMANDS
    .filter(({ path }) => !SECOND_NAMES.includes(path))
    .flatMap(({ path, names }) => [...names.keys()].map((n) => `${path} ${n}`));
  assert.ok(wanted.length > 600, "the tables were read");
  assert.deepEqual(missing(wanted, TYPED.names), []);
});

Deno.test("every option of every command at once, and of the program itself, has a row", () => {
  const own = [
    "--version",
    "--record",
    "--screen-reader",
    "--replay",
    "--speed",
  ];
  const wanted = [...EVERYWHERE.flatMap(({ names }) => names), ...own];
  assert.deepEqual(missing(wanted, TYPED.words), []);
});

Deno.test("every value that is one of a few has a row", () => {
  const enumerated = COMMANDS.flatMap(({ flags }) =>
    [...flags].flatMap(([key, { values = valuesOf(key) }]) =>
      // What --for takes are the names that --resource takes.
      key === "for" ? [] : values.map((value) => `${key}=${value}`)
    )
  );
  const wanted = [...new Set(enumerated)].map((each) => each.toLowerCase());
  assert.ok(wanted.length > 100, "the tables were read");
  assert.deepEqual(missing(wanted, TYPED.values), []);
  assert.deepEqual(missing(SHELLS, TYPED.words), []);
  const colors = ["auto", "always", "never"].filter((each) =>
    !CONTRACT.some(({ run }) => new RegExp(`--color[ =]${each}`).test(run))
  );
  assert.deepEqual(colors, []);
});

/** The rows of a command whose output is checked against a schema. */
function schemasOf(path: string): readonly string[] {
  return CONTRACT.flatMap(({ run, stdout }) =>
    typeof stdout === "string" &&
      commandOf(splitLine(run, { HOME: "/home/ada" }))?.path === path
      ? [stdout]
      : []
  );
}

Deno.test("every command that writes JSON has a row that checks it against its schema", () => {
  const writers = COMMANDS.filter(({ flags }) =>
    flags.has("json") || flags.get("output")?.values?.includes("json")
  ).map(({ path }) => path).filter((path) => !SECOND_NAMES.includes(path));
  assert.ok(writers.length > 12, "the tables were read");
  const others = ["call", "watch", "config export"];
  assert.deepEqual(
    [...writers, ...others].filter((path) => schemasOf(path).length === 0),
    [],
  );
});

/** What is written into a file is checked where it is read. */
const IN_FILES = ["trace"];

Deno.test("every published schema has a row whose output it describes", () => {
  const used = new Set(CONTRACT.map(({ stdout }) => stdout));
  const unused = schemaNames().filter((name) =>
    !used.has(name) && !IN_FILES.includes(name)
  );
  assert.deepEqual(unused, []);
});

Deno.test("every exit code has a row", () => {
  const codes = [...Object.values(EXIT), ...Object.values(EXIT_OF_COMMAND)];
  assert.deepEqual(codes.filter((code) => !TYPED.codes.has(code)), []);
});
