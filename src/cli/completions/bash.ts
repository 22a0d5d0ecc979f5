import {
  type CompletedCommand,
  type CompletedOption,
  type Value,
  valuesOffered,
} from "./completion.ts";

/** A shell reads nothing inside single quotes. */
function quoted(text: string): string {
  return /^[\w./=+-]+$/.test(text)
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}

function offer(value: Value): string {
  switch (value.kind) {
    case "words":
      return `_entrada_words ${value.words.map(quoted).join(" ")}`;
    case "profile":
      return "_entrada_profiles";
    case "token":
      return "_entrada_token";
    case "folder":
    case "file":
      return "return 0";
    case "any":
      return "_entrada_nothing";
  }
}

function optionCases(options: readonly CompletedOption[]): readonly string[] {
  return valuesOffered(options, offer).map(([names, action]) =>
    `        ${names}) ${action}; return 0 ;;`
  );
}

function commandCase(
  { path, next, options, argument }: CompletedCommand,
): readonly string[] {
  const cases = optionCases(options);
  const names = options.flatMap(({ names }) => names).map(quoted).join(" ");
  const further = next.map(({ name }) => quoted(name)).join(" ");
  return [
    `    ${quoted(path)})`,
    `      case "$prev" in`,
    ...cases,
    `      esac`,
    `      if [[ $cur == -* ]]; then _entrada_words ${names}; return 0; fi`,
    `      ${further === "" ? offer(argument) : `_entrada_words ${further}`}`,
    `      ;;`,
  ];
}

/** What every script begins with. */
const START = `# Completion of entrada for bash.
# For every shell: entrada completions bash >> ~/.bashrc
# or, with bash-completion:
# entrada completions bash > ~/.local/share/bash-completion/completions/entrada
_entrada_words() {
  local word
  for word in "$@"; do
    if [[ $word != "$cur"* ]]; then continue; fi
    printf -v word '%q' "$word"
    COMPREPLY+=("$word")
  done
  _entrada_nothing
}
_entrada_nothing() { compopt +o default +o bashdefault 2>/dev/null || true; }
_entrada_profiles() {
  local name
  while IFS= read -r name; do
    if [[ $name =~ ^[A-Za-z0-9._-]+$ ]]; then _entrada_words "$name"; fi
  done < <("\${COMP_WORDS[0]}" config list 2>/dev/null </dev/null)
  _entrada_nothing
}
_entrada_token() {
  # The colon of profile:NAME is a word of its own here.
  if [[ $cur == ':' && $prev == profile ]]; then
    cur=''
    _entrada_profiles
  elif [[ $prev == ':' && \${COMP_WORDS[COMP_CWORD-2]} == profile ]]; then
    _entrada_profiles
  elif [[ -n $cur && profile: == "$cur"* ]] && ! compgen -f -- "$cur" >/dev/null; then
    COMPREPLY=(profile:)
    compopt -o nospace 2>/dev/null || true
  fi
}
_entrada() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local at='' index word
  COMPREPLY=()
  # The equals sign of --option=value is a word of its own here.
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case "\${at:+$at }$word" in`;

/**
 * Writes the completion script of bash, 3.2 or later. Nothing that is offered
 * is ever read as code: words are compared, not expanded.
 *
 * @param commands What may follow each command.
 * @returns The script, with a final newline.
 */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return [
    START,
    `      ${paths.map(quoted).join("|")}) at="\${at:+$at }$word" ;;`,
    "    esac",
    "  done",
    '  case "$at" in',
    ...commands.flatMap(commandCase),
    "  esac",
    "}",
    "complete -o bashdefault -o default -F _entrada entrada",
  ].join("\n") + "\n";
}
