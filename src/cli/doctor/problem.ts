import { EXIT, exitCodeOf } from "../exit_codes.ts";

/** An error in words. */
export interface Problem {
  /** What is wrong, without a secret. */
  readonly message: string;
  /** What the user can do about it. */
  readonly fix?: string;
}

/**
 * Puts an error into words: those that are ours say what to do about it, and
 * the message of any other may hold anything, so it is not repeated.
 *
 * @param error What was thrown.
 * @returns The words.
 */
export function problemOf(error: unknown): Problem {
  if (exitCodeOf(error) === EXIT.unexpected) {
    return {
      message: "something went wrong that should not have",
      fix: "Run it again with --verbose, and report what it says",
    };
  }
  const { message, hint } = error as Error & { readonly hint?: string };
  return { message, ...(hint === undefined ? {} : { fix: hint }) };
}
