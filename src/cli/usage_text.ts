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
import { UsageError } from "./errors.ts";

/** Options are declared in camel case and written with hyphens. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function didYouMean(
  corrections: readonly string[],
  otherwise: string,
): string {
  const [nearest] = corrections;
  return nearest === undefined ? otherwise : `Did you mean ${nearest}?`;
}

const SEE_HELP = "See --help for what can be given";

function fromParser(error: ArgumentParseError): UsageError {
  const name = kebab(error.externalFlagNameOrPlaceholder);
  const { exception } = error;
  const reason = exception instanceof Error
    ? exception.message
    : String(exception);
  const hint = (exception as { hint?: unknown } | null)?.hint;
  return new UsageError(
    `Cannot use --${name}: ${reason}`,
    typeof hint === "string" ? hint : SEE_HELP,
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
      `Unknown option --${error.input}`,
      didYouMean(error.corrections.map((name) => `--${kebab(name)}`), SEE_HELP),
    );
  }
  if (error instanceof AliasNotFoundError) {
    return new UsageError(`Unknown option -${error.input}`, SEE_HELP);
  }
  if (error instanceof EnumValidationError) {
    return new UsageError(
      `Cannot use --${kebab(error.externalFlagName)} "${error.input}"`,
      `It is one of ${error.values.join(", ")}`,
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
    return new UsageError(`The ${error.placeholder} is missing`, SEE_HELP);
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
  return new UsageError(
    `Unknown command "${input}"`,
    didYouMean(
      corrections.map((name) => name.replaceAll("`", "")),
      "See entrada --help for the commands",
    ),
  );
}
