import { short } from "./explain_claim.ts";
import type { CheckCode, CheckName, TokenCheck } from "./verify_result.ts";

/** Makes the results of one check. */
export interface CheckMaker {
  /** It is right. */
  pass(code: CheckCode, message: string): TokenCheck;
  /** It is wrong. */
  fail(code: CheckCode, message: string, hint?: string): TokenCheck;
  /** There was nothing to check by. */
  skip(code: CheckCode, message: string, hint?: string): TokenCheck;
}

/**
 * Opens a check.
 *
 * @param check What is checked.
 * @returns What makes its results.
 */
export function checkOf(check: CheckName): CheckMaker {
  const make = (ok: TokenCheck["ok"]) =>
  (
    code: CheckCode,
    message: string,
    hint?: string,
  ): TokenCheck => ({
    check,
    ok,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  return { pass: make(true), fail: make(false), skip: make("skipped") };
}

/**
 * Quotes a value of a token, which may be of any type and length.
 *
 * @param value The value.
 * @returns Its beginning, between quotation marks where it is text.
 */
export function quoted(value: unknown): string {
  return short(JSON.stringify(value) ?? "nothing");
}

/** Quotes several values. */
export function listed(values: readonly string[]): string {
  return values.map(quoted).join(", ");
}
