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
import { nearestWords } from "./nearest.ts";

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

/** The nearest of a command's own options, and of those of every command. */
function nearest(
  input: string,
  own: readonly string[] = [],
): readonly string[] {
  return nearestWords(kebab(input), [...own.map(kebab), ...EVERYWHERE])
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

/** The scanner knows the parts of a command, and not what they are together. */
function ofCommand(
  error: UsageError,
  [command, ...words]: readonly string[],
): UsageError {
  if (
    command === "exec" && /^Unknown option/.test(error.message) &&
    !words.includes("--")
  ) {
    return new UsageError(
      error.message,
      "If it belongs to the command that is to be run, write that command after --",
    );
  }
  return command === "call" && error.message === "The method is missing"
    ? new UsageError(
      "The address is missing",
      "Write it whole, such as https://graph.microsoft.com/v1.0/me",
    )
    : error;
}

/**
 * Says what is wrong with the arguments in the program's own words. A word in
 * the wrong place is not repeated: it may be a secret or a token.
 *
 * @param error What the scanner of arguments threw.
 * @param argv The arguments.
 * @returns The same as a usage error.
 */
export function toUsageError(
  error: unknown,
  argv: readonly string[] = [],
): unknown {
  const found = usageErrorOf(error);
  return found instanceof UsageError ? ofCommand(found, argv) : found;
}

function usageErrorOf(error: unknown): unknown {
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
        : `This command takes ${error.expectedCount} argument${
          error.expectedCount === 1 ? "" : "s"
        } and options`,
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
      nearestWords(input, corrections.map((name) => name.replaceAll("`", ""))),
      "See entrada --help for the commands",
    ),
  );
}
