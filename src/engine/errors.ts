/**
 * The errors that leave the engine, and their codes.
 *
 * @module
 */

/**
 * Every stable code, one per failure that a caller may want to handle.
 *
 * Before anything is sent: `invalid_tenant`, `invalid_client_id`,
 * `invalid_scope`, `invalid_authority`, `invalid_redirect_uri`,
 * `invalid_parameter`, `invalid_assertion`, `missing_credential`,
 * `credential_invalid` (a certificate, key or assertion that cannot be used),
 * `unknown_flow`. On the way: `network_error`, `timed_out`,
 * `browser_unavailable`, `redirect_unavailable`,
 * `managed_identity_unavailable`, `tool_unavailable` (a tool that a token is
 * borrowed from is not installed, or may not be run), `tool_failed` (it gave
 * none). In the answer:
 * `response_invalid`, `state_mismatch`, `id_token_invalid`, `server_error`
 * (the authority is down or busy), `authentication_refused`, `access_denied`
 * (the user said no), `expired_token` (the code or token ran out),
 * `interaction_required`. In hand: `token_malformed`. At rest:
 * `storage_failed`, `profile_not_found`, `profile_invalid` (a profile, or a
 * setting beside it, that cannot be used).
 */
export type AuthErrorCode =
  | "invalid_tenant"
  | "invalid_client_id"
  | "invalid_scope"
  | "invalid_authority"
  | "invalid_redirect_uri"
  | "invalid_parameter"
  | "invalid_assertion"
  | "missing_credential"
  | "credential_invalid"
  | "unknown_flow"
  | "network_error"
  | "timed_out"
  | "browser_unavailable"
  | "redirect_unavailable"
  | "managed_identity_unavailable"
  | "tool_unavailable"
  | "tool_failed"
  | "response_invalid"
  | "state_mismatch"
  | "id_token_invalid"
  | "server_error"
  | "authentication_refused"
  | "access_denied"
  | "expired_token"
  | "interaction_required"
  | "token_malformed"
  | "storage_failed"
  | "profile_not_found"
  | "profile_invalid";

/** Options shared by every {@linkcode AuthError}. */
export interface AuthErrorOptions extends ErrorOptions {
  /** What the user can do about it, one sentence. */
  readonly hint?: string;
}

/** The one error that leaves the engine. */
export class AuthError extends Error {
  /** `"AuthError"`, or the subclass's name. */
  override readonly name: string = "AuthError";
  /** Tells the failures apart; never changes once released. */
  readonly code: AuthErrorCode;
  /** What the user can do about it. */
  readonly hint?: string;

  /**
   * Makes an error with a stable code.
   *
   * @param code Which failure.
   * @param message What could not be done, and why; no secret in it.
   * @param options The cause and the hint.
   */
  constructor(
    code: AuthErrorCode,
    message: string,
    options: AuthErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}

/** What Entra adds to an OAuth error. */
export interface EntraErrorDetails {
  /** AADSTS numbers, the first one the most telling. */
  readonly codes: readonly number[];
  /** `trace_id`, for Microsoft's support. */
  readonly traceId?: string;
  /** `correlation_id`, for Microsoft's support. */
  readonly correlationId?: string;
  /** `timestamp`, as the server wrote it. */
  readonly timestamp?: string;
}

/** What the authority said when it refused. */
export interface ServerErrorDetails {
  /** OAuth `error`. */
  readonly error: string;
  /** OAuth `error_description`, as the server wrote it: untrusted text. */
  readonly description?: string;
  /** Entra's `suberror`. */
  readonly suberror?: string;
  /** HTTP status; absent when the answer came by redirect. */
  readonly status?: number;
  /** `claims` to pass on in the next sign-in, JSON text. */
  readonly claims?: string;
  /** `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
  /** AADSTS numbers and support ids. */
  readonly entra: EntraErrorDetails;
}

/** The authority answered, and refused. */
export class ServerError extends AuthError {
  /** `"ServerError"`. */
  override readonly name = "ServerError";
  /** What it said. */
  readonly details: ServerErrorDetails;

  /**
   * Makes an error from the authority's answer.
   *
   * @param code Which failure.
   * @param message What could not be done, and why.
   * @param options What the authority said, the cause and the hint.
   */
  constructor(
    code: AuthErrorCode,
    message: string,
    options: AuthErrorOptions & { readonly details: ServerErrorDetails },
  ) {
    super(code, message, options);
    this.details = options.details;
  }
}

/**
 * Why a store failed: somebody else holds the record, the file system has no
 * locks, there is no room, it may not be written, it may not be touched at
 * all, something else is in its place, its key cannot be had, its key is
 * locked (a passphrase or an unlocked keyring would help), the passphrase is
 * not the right one, or another reason.
 */
export type StoreErrorReason =
  | "busy"
  | "no_locks"
  | "full"
  | "read_only"
  | "forbidden"
  | "unsafe"
  | "no_key"
  | "locked"
  | "wrong_passphrase"
  | "failed";

/** Something could not be kept, or what is kept could not be had. */
export class StoreError extends AuthError {
  /** `"StoreError"`. */
  override readonly name = "StoreError";
  /** Why. */
  readonly reason: StoreErrorReason;

  /**
   * Makes an error about a store; its code is `storage_failed`.
   *
   * @param reason Why.
   * @param message What could not be done, and why; no secret in it.
   * @param options The cause and the hint.
   */
  constructor(
    reason: StoreErrorReason,
    message: string,
    options: AuthErrorOptions = {},
  ) {
    super("storage_failed", message, options);
    this.reason = reason;
  }
}
