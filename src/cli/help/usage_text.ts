import {
  AliasNotFoundError,
  ArgumentParseError,
  ArgumentScannerError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from "@stricli/core";
import { valuesOf } from "../completions/completion.ts";
import { UsageError } from "../errors.ts";
import { kebab } from "../flags/kinds.ts";
import { distance, nearestWords } from "./nearest.ts";

function didYouMean(
  corrections: readonly string[],
  otherwise: string,
): string {
  const [nearest] = corrections;
  return nearest === undefined ? otherwise : `Did you mean ${nearest}?`;
}

/** Options that every command takes, before its own are looked at. */
const EVERYWHERE = [
  "verbose",
  "quiet",
  "trace",
  "trace-out",
  "no-project",
  "color",
  "help",
  "version",
];

/** The nearest of a command's own options, already found, and of those of every command. */
function nearest(
  input: string,
  own: readonly string[] = [],
): readonly string[] {
  const everywhere = EVERYWHERE.filter((name) => distance(input, name) <= 2);
  return [...own.map(kebab), ...everywhere]
    .sort((a, b) => distance(input, a) - distance(input, b))
    .map((name) => `--${name}`);
}

/** Names of options and commands look so; tokens and secrets mostly do not. */
function isWord(text: string): boolean {
  return /^[a-z][a-z-]{0,30}$/.test(text);
}

/** An option's name as far as it is one: the rest may be a secret. */
function shown(name: string): string {
  return isWord(name) ? name : /^[a-z-]{0,30}/.exec(name)?.[0] + "…";
}

const SEE_HELP = "See --help for what can be given";

function fromParser(error: ArgumentParseError): UsageError {
  const name = kebab(error.externalFlagNameOrPlaceholder);
  const { exception } = error;
  const reason = exception instanceof Error
    ? exception.message
    : String(exception);
  const hint = (exception as { hint?: unknown } | null)?.hint;
  const [meant] = nearestWords(
    error.input,
    valuesOf(error.externalFlagNameOrPlaceholder),
  );
  // The library repeats what was written, which may be a secret.
  if (/ to a boolean$/.test(reason)) {
    return new UsageError(`--${name} takes no value`, SEE_HELP);
  }
  return new UsageError(
    // What is a whole sentence already names what cannot be used.
    reason.startsWith("Cannot ") ? reason : `Cannot use --${name}: ${reason}`,
    [
      ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
      typeof hint === "string" ? hint : SEE_HELP,
    ].join(" "),
  );
}

/**
 * Says what is wrong with the arguments in the program's own words. A word in
 * the wrong place is not repeated: it may be a secret or a token.
 *
 * @param error What the scanner of arguments threw.
 * @returns The same as a usage error.
 */
export function toUsageError(error: unknown): unknown {
  if (!(error instanceof ArgumentScannerError)) return error;
  if (error instanceof ArgumentParseError) return fromParser(error);
  if (error instanceof FlagNotFoundError) {
    return new UsageError(
      `Unknown option --${shown(error.input)}`,
      didYouMean(nearest(error.input, error.corrections), SEE_HELP),
    );
  }
  if (error instanceof AliasNotFoundError) {
    return new UsageError(`Unknown option -${shown(error.input)}`, SEE_HELP);
  }
  if (error instanceof EnumValidationError) {
    const [meant] = nearestWords(error.input, error.values);
    const all = `It is one of ${error.values.join(", ")}`;
    return new UsageError(
      `Cannot use --${kebab(error.externalFlagName)} "${error.input}"`,
      meant === undefined ? all : `Did you mean ${meant}? ${all}`,
    );
  }
  if (error instanceof UnsatisfiedFlagError) {
    return new UsageError(
      `--${kebab(error.externalFlagName)} needs a value`,
      SEE_HELP,
    );
  }
  return fromPosition(error);
}

function fromPosition(error: ArgumentScannerError): UsageError {
  if (error instanceof UnexpectedFlagError) {
    return new UsageError(
      `--${kebab(error.externalFlagName)} was given twice`,
      "Give it once",
    );
  }
  if (error instanceof UnexpectedPositionalError) {
    return new UsageError(
      error.expectedCount === 0
        ? "This command takes options only"
        : `This command takes ${error.expectedCount} argument and options`,
      "Quote values with blanks; see --help for what can be given",
    );
  }
  if (error instanceof UnsatisfiedPositionalError) {
    return new UsageError(
      `The ${error.placeholder.replaceAll("-", " ")} is missing`,
      SEE_HELP,
    );
  }
  if (error instanceof InvalidNegatedFlagSyntaxError) {
    return new UsageError(
      `--${kebab(error.externalFlagName)} takes no value`,
      SEE_HELP,
    );
  }
  return new UsageError("Cannot understand the arguments", SEE_HELP);
}

/**
 * Says that there is no such command.
 *
 * @param input What was written.
 * @param corrections Commands of a similar name.
 * @returns The error.
 */
export function unknownCommand(
  input: string,
  corrections: readonly string[],
): UsageError {
  if (input.startsWith("-")) {
    return new UsageError(
      `Unknown option ${/^-+/.exec(input)?.[0]}${
        shown(input.replace(/^-+|=.*$/gs, ""))
      }`,
      didYouMean(
        nearest(input.replace(/^-+|=.*$/gs, "")),
        "See entrada --help for the commands",
      ),
    );
  }
  return new UsageError(
    isWord(input) ? `Unknown command "${input}"` : "Unknown command",
    didYouMean(
      corrections.map((name) => name.replaceAll("`", "")),
      "See entrada --help for the commands",
    ),
  );
}
