/**
 * The manual: the same tables as help's, written for `man` and as Markdown.
 * Pure.
 *
 * @module
 */
import type { CommandInfo } from "../help/command_tree.ts";

/** A part of a command's text. */
export interface Block {
  /** What it is: words, lines that stay as they are, or a title. */
  readonly kind: "words" | "lines" | "title";
  /** The text; words on one line. */
  readonly text: string;
}

function blocksOf(paragraph: string): readonly Block[] {
  const lines = paragraph.split("\n");
  const [first = "", ...rest] = lines;
  if (/^[A-Z][A-Z ]+$/.test(first)) {
    return [
      { kind: "title", text: first },
      ...(rest.length === 0 ? [] : blocksOf(rest.join("\n"))),
    ];
  }
  return lines.every((line) => line.startsWith("  "))
    ? [{
      kind: "lines",
      text: lines.map((line) => line.slice(2)).join("\n"),
    }]
    : [{ kind: "words", text: lines.join(" ") }];
}

/**
 * Takes the text of a command's help apart.
 *
 * @param command The command.
 * @returns Its parts, in their order.
 */
export function textBlocks({ text }: CommandInfo): readonly Block[] {
  return text.split("\n\n").flatMap(blocksOf);
}

/**
 * Writes how a command is called.
 *
 * @param command The command.
 * @returns Such as `entrada inspect [options] [token]`.
 */
export function synopsis(
  { words, options, args, children }: CommandInfo,
): string {
  return [
    "entrada",
    ...words,
    ...(children.length > 0 ? ["<command>"] : []),
    ...(options.length > 0 ? ["[options]"] : []),
    ...args.map(({ placeholder, optional, repeated }) => {
      const name = repeated ? `${placeholder} …` : placeholder;
      return optional ? `[${name}]` : `<${name}>`;
    }),
  ].join(" ");
}
