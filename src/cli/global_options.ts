import { UsageError } from "./errors.ts";

/** When to write in colour. */
export type ColorChoice = "auto" | "always" | "never";

/** The options that every command takes, wherever they stand. */
export interface GlobalOptions {
  /** Tell more. */
  readonly verbose: boolean;
  /** Tell nothing but errors and what the user must do. */
  readonly quiet: boolean;
  /** Show every request and answer, redacted. */
  readonly trace: boolean;
  /** When to write in colour. */
  readonly color: ColorChoice;
}

const SWITCHES = {
  "--verbose": "verbose",
  "--quiet": "quiet",
  "--trace": "trace",
} as const;

function parseColor(text: string | undefined): ColorChoice {
  if (text === "auto" || text === "always" || text === "never") return text;
  throw new UsageError(
    text === undefined
      ? "--color needs a value"
      : `Cannot use --color "${text}"`,
    "It is auto, always or never",
  );
}

/**
 * Takes the options of every command out of the arguments.
 *
 * @param argv The arguments.
 * @returns The options, and the other arguments in their order.
 * @throws {UsageError} If `--color` has no good value.
 */
export function takeGlobalOptions(
  argv: readonly string[],
): { readonly options: GlobalOptions; readonly rest: readonly string[] } {
  const found = {
    verbose: false,
    quiet: false,
    trace: false,
    color: "auto" as ColorChoice,
  };
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? "";
    if (argument === "--") {
      rest.push(...argv.slice(index));
      break;
    }
    if (Object.hasOwn(SWITCHES, argument)) {
      found[SWITCHES[argument as keyof typeof SWITCHES]] = true;
    } else if (argument === "--color") found.color = parseColor(argv[++index]);
    else if (argument.startsWith("--color=")) {
      found.color = parseColor(argument.slice("--color=".length));
    } else rest.push(argument);
  }
  return { options: found, rest };
}
