import { explainError } from "../entra/explain_error.ts";
import {
  AuthError,
  type AuthErrorCode,
  ServerError,
  type ServerErrorDetails,
} from "../errors.ts";
import { ServerAnswer } from "./server_answer.ts";

const CODES: Readonly<Record<string, AuthErrorCode>> = {
  access_denied: "access_denied",
  authorization_declined: "access_denied",
  expired_token: "expired_token",
  code_expired: "expired_token",
  interaction_required: "interaction_required",
  consent_required: "interaction_required",
  login_required: "interaction_required",
  temporarily_unavailable: "server_error",
  server_error: "server_error",
};

/** Sub-errors that another sign-in by the user can mend. */
const INTERACTIVE_SUBERRORS = [
  "additional_action",
  "bad_token",
  "basic_action",
  "consent_required",
  "interrupted_user",
  "message_only",
  "ui_not_allowed",
  "user_password_expired",
];

function codeOf(details: ServerErrorDetails): AuthErrorCode {
  const { error, status = 400, suberror = "" } = details;
  if (status >= 500 || status === 429) return "server_error";
  if (INTERACTIVE_SUBERRORS.includes(suberror)) return "interaction_required";
  return (Object.hasOwn(CODES, error) ? CODES[error] : undefined) ??
    "authentication_refused";
}

function fromLibrary(
  error: Error & { code: string },
  action: string,
): AuthError {
  return new AuthError(
    "response_invalid",
    `${action}: the answer breaks the protocol: ${error.message}`,
    {
      cause: error,
      hint: "Check that the authority's address is that of an Entra ID tenant",
    },
  );
}

function isLibraryError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error &&
    typeof error.code === "string" && /^(OAUTH|ERR)_/.test(error.code);
}

/**
 * Turns what went wrong into the error that leaves the engine.
 *
 * @param error What was thrown.
 * @param action What could not be done, such as `Cannot redeem the code`.
 * @returns An {@linkcode AuthError}, or the reason of an abort as it is.
 */
export async function toAuthError(
  error: unknown,
  action: string,
): Promise<unknown> {
  if (error instanceof ServerAnswer) {
    return await toServerError(error.details, action);
  }
  if (error instanceof AuthError) return error;
  return isLibraryError(error) ? fromLibrary(error, action) : error;
}

/**
 * Turns the authority's refusal into an error with a hint.
 *
 * @param details What the authority said.
 * @param action What could not be done.
 * @returns The error.
 */
export async function toServerError(
  details: ServerErrorDetails,
  action: string,
): Promise<ServerError> {
  const advice = await explainError(details);
  const number = details.entra.codes[0];
  const known = number === undefined ? "" : ` (AADSTS${number})`;
  return new ServerError(
    codeOf(details),
    `${action}: the server answered "${details.error}"${known}`,
    {
      details,
      hint: `${advice.meaning} ${advice.fix}`.trim(),
    },
  );
}
