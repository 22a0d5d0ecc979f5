import { load } from "../../adapters/load.ts";
import type { Failure } from "../application.ts";
import { type CommandInfo, commandTree } from "../help/command_tree.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { HelpFlags } from "../flags/reference.ts";

/** The command that some words lead to, by their names or aliases. */
function commandOf(
  root: CommandInfo,
  words: readonly string[],
): CommandInfo {
  return words.reduce((found, word) => {
    const next = found.children.find(({ words, aliases }) =>
      words.at(-1) === word || aliases.includes(word)
    );
    if (next !== undefined) return next;
    throw new UsageError(
      `Cannot find the command "${words.join(" ")}"`,
      "entrada --help shows the commands",
    );
  }, root);
}

async function manual(
  root: CommandInfo,
  { format, words }: {
    readonly format: "man" | "markdown";
    readonly words: readonly string[];
  },
): Promise<string> {
  const command = commandOf(root, words);
  if (format === "man") {
    const { manPage } = await load<typeof import("../manual/man.ts")>(
      "../manual/man.ts",
      import.meta.url,
    );
    return manPage(command);
  }
  const { markdownPage } = await load<
    typeof import("../manual/markdown.ts")
  >("../manual/markdown.ts", import.meta.url);
  return markdownPage(command);
}

/** Shows the help of a command: the same as `--help` after it, or the manual. */
export default async function help(
  this: Context,
  { format = "text" }: HelpFlags,
  ...words: readonly string[]
): Promise<void> {
  const failures: Failure[] = [];
  const { ROOT } = await load<typeof import("./routes.ts")>(
    "./routes.ts",
    import.meta.url,
  );
  if (format !== "text") {
    const text = await manual(commandTree(ROOT), { format, words });
    return this.io.stdout.write(text);
  }
  const { createApplication, run } = await load<
    typeof import("../application.ts")
  >("../application.ts", import.meta.url);
  const application = createApplication(
    ROOT,
    (failure) => failures.push(failure),
  );
  await run(application, [...words, "--help"], this);
  const [first] = failures;
  if (first !== undefined) throw await first(words);
}
