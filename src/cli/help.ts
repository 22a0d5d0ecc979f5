import type { Command, CommandContext, RouteMap } from "@stricli/core";
import { groupOptions } from "./flags/groups.ts";
import { kebab } from "./flags/kinds.ts";
import { TEXT_WIDTH, wrapText } from "./output/wrap.ts";
import type { Style } from "./style.ts";

/** A command, or a word that leads to several. */
export type HelpTarget<C extends CommandContext> = Command<C> | RouteMap<C>;

/** How help is shown. */
export interface HelpOptions {
  /** The words that led here. */
  readonly prefix: readonly string[];
  /** Other words for the last one. */
  readonly aliases: readonly string[];
  /** The marks of the stream. */
  readonly style: Style;
}

/** What is known of one option or argument. */
interface Parameter {
  readonly brief: string;
  readonly placeholder?: string;
  readonly kind?: string;
  readonly default?: unknown;
  readonly optional?: boolean;
  readonly variadic?: boolean | string;
  readonly withNegated?: boolean;
  readonly values?: readonly string[];
}

const NAME_WIDTH = 30;

/** A name on the left, its words on the right, below it when it is long. */
function row(name: string, brief: string): string[] {
  const words = wrapText(brief, TEXT_WIDTH - NAME_WIDTH);
  const indent = " ".repeat(NAME_WIDTH);
  if (name.length > NAME_WIDTH - 2) {
    return [name, ...words.map((line) => indent + line)];
  }
  const [first = "", ...rest] = words;
  return [
    name.padEnd(NAME_WIDTH) + first,
    ...rest.map((line) => indent + line),
  ];
}

function optionName(
  name: string,
  { flag, alias }: {
    readonly flag: Parameter;
    readonly alias?: string | undefined;
  },
): string {
  const short = alias === undefined ? "   " : `-${alias},`;
  const long = kebab(name);
  if (flag.kind !== "boolean") {
    return `  ${short} --${long} <${flag.placeholder ?? "value"}>`;
  }
  // What is on by itself is only ever taken back.
  if (flag.default === true) return `  ${short} --no-${long}`;
  return flag.withNegated === false
    ? `  ${short} --${long}`
    : `  ${short} --${long}, --no-${long}`;
}

function optionBrief(flag: Parameter): string {
  if (flag.kind === "boolean") {
    return flag.default === true ? `do not ${flag.brief}` : flag.brief;
  }
  const values = flag.values === undefined
    ? ""
    : ` (${flag.values.join(", ")})`;
  const standard = flag.default === undefined ? "" : ` (${flag.default})`;
  return flag.brief + values + standard;
}

function positionalsOf<C extends CommandContext>(
  command: Command<C>,
): readonly Parameter[] {
  const { positional } = command.parameters;
  if (positional?.kind === "array") {
    return [{ ...positional.parameter, optional: true }];
  }
  return positional?.kind === "tuple" ? positional.parameters : [];
}

function positionalName({ placeholder, optional }: Parameter): string {
  return optional ? `[${placeholder}]` : `<${placeholder}>`;
}

function usageOf<C extends CommandContext>(target: HelpTarget<C>): string {
  if ("getAllEntries" in target) return "<command>";
  const { flags = {} } = target.parameters;
  return [
    ...(Object.keys(flags).length === 0 ? [] : ["[options]"]),
    ...positionalsOf(target).map(positionalName),
  ].join(" ");
}

function commandLines<C extends CommandContext>(
  command: Command<C>,
  style: Style,
): string[] {
  const { flags = {}, aliases = {} } = command.parameters;
  const aliasOf = (name: string) =>
    Object.entries(aliases).find(([, full]) => full === name)?.[0];
  const options = groupOptions(Object.keys(flags)).flatMap(([title, names]) => [
    style.strong(title),
    ...names.flatMap((name) => {
      const flag: Parameter = flags[name as keyof typeof flags] ??
        { brief: "" };
      return row(
        optionName(name, { flag, alias: aliasOf(name) }),
        optionBrief(flag),
      );
    }),
    "",
  ]);
  const positional = positionalsOf(command).flatMap((each) =>
    row(`  ${positionalName(each)}`, each.brief)
  );
  return [
    ...(positional.length === 0
      ? []
      : [style.strong("ARGUMENTS"), ...positional, ""]),
    ...(Object.keys(flags).length === 0 ? [] : options),
  ];
}

function routeLines<C extends CommandContext>(
  map: RouteMap<C>,
  style: Style,
): string[] {
  const rows = map.getAllEntries().filter((entry) => !entry.hidden)
    .flatMap(({ name, target }) => row(`  ${name.original}`, target.brief));
  return [style.strong("COMMANDS"), ...rows, ""];
}

/**
 * Writes the help of a command.
 *
 * @param target The command, or the word that leads to several.
 * @param options How it is shown.
 * @returns Lines of at most 80 characters, with a final newline.
 */
export function renderHelp<C extends CommandContext>(
  target: HelpTarget<C>,
  { prefix, aliases, style }: HelpOptions,
): string {
  const also = aliases.length === 0 ? [] : [`Also: ${aliases.join(", ")}`, ""];
  return [
    `${style.strong("USAGE")}  ${prefix.join(" ")} ${usageOf(target)}`
      .trimEnd(),
    "",
    ...also,
    (target.fullDescription ?? target.brief)
      .replace(/^[A-Z][A-Z ]+$/gm, style.strong),
    "",
    ...("getAllEntries" in target
      ? routeLines(target, style)
      : commandLines(target, style)),
    style.strong("EVERYWHERE"),
    ...row("  -h, --help", "show this help"),
    ...(prefix.length === 1 ? row("  -v, --version", "show the version") : []),
    ...row("      --verbose", "tell more, also what the server wrote"),
    ...row("      --quiet", "only errors, and what you have to do"),
    ...row("      --trace", "every request and answer, secrets redacted"),
    ...row(
      "      --trace-out <file>",
      "write the steps of a flow to .json, .md (Mermaid) or .sh (curl)",
    ),
    ...row(
      "      --color <when>",
      "auto, always or never; NO_COLOR is honoured",
    ),
  ].join("\n") + "\n";
}
