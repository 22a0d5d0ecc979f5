/**
 * Completion scripts, written from the tables of the command line: one file a
 * shell. What a person may type is offered; names of profiles are asked of the
 * program itself when they are needed. May import the engine's tables.
 *
 * @module
 */
import { CLAIMS } from "../../engine/entra/claims.ts";
import { CLOUDS } from "../../engine/entra/clouds.ts";
import { knownOauthErrors } from "../../engine/entra/explain_error_oauth.ts";
import {
  CLIENT_PRESETS,
  RESOURCE_PRESETS,
} from "../../engine/entra/presets.ts";
import { FLOWS } from "../../engine/flows/flow_names.ts";
import { TOKEN_STORES } from "../../settings/profile.ts";
import { KINDS } from "../explain/entry.ts";
import {
  type ArgumentInfo,
  type CommandInfo,
  EVERYWHERE,
  flatCommands,
  type OptionInfo,
} from "../help/command_tree.ts";
import { SHELLS } from "../flags/reference.ts";
import { TOKEN_FORMATS } from "../output/token_formats.ts";

/** What may stand where a value is wanted. */
export type Value =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "profile" | "token" | "file" | "folder" | "any" };

/** An option and what may follow it. */
export interface CompletedOption {
  /** Its names on the command line. */
  readonly names: readonly string[];
  /** What it does. */
  readonly brief: string;
  /** What follows it; absent for a switch. */
  readonly value?: Value;
}

/** What may follow the words of one command. */
export interface CompletedCommand {
  /** The words with blanks between, such as `config create`; empty at the start. */
  readonly path: string;
  /** Words that lead on, with what they do. */
  readonly next: readonly { readonly name: string; readonly brief: string }[];
  /** Options. */
  readonly options: readonly CompletedOption[];
  /** What may stand as an argument. */
  readonly argument: Value;
}

const words = (list: readonly string[]): Value => ({
  kind: "words",
  words: list,
});

/** What an option takes, by its name in the tables. */
const OF_OPTION: Readonly<Record<string, Value>> = {
  flow: words(FLOWS.map(({ name }) => name)),
  cloud: words(CLOUDS.map(({ name }) => name)),
  client: words(CLIENT_PRESETS),
  resource: words(RESOURCE_PRESETS),
  for: words(RESOURCE_PRESETS),
  output: words(Object.keys(TOKEN_FORMATS)),
  tenant: words(["common", "organizations", "consumers"]),
  prompt: words(["login", "consent", "select_account", "none", "create"]),
  capability: words(["cp1"]),
  tokenStore: words(TOKEN_STORES),
  profile: { kind: "profile" },
  clientAssertionProfile: { kind: "profile" },
  assertionProfile: { kind: "profile" },
};

/** The same where it is something else for one command. */
const OF_COMMAND: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  call: { output: words(["raw", "json"]) },
  "config export": { output: { kind: "file" } },
};

/**
 * Lists the words that an option takes.
 *
 * @param name The option's name, with hyphens or in camel case.
 * @returns The words, with those that mean the same; none where it takes anything.
 */
export function valuesOf(name: string): readonly string[] {
  const key = name.replace(
    /-([a-z])/g,
    (_, letter: string) => letter.toUpperCase(),
  );
  const value = OF_OPTION[key];
  const also = key === "flow" ? FLOWS.flatMap(({ aliases }) => aliases) : [];
  return value?.kind === "words" ? [...value.words, ...also] : [];
}

/** What is asked for most: everything would be too much to choose from. */
function explainedWords(): readonly string[] {
  const all = [
    ...FLOWS.map(({ name }) => name),
    ...knownOauthErrors(),
    ...CLAIMS.map(({ claim }) => claim),
    ...KINDS.map((kind) => `${kind}:`),
  ];
  return [...new Set(all)].filter((word) => /^[\w-]+:?$/.test(word));
}

const OF_PLACEHOLDER: Readonly<Record<string, Value>> = {
  path: { kind: "file" },
  file: { kind: "file" },
  "file or address": { kind: "file" },
  folder: { kind: "folder" },
};

const ANY: Value = { kind: "any" };

/** What an argument is, by the command and what stands for it. */
function argumentValue(
  path: string,
  argument: ArgumentInfo | undefined,
): Value {
  if (argument === undefined) return ANY;
  if (path.startsWith("config ") && argument.placeholder === "name") {
    return path === "config create" ? ANY : { kind: "profile" };
  }
  if (path === "completions") return words(SHELLS);
  if (path === "explain") return words(explainedWords());
  // A file, or profile:NAME.
  if (path === "diff") return { kind: "token" };
  const isToken = /^(first-|second-)?token$/.test(argument.placeholder);
  return isToken
    ? { kind: "file" }
    : OF_PLACEHOLDER[argument.placeholder] ?? ANY;
}

function completedOption(
  { key, names, brief, placeholder, values }: OptionInfo,
  path: string,
): CompletedOption {
  if (placeholder === undefined) return { names, brief };
  const value = values !== undefined
    ? words(values)
    : OF_COMMAND[path]?.[key] ?? OF_OPTION[key] ??
      OF_PLACEHOLDER[placeholder] ?? ANY;
  return { names, brief, value };
}

function nextOf({ children }: CommandInfo): CompletedCommand["next"] {
  return children.flatMap(({ words, aliases, brief }) =>
    [words.at(-1) ?? "", ...aliases].map((name) => ({ name, brief }))
  );
}

/** An alias has all that its command has. */
function pathsOf({ words, aliases }: CommandInfo): readonly string[] {
  const before = words.slice(0, -1);
  return [words, ...aliases.map((alias) => [...before, alias])]
    .map((each) => each.join(" "));
}

/**
 * Tells what may follow each command.
 *
 * @param root The program.
 * @returns Every command and every alias.
 */
export function completedCommands(
  root: CommandInfo,
): readonly CompletedCommand[] {
  const commands = flatCommands(root);
  // `help config create` takes the words of the others.
  const all = nextOf(root);
  return commands.flatMap((command) =>
    pathsOf(command).map((path) => ({
      path,
      next: path === "help" ? all : nextOf(command),
      options: [...command.options, ...EVERYWHERE]
        .map((option) => completedOption(option, command.words.join(" "))),
      argument: argumentValue(path, command.args[0]),
    }))
  );
}

/**
 * Puts options together whose values are offered alike.
 *
 * @param options The options of a command.
 * @param offer Writes what a shell offers for a value.
 * @returns Names of options, with bars between them, and what is offered.
 */
export function valuesOffered(
  options: readonly CompletedOption[],
  offer: (value: Value) => string,
): readonly (readonly [names: string, action: string])[] {
  const taking = options.flatMap(({ names, value }) =>
    value === undefined ? [] : [{ names, action: offer(value) }]
  );
  const groups = Map.groupBy(taking, ({ action }) => action);
  return [...groups].map(([action, members]) => [
    members.flatMap(({ names }) => names).join("|"),
    action,
  ]);
}
