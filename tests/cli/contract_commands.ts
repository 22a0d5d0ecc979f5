// The commands and options that there really are, read out of the route tables:
// what is hidden from help included.
import type { Command, RouteMap } from "@stricli/core";
import { ROOT } from "../../src/cli/commands/routes.ts";
import type { Context } from "../../src/cli/context.ts";
import { kebab } from "../../src/cli/flags/kinds.ts";

/** What the tables say of an option, as far as it matters here. */
interface Flag {
  readonly kind: string;
  readonly default?: unknown;
  readonly withNegated?: boolean;
  readonly values?: readonly string[];
}

/** A command as the tables have it, hidden options included. */
export interface Known {
  readonly path: string;
  readonly flags: ReadonlyMap<string, Flag>;
  /** What is typed, and which option that is. */
  readonly names: ReadonlyMap<string, string>;
}

type Target = Command<Context> | RouteMap<Context>;

function namesOf(key: string, { kind, withNegated, ...flag }: Flag): string[] {
  const name = kebab(key);
  if (kind !== "boolean") return [`--${name}`];
  const yes = flag.default === true ? [] : [`--${name}`];
  return withNegated === false ? yes : [...yes, `--no-${name}`];
}

function commandsBelow(target: Target, words: readonly string[]): Known[] {
  if ("getAllEntries" in target) {
    return target.getAllEntries().flatMap((entry) =>
      [entry.name.original, ...entry.aliases].flatMap((word) =>
        commandsBelow(entry.target, [...words, word])
      )
    );
  }
  const { flags = {}, aliases = {} } = target.parameters;
  const all = Object.entries(flags as unknown as Record<string, Flag>);
  const names = all.flatMap(([key, flag]) =>
    namesOf(key, flag).map((name) => [name, key] as const)
  );
  const short = Object.entries(aliases as Record<string, string>)
    .map(([letter, key]) => [`-${letter}`, key] as const);
  return [{
    path: words.join(" "),
    flags: new Map(all),
    names: new Map([...names, ...short]),
  }];
}

/** Every command by each of its names. */
export const COMMANDS: readonly Known[] = commandsBelow(ROOT, []);
/** The command that a line calls. */
export function commandOf(argv: readonly string[]): Known | undefined {
  const words = argv.filter((word) => !word.startsWith("-"));
  return COMMANDS.find(({ path }) => path === words.slice(0, 2).join(" ")) ??
    COMMANDS.find(({ path }) => path === words[0]);
}
