import type { CompletedCommand, CompletedOption, Value } from "./completion.ts";

/** Inside single quotes, fish reads these two alone. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function offer(value: Value): string {
  switch (value.kind) {
    case "words":
      return `-x -a ${quoted(value.words.map(quotedWord).join(" "))}`;
    case "profile":
      return `-x -a '(__entrada_profiles)'`;
    case "token":
      return `-F -a '(__entrada_tokens)'`;
    case "folder":
      return `-x -a '(__fish_complete_directories)'`;
    case "file":
      return "-r -F";
    case "any":
      return "-x";
  }
}

/** A blank separates what is offered. */
function quotedWord(word: string): string {
  return /^[\w./=+-]+$/.test(word) ? word : quoted(word);
}

function optionLine(
  { names, brief, value }: CompletedOption,
  at: string,
): string {
  const flags = names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`
  );
  const follows = value === undefined ? [] : [offer(value)];
  return ["complete -c entrada", at, ...flags, ...follows, "-d", quoted(brief)]
    .join(" ");
}

function commandLines(
  { path, next, options, argument }: CompletedCommand,
): readonly string[] {
  const at = `-n ${quoted(`__entrada_at ${quoted(path)}`)}`;
  return [
    ...next.map(({ name, brief }) =>
      `complete -c entrada ${at} -f -a ${name} -d ${quoted(brief)}`
    ),
    ...(next.length > 0 ? [] : [
      `complete -c entrada ${at} ${
        offer(argument).replace(/^-x/, "-f").replace(/^-r /, "")
      }`,
    ]),
    ...options.map((option) => optionLine(option, at)),
  ];
}

/**
 * Writes the completion script of fish. Nothing that is offered is ever read
 * as code.
 *
 * @param commands What may follow each command.
 * @returns The script, with a final newline.
 */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return [
    "# Completion of entrada for fish.",
    "# entrada completions fish > ~/.config/fish/completions/entrada.fish",
    `set -g __entrada_paths ${paths.map(quoted).join(" ")}`,
    "function __entrada_at",
    "    set -l at ''",
    "    set -l typed (commandline -opc)",
    "    for word in $typed[2..-1]",
    '        set -l further (string trim -- "$at $word")',
    "        if contains -- $further $__entrada_paths",
    "            set at $further",
    "        end",
    "    end",
    '    test "$at" = "$argv[1]"',
    "end",
    "function __entrada_profiles",
    "    set -l typed (commandline -opc)",
    "    $typed[1] config list 2>/dev/null </dev/null | string match -r '^[A-Za-z0-9._-]+$'",
    "end",
    "function __entrada_tokens",
    "    printf 'profile:%s\\n' (__entrada_profiles)",
    "end",
    "complete -c entrada -f",
    ...commands.flatMap(commandLines),
  ].join("\n") + "\n";
}
