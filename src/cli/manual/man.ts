import {
  type CommandInfo,
  EVERYWHERE,
  flatCommands,
  type OptionInfo,
} from "../help/command_tree.ts";
import { VERSION } from "../version.ts";
import { synopsis, textBlocks } from "./section.ts";

/** What roff reads as its own. */
function plain(text: string): string {
  const marked = text.replaceAll("\\", "\\e").replaceAll("-", "\\-")
    .replaceAll("…", "...");
  return /^[.']/.test(marked) ? `\\&${marked}` : marked;
}

function example(text: string): readonly string[] {
  return [
    ".PP",
    ".in +4n",
    ".nf",
    ...text.split("\n").map(plain),
    ".fi",
    ".in",
  ];
}

function optionLines(
  { names, brief, placeholder, values }: OptionInfo,
): readonly string[] {
  const value = placeholder === undefined
    ? ""
    : ` \\fI${plain(placeholder)}\\fR`;
  const heads = names.map((name) => `\\fB${plain(name)}\\fR`).join(", ");
  const known = values === undefined ? "" : ` (${values.join(", ")})`;
  return [".TP", heads + value, plain(brief + known)];
}

function textLines(command: CommandInfo): readonly string[] {
  return textBlocks(command).flatMap(({ kind, text }) => {
    if (kind === "lines") return example(text);
    if (kind === "words") return [".PP", plain(text)];
    const title = text.charAt(0) + text.slice(1).toLowerCase();
    return [".PP", `\\fI${plain(title)}\\fR`];
  });
}

function commandLines(command: CommandInfo): readonly string[] {
  const { words, aliases, args, options } = command;
  const text = [
    ...(aliases.length === 0
      ? []
      : [".PP", plain(`Also: ${aliases.join(", ")}`)]),
    ...textLines(command),
  ];
  return [
    `.SS "${plain(synopsis(command))}"`,
    // The title begins a paragraph by itself.
    ...(text[0] === ".PP" ? text.slice(1) : text),
    ...args.flatMap(({ placeholder, brief }) => [
      ".TP",
      `\\fI${plain(placeholder)}\\fR`,
      plain(brief),
    ]),
    ...(words.length === 0 ? [] : options.flatMap(optionLines)),
  ];
}

/**
 * Writes a page for `man`, of the program or of one command.
 *
 * @param command The program, or the command.
 * @returns roff with the macros of man(7), with a final newline.
 * @see {@link https://man7.org/linux/man-pages/man7/man.7.html | man(7)}
 */
export function manPage(command: CommandInfo): string {
  const name = ["entrada", ...command.words].join("-");
  const below = flatCommands(command)
    .filter((each) => each.words.length > 0 && each.children.length === 0);
  return [
    `.TH ${
      name.toUpperCase().replaceAll("-", "\\-")
    } 1 "" "entrada ${VERSION}" "User Commands"`,
    ".SH NAME",
    `${plain(name)} \\- ${plain(command.brief)}`,
    ".SH SYNOPSIS",
    `.B ${plain(synopsis(command))}`,
    ...(below.includes(command)
      ? []
      : [".SH DESCRIPTION", ...textLines(command).slice(1)]),
    ".SH COMMANDS",
    ...below.flatMap(commandLines),
    ".SH OPTIONS OF EVERY COMMAND",
    ...EVERYWHERE.flatMap(optionLines),
  ].join("\n") + "\n";
}
