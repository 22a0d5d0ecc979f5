import { AuthError, ServerError } from "../engine/errors.ts";
import { sanitizeText } from "../engine/text.ts";
import { EXIT, exitCodeOf, isBrokenPipe } from "./exit_codes.ts";
import { ApiError, Interruption, ProgramEnded } from "./errors.ts";
import type { Style } from "./terminal/style.ts";

/** How an error is told. */
export interface DescribeOptions {
  /** The marks of the stream. */
  readonly style: Style;
  /** Whether the user asked for details. */
  readonly verbose: boolean;
}

function supportIds({ details }: ServerError): string[] {
  const { codes, traceId, correlationId, timestamp } = details.entra;
  return [
    ...codes.map((code) => `AADSTS${code}`),
    ...(traceId === undefined ? [] : [`trace ${traceId}`]),
    ...(correlationId === undefined ? [] : [`correlation ${correlationId}`]),
    ...(timestamp === undefined ? [] : [timestamp]),
  ];
}

function causes(error: unknown): string[] {
  const lines: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    lines.push(`Cause: ${cause.name}: ${cause.message}`);
    cause = cause.cause;
  }
  return lines;
}

function hintOf(error: unknown): string | undefined {
  const hint = (error as { hint?: unknown } | null)?.hint;
  return typeof hint === "string" ? hint : undefined;
}

function detailsOf(error: unknown): string[] {
  if (error instanceof ServerError) {
    const { description } = error.details;
    return [
      ...(description === undefined ? [] : [`Server: ${description}`]),
      ...causes(error),
    ];
  }
  if (error instanceof AuthError) return causes(error);
  if (!isUnexpected(error)) return causes(error);
  return [error instanceof Error ? error.stack ?? error.message : String(error)]
    .flatMap((text) => text.split("\n")).concat(causes(error));
}

/** What an API or another program does not do is no fault of this one. */
function isUnexpected(error: unknown): boolean {
  return exitCodeOf(error) === EXIT.unexpected &&
    !(error instanceof ApiError) && !(error instanceof ProgramEnded);
}

function idsOf(error: unknown): readonly string[] {
  if (error instanceof ServerError) return supportIds(error);
  return error instanceof ApiError ? error.ids : [];
}

/** A message that is ours; that of an unknown error may hold anything. */
function sentenceOf(error: unknown): string {
  return isUnexpected(error)
    ? "Something went wrong that should not have"
    : (error as Error).message;
}

/**
 * Tells an error: its sentence, its hint, the ids that support asks for, and
 * details when they are wanted. Never a stack trace of a known error.
 *
 * @param error What was thrown.
 * @param options How to tell it.
 * @returns Lines without a final newline; nothing when nobody reads any more.
 */
export function describeError(
  error: unknown,
  { style, verbose }: DescribeOptions,
): string {
  if (isBrokenPipe(error)) return "";
  if (error instanceof Interruption) return error.message;
  if (error instanceof ProgramEnded && error.message === "") return "";
  const unexpected = isUnexpected(error);
  const hint = hintOf(error) ??
    (unexpected && !verbose
      ? "Run it again with --verbose for details"
      : undefined);
  const ids = idsOf(error);
  return [
    `${style.error("Error:")} ${sanitizeText(sentenceOf(error))}`,
    ...(hint === undefined
      ? []
      : [`${style.strong("Hint:")} ${sanitizeText(hint)}`]),
    ...(ids.length === 0 ? [] : [style.muted(sanitizeText(ids.join(" · ")))]),
    ...(verbose
      ? detailsOf(error).map((line) => style.muted(sanitizeText(line)))
      : []),
  ].join("\n");
}
