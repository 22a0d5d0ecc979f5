import { EnvironmentError } from "../adapters/environment.ts";
import { OutputError } from "../adapters/process.ts";
import { AuthError, type AuthErrorCode } from "../engine/errors.ts";
import { SettingsError } from "../settings/settings_error.ts";
import {
  ApiError,
  ConfigurationError,
  Interruption,
  ProfileNotFoundError,
  ProgramEnded,
  StorageError,
  TokenNotValidError,
  UsageError,
} from "./errors.ts";

/** What a process says when it ends, one table for all commands. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  profileNotFound: 2,
  refused: 3,
  unreachable: 4,
  timedOut: 5,
  interactionRequired: 6,
  tokenNotValid: 7,
  storage: 8,
  usage: 64,
  configuration: 78,
  interrupted: 130,
} as const;

/** What `exec` says of a command that never began, as shells do. */
export const EXIT_OF_COMMAND = { forbidden: 126, missing: 127 } as const;

/** Exhaustive by type: a new code of the engine does not compile without one. */
const OF_AUTH_ERROR: Readonly<Record<AuthErrorCode, number>> = {
  invalid_tenant: EXIT.usage,
  invalid_client_id: EXIT.usage,
  invalid_scope: EXIT.usage,
  invalid_authority: EXIT.usage,
  invalid_redirect_uri: EXIT.usage,
  invalid_parameter: EXIT.usage,
  invalid_assertion: EXIT.usage,
  missing_credential: EXIT.usage,
  credential_invalid: EXIT.configuration,
  unknown_flow: EXIT.usage,
  network_error: EXIT.unreachable,
  server_error: EXIT.unreachable,
  // An answer that is not the authority's: a proxy's or a sign-in portal's page.
  response_invalid: EXIT.unreachable,
  timed_out: EXIT.timedOut,
  expired_token: EXIT.timedOut,
  managed_identity_unavailable: EXIT.unreachable,
  tool_unavailable: EXIT.configuration,
  tool_failed: EXIT.refused,
  browser_unavailable: EXIT.interactionRequired,
  redirect_unavailable: EXIT.interactionRequired,
  interaction_required: EXIT.interactionRequired,
  state_mismatch: EXIT.refused,
  id_token_invalid: EXIT.refused,
  authentication_refused: EXIT.refused,
  access_denied: EXIT.refused,
  token_malformed: EXIT.tokenNotValid,
  storage_failed: EXIT.storage,
  profile_not_found: EXIT.profileNotFound,
  profile_invalid: EXIT.configuration,
};

/** 128 and the signal's number, as shells count. */
const OF_SIGNAL = {
  SIGINT: EXIT.interrupted,
  SIGTERM: 143,
  SIGHUP: 129,
  SIGQUIT: 131,
};

/**
 * Tells whether an error means that the reader of standard output went away.
 *
 * @param error What was thrown.
 * @returns Whether it is a broken pipe.
 */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && error.name === "BrokenPipe";
}

/** An API that is down or busy is as good as none; whom it refuses, it names. */
function ofStatus(status: number): number {
  if (status === 401 || status === 403) return EXIT.refused;
  return status === 429 || status >= 500 ? EXIT.unreachable : EXIT.unexpected;
}

/**
 * Tells which exit code an error ends with.
 *
 * @param error What was thrown.
 * @returns The exit code.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof AuthError) return OF_AUTH_ERROR[error.code];
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof ProfileNotFoundError) return EXIT.profileNotFound;
  if (error instanceof ConfigurationError) return EXIT.configuration;
  if (error instanceof SettingsError) return EXIT.configuration;
  if (error instanceof EnvironmentError) return EXIT.configuration;
  if (error instanceof StorageError) return EXIT.storage;
  if (error instanceof TokenNotValidError) return EXIT.tokenNotValid;
  if (error instanceof ApiError) return ofStatus(error.status);
  if (error instanceof ProgramEnded) return error.exitCode;
  if (error instanceof Interruption) return OF_SIGNAL[error.signal];
  if (error instanceof OutputError) return EXIT.storage;
  // The reader has had enough, which is its right.
  if (isBrokenPipe(error)) return EXIT.ok;
  return EXIT.unexpected;
}
