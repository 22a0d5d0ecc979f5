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

/** What an API said about a call. */
export interface ApiAnswer {
  /** HTTP status. */
  readonly status: number;
  /** What its support asks for. */
  readonly ids?: readonly string[];
  /** What can be done about it. */
  readonly hint?: string | undefined;
}

/** An API was called, and did not do it. */
export class ApiError extends CliError {
  /** `"ApiError"`. */
  override readonly name = "ApiError";
  /** HTTP status. */
  readonly status: number;
  /** What its support asks for. */
  readonly ids: readonly string[];

  /**
   * Makes an error from an API's answer.
   *
   * @param message What was called, and what the API said.
   * @param answer The rest of it.
   */
  constructor(message: string, { status, ids = [], hint }: ApiAnswer) {
    super(message, hint);
    this.status = status;
    this.ids = ids;
  }
}

/** Another program ran in place of this one, and its end is this one's. */
export class ProgramEnded extends CliError {
  /** `"ProgramEnded"`. */
  override readonly name = "ProgramEnded";
  /** Its exit code. */
  readonly exitCode: number;

  /**
   * Makes the end.
   *
   * @param exitCode Its exit code.
   * @param message Why it did not begin; empty if it did.
   * @param hint What the user can do about it.
   */
  constructor(exitCode: number, message = "", hint?: string) {
    super(message, hint);
    this.exitCode = exitCode;
  }
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
