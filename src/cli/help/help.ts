/**
 * What `--help` says, from the same tables that the commands are read by.
 *
 * @module
 */
import type { Command, CommandContext, RouteMap } from "@stricli/core";
import type { Output } from "../../adapters/process.ts";
import { EVERYWHERE } from "./command_tree.ts";
import { groupOptions } from "../flags/groups.ts";
import { kebab } from "../flags/kinds.ts";
import { TEXT_WIDTH, wrapText } from "../output/wrap.ts";
import type { Style } from "../terminal/style.ts";
import { textWidth } from "../terminal/text_width.ts";

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
  /** Where it is written, which says how wide it may be. */
  readonly output: Pick<Output, "isTerminal" | "columns">;
}

/** How the lines are laid out. */
interface Layout {
  readonly style: Style;
  readonly width: number;
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
  readonly hidden?: boolean;
  readonly values?: readonly string[];
}

const NAME_WIDTH = 30;
/** Where there is no room for two columns, words stand below their names. */
const TWO_COLUMNS = 60;
const NARROW_INDENT = 8;

/** A name on the left, its words on the right, below it when it is long. */
function row(
  name: string,
  { brief, width }: { readonly brief: string; readonly width: number },
): string[] {
  const left = width < TWO_COLUMNS ? NARROW_INDENT : NAME_WIDTH;
  const words = wrapText(brief, width - left);
  const indent = " ".repeat(left);
  if (name.length > left - 2) {
    return [name, ...words.map((line) => indent + line)];
  }
  const [first = "", ...rest] = words;
  return [
    name.padEnd(left) + first,
    ...rest.map((line) => indent + line),
  ];
}

/** Words flow to the width; lines that are indented are commands or tables. */
function proseLines(text: string, width: number): string {
  if (width >= TEXT_WIDTH) return text;
  return text.split("\n\n").map((block) =>
    /^( |[A-Z][A-Z ]+$)/m.test(block)
      ? block
      : wrapText(block.replaceAll("\n", " "), width).join("\n")
  ).join("\n\n");
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
  { style, width }: Layout,
): string[] {
  const { flags: all = {}, aliases = {} } = command.parameters;
  const flags = Object.fromEntries(
    Object.entries(all as Readonly<Record<string, Parameter>>)
      .filter(([, flag]) => flag.hidden !== true),
  );
  const aliasOf = (name: string) =>
    Object.entries(aliases).find(([, full]) => full === name)?.[0];
  const options = groupOptions(Object.keys(flags)).flatMap(([title, names]) => [
    style.strong(title),
    ...names.flatMap((name) => {
      const flag = flags[name] ?? { brief: "" };
      return row(optionName(name, { flag, alias: aliasOf(name) }), {
        brief: optionBrief(flag),
        width,
      });
    }),
    "",
  ]);
  const positional = positionalsOf(command).flatMap((each) =>
    row(`  ${positionalName(each)}`, { brief: each.brief, width })
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
  { style, width }: Layout,
): string[] {
  const rows = map.getAllEntries().filter((entry) => !entry.hidden)
    .flatMap(({ name, target: { brief } }) =>
      row(`  ${name.original}`, { brief, width })
    );
  return [style.strong("COMMANDS"), ...rows, ""];
}

/** The options of every command. */
function everywhereLines(isRoot: boolean, width: number): string[] {
  const version = { names: ["--version", "-v"], brief: "show the version" };
  const [help, ...others] = EVERYWHERE;
  const all = [
    ...(help === undefined ? [] : [help]),
    ...(isRoot ? [version] : []),
    ...others,
  ];
  return all.flatMap((option) => {
    const [long = "", short] = option.names;
    const left = `  ${short === undefined ? "   " : `${short},`} ${long}`;
    const value = "placeholder" in option ? ` <${option.placeholder}>` : "";
    return row(left + value, { brief: option.brief, width });
  });
}

/**
 * Writes the help of a command.
 *
 * @param target The command, or the word that leads to several.
 * @param options How it is shown.
 * @returns Lines as wide as the terminal, 80 where there is none, with a final
 * newline.
 */
export function renderHelp<C extends CommandContext>(
  target: HelpTarget<C>,
  { prefix, aliases, style, output }: HelpOptions,
): string {
  const width = textWidth(output);
  const layout = { style, width };
  const also = aliases.length === 0 ? [] : [`Also: ${aliases.join(", ")}`, ""];
  return [
    `${style.strong("USAGE")}  ${prefix.join(" ")} ${usageOf(target)}`
      .trimEnd(),
    "",
    ...also,
    proseLines(target.fullDescription ?? target.brief, width)
      .replace(/^[A-Z][A-Z ]+$/gm, style.strong),
    "",
    ...("getAllEntries" in target
      ? routeLines(target, layout)
      : commandLines(target, layout)),
    style.strong("EVERYWHERE"),
    ...everywhereLines(prefix.length === 1, width),
  ].join("\n") + "\n";
}
