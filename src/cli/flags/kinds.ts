/**
 * The options of each command, one table a command: what they are called, what
 * they take and what help says. Loaded for every command, so nothing heavy is
 * imported here.
 *
 * @module
 */
import { UsageError } from "../errors.ts";

/** What an option says of itself. */
export interface FlagDocumentation {
  /** One line of help. */
  readonly brief: string;
  /** What stands for its value in help. */
  readonly placeholder?: string;
}

/**
 * Options are declared in camel case and written with hyphens.
 *
 * @param name The name in the table.
 * @returns The name on the command line.
 */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An option that takes any text. */
export function textFlag(brief: string, placeholder: string) {
  return {
    kind: "parsed",
    parse: String,
    optional: true,
    brief,
    placeholder,
  } as const;
}

/** An option that takes a text which means something else. */
export function parsedFlag<T>(
  parse: (text: string) => T,
  { brief, placeholder = "value" }: FlagDocumentation,
) {
  return { kind: "parsed", parse, optional: true, brief, placeholder } as const;
}

/** An option that takes one of a few words. */
export function choiceFlag<const T extends string>(
  values: readonly T[],
  brief: string,
) {
  return {
    kind: "enum",
    values,
    optional: true,
    brief,
    placeholder: "choice",
  } as const;
}

/** An option that takes the name of an environment variable. */
export function variableFlag(brief: string) {
  return parsedFlag(parseVariableName, { brief, placeholder: "NAME" });
}

/** An option that may be given several times. */
export function listFlag(brief: string, placeholder: string) {
  return {
    kind: "parsed",
    parse: String,
    optional: true,
    variadic: true,
    brief,
    placeholder,
  } as const;
}

/** An option that is there or not. */
export function switchFlag(brief: string) {
  return {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief,
  } as const;
}

/** An option that is on unless it is taken back by `--no-…`. */
export function onFlag(brief: string) {
  return { kind: "boolean", default: true, brief } as const;
}

/**
 * Reads the name of an environment variable.
 *
 * @param text The name; not repeated when it is none, for it may be a secret.
 * @returns The name.
 * @throws {UsageError} If it cannot be one.
 */
export function parseVariableName(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw new UsageError(
    "this is not the name of an environment variable",
    "Give the variable's name, such as MY_SECRET, not the secret",
  );
}

/**
 * Reads a whole number.
 *
 * @param text The number.
 * @param range The smallest and the largest one allowed.
 * @returns The number.
 * @throws {UsageError} If it is none, or out of range.
 */
export function parseWhole(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= from && value <= to) return value;
  throw new UsageError(
    `"${text}" is not a whole number from ${from} to ${to}`,
  );
}

/**
 * Reads a port.
 *
 * @param text The port.
 * @returns The port.
 * @throws {UsageError} If it is none.
 */
export function parsePort(text: string): number {
  return parseWhole(text, { from: 1, to: 65_535 });
}

const DURATION = /^(\d{1,9})(ms|s|m|h)?$/;
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads a duration.
 *
 * @param text A whole number with `ms`, `s`, `m` or `h`; without a unit, seconds.
 * @returns Milliseconds.
 * @throws {UsageError} If it is no duration.
 */
export function parseDuration(text: string): number {
  const [, count, unit = "s"] = DURATION.exec(text) ?? [];
  if (count === undefined) {
    throw new UsageError(
      `"${text}" is not a duration`,
      "Write a whole number and a unit, such as 30s, 2m or 1h",
    );
  }
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/**
 * Reads a time limit.
 *
 * @param text Such as `30s`.
 * @returns Milliseconds.
 * @throws {UsageError} If it is no duration, or leaves no time at all.
 */
export function parseTimeout(text: string): number {
  const limit = parseDuration(text);
  if (limit > 0) return limit;
  throw new UsageError(
    `"${text}" leaves no time at all`,
    "Give a longer time, such as 30s, or leave --timeout out to wait as long as it takes",
  );
}
