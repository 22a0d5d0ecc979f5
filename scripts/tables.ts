/**
 * Writes the tables of the README from the code that they describe. Run it with
 * `deno run --allow-read --allow-write=README.md scripts/tables.ts`; `--check`
 * writes nothing and fails if the README is out of date.
 *
 * @module
 */
import { print, printError } from "./print.ts";
import { comingFromTable } from "./tables/coming_from.ts";
import { commandTable, formatTable } from "./tables/commands.ts";
import { dependencyTable } from "./tables/dependencies.ts";
import { fillTables, type Table } from "./tables/markdown.ts";
import { exitCodeTable, flowTable, keyTable } from "./tables/product.ts";

const ROOT = new URL("../", import.meta.url);
const README = new URL("README.md", ROOT);

/** Every table, by the name of its markers. */
async function readTables(): Promise<Record<string, Table>> {
  const { imports = {} } = await readJson("deno.json");
  const { specifiers = {} } = await readJson("deno.lock");
  return {
    "coming-from": comingFromTable(),
    commands: commandTable(),
    dependencies: dependencyTable({ imports, specifiers }),
    "exit-codes": exitCodeTable(),
    flows: flowTable(),
    formats: formatTable(),
    keys: keyTable(),
  };
}

async function readJson(
  name: string,
): Promise<Record<string, Record<string, string>>> {
  return JSON.parse(await Deno.readTextFile(new URL(name, ROOT)));
}

async function main(isCheck: boolean): Promise<number> {
  const tables = await readTables();
  const before = await Deno.readTextFile(README).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const { text, missing } = fillTables(before, tables);
  for (const name of missing) {
    print(`README.md has no markers for the table "${name}"`);
  }
  if (text === before) return 0;
  if (isCheck) {
    printError("error: README.md is out of date: run scripts/tables.ts");
    return 1;
  }
  await Deno.writeTextFile(README, text);
  print("README.md is up to date now");
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args.includes("--check")));
