import {
  type CommandInfo,
  EVERYWHERE,
  flatCommands,
  type OptionInfo,
} from "../help/command_tree.ts";
import { synopsis, textBlocks } from "./section.ts";

/** What Markdown reads as its own inside a sentence or a table. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&");
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function optionTable(options: readonly OptionInfo[]): readonly string[] {
  if (options.length === 0) return [];
  return [
    "| Option | |",
    "| --- | --- |",
    ...options.map(({ names, brief, placeholder, values }) => {
      const value = placeholder === undefined ? "" : ` <${placeholder}>`;
      const known = values === undefined ? "" : ` (${values.join(", ")})`;
      const heads = names.map((name) => code(name + value)).join(", ");
      return `| ${heads} | ${plain(brief + known)} |`;
    }),
    "",
  ];
}

function textLines(command: CommandInfo): readonly string[] {
  return textBlocks(command).flatMap(({ kind, text }) => {
    if (kind === "lines") return ["```sh", ...text.split("\n"), "```", ""];
    if (kind === "words") return [plain(text), ""];
    return [`**${text.charAt(0)}${text.slice(1).toLowerCase()}**`, ""];
  });
}

function section(command: CommandInfo, level: number): readonly string[] {
  const { words, aliases, args, options } = command;
  return [
    `${"#".repeat(level)} ${["entrada", ...words].join(" ")}`,
    "",
    code(synopsis(command)),
    "",
    ...(aliases.length === 0
      ? []
      : [`Also: ${aliases.map(code).join(", ")}`, ""]),
    ...textLines(command),
    ...args.flatMap(({ placeholder, brief }) => [
      `- ${code(placeholder)}: ${plain(brief)}`,
    ]),
    ...(args.length === 0 ? [] : [""]),
    ...optionTable(options),
  ];
}

/**
 * Writes the manual as Markdown, of the program or of one command.
 *
 * @param command The program, or the command.
 * @returns The document, with a final newline.
 */
export function markdownPage(command: CommandInfo): string {
  const [first = command, ...below] = flatCommands(command);
  return [
    ...section(first, 1),
    ...below.flatMap((each) => section(each, 2)),
    "## Options of every command",
    "",
    ...optionTable(EVERYWHERE),
  ].join("\n").trimEnd() + "\n";
}
