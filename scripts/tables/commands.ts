import { commandTree } from "../../src/cli/help/command_tree.ts";
import { ROOT } from "../../src/cli/commands/routes.ts";
import { TOKEN_FORMATS } from "../../src/cli/output/token_formats.ts";
import type { Table } from "./markdown.ts";

/** Words of the program's own, as code. */
function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

/** The commands, as help lists them; those that lead to others are one row. */
export function commandTable(): Table {
  const { children } = commandTree(ROOT);
  return {
    head: ["Command", "Also", "What it does"],
    rows: children.map(({ words, aliases, brief }) => [
      code([words.join(" ")]),
      code(aliases),
      brief,
    ]),
  };
}

/** What each format of a token is for. */
const FORMAT_MEANINGS: Readonly<Record<string, string>> = {
  token: "the token and a newline; the default",
  json: "all that is known; `--json` is the same",
  yaml: "the same as YAML",
  header: "`Authorization: Bearer …`",
  env: 'for `eval "$(…)"`: exports `ACCESS_TOKEN` and when it ends',
  curl: "a configuration for `curl -K -`",
  az: "what `az account get-access-token` writes",
  azd: "what `azd auth token` writes",
  "exec-credential": "what kubectl takes from a credential plug-in",
};

/**
 * The formats of `get-token` and `refresh`.
 *
 * @param meanings What each is for.
 * @throws {Error} If a format has no meaning, or a meaning no format.
 */
export function formatTable(
  meanings: Readonly<Record<string, string>> = FORMAT_MEANINGS,
): Table {
  const names = Object.keys(TOKEN_FORMATS);
  const all = new Set([...names, ...Object.keys(meanings)]);
  for (const name of all) {
    if (names.includes(name) && meanings[name] !== undefined) continue;
    throw new Error(
      `The format "${name}" has to be in the program and in scripts/tables/commands.ts`,
    );
  }
  return {
    head: ["`-o`", "What is written"],
    rows: names.map((name) => [code([name]), meanings[name] ?? ""]),
  };
}
