import {
  type CompletedCommand,
  type CompletedOption,
  type Value,
  valuesOffered,
} from "./completion.ts";

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A colon ends the name in front of a description. */
function described(name: string, brief: string): string {
  return quoted(`${name.replaceAll(":", "\\:")}:${brief}`);
}

function offer(value: Value): string {
  switch (value.kind) {
    case "words":
      return `compadd -- ${value.words.map(quoted).join(" ")}`;
    case "profile":
      return "_entrada_profiles";
    case "token":
      return "_entrada_token";
    case "folder":
      return "_files -/";
    case "file":
      return "_files";
    case "any":
      return "_message value";
  }
}

function optionCases(options: readonly CompletedOption[]): readonly string[] {
  return valuesOffered(options, offer).map(([names, action]) =>
    `        (${names}) ${action}; return ;;`
  );
}

function commandCase(
  { path, next, options, argument }: CompletedCommand,
): readonly string[] {
  const names = options.flatMap(({ names, brief }) =>
    names.map((name) => described(name, brief))
  );
  const further = next.map(({ name, brief }) => described(name, brief));
  return [
    `    (${quoted(path)})`,
    `      case "$prev" in`,
    ...optionCases(options),
    "      esac",
    "      if [[ $PREFIX == -* ]]; then",
    `        found=(${names.join(" ")})`,
    "        _describe option found",
    "        return",
    "      fi",
    ...(further.length === 0 ? [`      ${offer(argument)}`] : [
      `      found=(${further.join(" ")})`,
      "      _describe command found",
    ]),
    "      ;;",
  ];
}

/** What is offered where words alone do not do. */
const OFFERS: readonly string[] = [
  "_entrada_profiles() {",
  "  local name",
  "  local -a names",
  '  for name in ${(f)"$(${words[1]} config list 2>/dev/null </dev/null)"}; do',
  "    if [[ $name =~ '^[A-Za-z0-9._-]+$' ]]; then names+=(\"$name\"); fi",
  "  done",
  "  compadd -a names",
  "}",
  "_entrada_token() {",
  "  if compset -P 'profile:'; then _entrada_profiles; return; fi",
  "  compadd -S '' -- profile:",
  "  _files",
  "}",
];

/**
 * Writes the completion script of zsh. Nothing that is offered is ever read as
 * code.
 *
 * @param commands What may follow each command.
 * @returns The script, with a final newline.
 */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return [
    "#compdef entrada",
    "# Completion of entrada for zsh.",
    "# For every shell, after compinit: source <(entrada completions zsh)",
    "# or in a folder of $fpath: entrada completions zsh > _entrada",
    ...OFFERS,
    "_entrada() {",
    "  local prev=${words[CURRENT-1]} at='' word index",
    "  local -a found",
    "  if [[ $PREFIX == --*=* ]]; then",
    "    prev=${PREFIX%%=*}",
    "    compset -P '*='",
    "  fi",
    "  for ((index = 2; index < CURRENT; index++)); do",
    "    word=${words[index]}",
    '    case "${at:+$at }$word" in',
    `      (${paths.map(quoted).join("|")}) at="\${at:+$at }$word" ;;`,
    "    esac",
    "  done",
    '  case "$at" in',
    ...commands.flatMap(commandCase),
    "  esac",
    "}",
    "# Sourced, it has to be registered; found in $fpath, it is called.",
    'if [[ ${funcstack[1]} == _entrada ]]; then _entrada "$@"',
    "else compdef _entrada entrada; fi",
  ].join("\n") + "\n";
}
