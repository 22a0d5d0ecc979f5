import type { Command, CommandContext, RouteMap } from "@stricli/core";
import { kebab } from "../flags/kinds.ts";

/** One option as the tables have it. */
export interface OptionInfo {
  /** Its name in the tables, in camel case. */
  readonly key: string;
  /** Its names on the command line, the long one first. */
  readonly names: readonly string[];
  /** What help says of it. */
  readonly brief: string;
  /** What stands for its value; absent for a switch. */
  readonly placeholder?: string;
  /** The only values that it takes. */
  readonly values?: readonly string[];
}

/** One argument as the tables have it. */
export interface ArgumentInfo {
  /** What stands for it. */
  readonly placeholder: string;
  /** What help says of it. */
  readonly brief: string;
  /** Whether it can be left out. */
  readonly optional: boolean;
  /** Whether there may be several. */
  readonly repeated: boolean;
}

/** A command, or a word that leads to several. */
export interface CommandInfo {
  /** The words that lead to it, none for the program itself. */
  readonly words: readonly string[];
  /** Other words for the last one. */
  readonly aliases: readonly string[];
  /** One line of help. */
  readonly brief: string;
  /** The whole of help's text. */
  readonly text: string;
  /** Its own options. */
  readonly options: readonly OptionInfo[];
  /** Its arguments. */
  readonly args: readonly ArgumentInfo[];
  /** The commands that it leads to. */
  readonly children: readonly CommandInfo[];
}

/** What the tables say of an option or an argument. */
interface Declared {
  readonly brief: string;
  readonly placeholder?: string;
  readonly kind?: string;
  readonly default?: unknown;
  readonly optional?: boolean;
  readonly withNegated?: boolean;
  readonly values?: readonly string[];
  readonly hidden?: boolean;
}

type Target<C extends CommandContext> = Command<C> | RouteMap<C>;

function switchNames(key: string, flag: Declared): readonly string[] {
  const yes = flag.default === true ? [] : [`--${kebab(key)}`];
  return flag.withNegated === false ? yes : [...yes, `--no-${kebab(key)}`];
}

function optionOf(
  key: string,
  { flag, aliases }: {
    readonly flag: Declared;
    readonly aliases: Readonly<Record<string, unknown>>;
  },
): OptionInfo {
  const short = Object.entries(aliases).filter(([, full]) => full === key)
    .map(([letter]) => `-${letter}`);
  const { brief, values } = flag;
  if (flag.kind === "boolean") {
    const words = flag.default === true ? `do not ${brief}` : brief;
    return { key, names: [...switchNames(key, flag), ...short], brief: words };
  }
  return {
    key,
    names: [`--${kebab(key)}`, ...short],
    brief,
    placeholder: flag.placeholder ?? "value",
    ...(values === undefined ? {} : { values }),
  };
}

function argumentsOf<C extends CommandContext>(
  { parameters: { positional } }: Command<C>,
): readonly ArgumentInfo[] {
  const asArgument = (each: Declared, repeated: boolean) => ({
    placeholder: each.placeholder ?? "argument",
    brief: each.brief,
    optional: repeated || each.optional === true,
    repeated,
  });
  if (positional?.kind === "array") {
    return [asArgument(positional.parameter, true)];
  }
  return positional?.kind === "tuple"
    ? positional.parameters.map((each: Declared) => asArgument(each, false))
    : [];
}

function optionsOf<C extends CommandContext>(
  { parameters: { flags = {}, aliases = {} } }: Command<C>,
): readonly OptionInfo[] {
  return Object.entries(flags as Readonly<Record<string, Declared>>)
    .filter(([, flag]) => flag.hidden !== true)
    .map(([key, flag]) => optionOf(key, { flag, aliases }));
}

/**
 * Reads the commands out of the tables that the command line itself goes by.
 *
 * @param target The command, or what leads to several.
 * @param place The words that lead there, and other words for the last one.
 * @returns The command with all below it; hidden ones are left out.
 */
export function commandTree<C extends CommandContext>(
  target: Target<C>,
  { words = [], aliases = [] }: {
    readonly words?: readonly string[];
    readonly aliases?: readonly string[];
  } = {},
): CommandInfo {
  const isMap = "getAllEntries" in target;
  return {
    words,
    aliases,
    brief: target.brief,
    text: target.fullDescription ?? target.brief,
    options: isMap ? [] : optionsOf(target),
    args: isMap ? [] : argumentsOf(target),
    children: isMap
      ? target.getAllEntries().filter((entry) => !entry.hidden)
        .map((entry) =>
          commandTree(entry.target, {
            words: [...words, entry.name.original],
            aliases: entry.aliases,
          })
        )
      : [],
  };
}

/**
 * Lists a command and all below it.
 *
 * @param command The command.
 * @returns The commands, each before those that it leads to.
 */
export function flatCommands(command: CommandInfo): readonly CommandInfo[] {
  return [command, ...command.children.flatMap(flatCommands)];
}

/** The options that every command takes. */
export const EVERYWHERE: readonly OptionInfo[] = [
  { key: "help", names: ["--help", "-h"], brief: "show this help" },
  {
    key: "verbose",
    names: ["--verbose"],
    brief: "tell more, also what the server wrote",
  },
  {
    key: "quiet",
    names: ["--quiet"],
    brief: "only errors, and what you have to do",
  },
  {
    key: "noProject",
    names: ["--no-project"],
    brief: "leave the project file .entrada.json out",
  },
  {
    key: "trace",
    names: ["--trace"],
    brief: "every request and answer, secrets redacted",
  },
  {
    key: "traceOut",
    names: ["--trace-out"],
    brief: "write what was sent to .json, .md (Mermaid) or .sh (curl)",
    placeholder: "file",
  },
  {
    key: "color",
    names: ["--color"],
    brief: "auto, always or never; NO_COLOR is honoured",
    placeholder: "when",
    values: ["auto", "always", "never"],
  },
];
