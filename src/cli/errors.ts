import type { EndSignal } from "../adapters/process.ts";

/** An error of the command line itself, with what can be done about it. */
abstract class CliError extends Error {
  /** What the user can do about it. */
  readonly hint?: string;

  /**
   * Makes an error.
   *
   * @param message What could not be done, and why; no secret in it.
   * @param hint What the user can do about it.
   */
  constructor(message: string, hint?: string) {
    super(message);
    if (hint !== undefined) this.hint = hint;
  }
}

/** The arguments make no sense. */
export class UsageError extends CliError {
  /** `"UsageError"`. */
  override readonly name = "UsageError";
}

/** No profile has that name. */
export class ProfileNotFoundError extends CliError {
  /** `"ProfileNotFoundError"`. */
  override readonly name = "ProfileNotFoundError";
}

/** Something that was configured cannot be used. */
export class ConfigurationError extends CliError {
  /** `"ConfigurationError"`. */
  override readonly name = "ConfigurationError";
}

/** A file could not be read or written. */
export class StorageError extends CliError {
  /** `"StorageError"`. */
  override readonly name = "StorageError";
}

/** A token was read, and is not valid now. */
export class TokenNotValidError extends CliError {
  /** `"TokenNotValidError"`. */
  override readonly name = "TokenNotValidError";
}

/** The user, or the system, asked the program to end. */
export class Interruption extends Error {
  /** `"Interruption"`. */
  override readonly name = "Interruption";
  /** By which signal. */
  readonly signal: EndSignal;

  /**
   * Makes the reason why everything stops.
   *
   * @param signal The signal that arrived.
   */
  constructor(signal: EndSignal) {
    super(signal === "SIGINT" ? "Interrupted" : `Ended by ${signal}`);
    this.signal = signal;
  }
}
