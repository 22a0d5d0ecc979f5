import { explainError } from "../engine/entra/explain_error.ts";
import {
  AuthError,
  type AuthErrorCode,
  ServerError,
} from "../engine/errors.ts";
import type { FlowName } from "../engine/flows/flow_names.ts";
import type { ErrorView } from "../tui/open.tsx";
import { EXIT, exitCodeOf } from "./exit_codes.ts";

/** A few words for each failure. */
const TITLES: Readonly<Record<AuthErrorCode, string>> = {
  invalid_tenant: "The tenant cannot be used",
  invalid_client_id: "The client id cannot be used",
  invalid_scope: "The scopes cannot be used",
  invalid_authority: "The authority cannot be used",
  invalid_redirect_uri: "The redirect URI cannot be used",
  invalid_parameter: "A parameter cannot be used",
  invalid_assertion: "The user's token cannot be used",
  missing_credential: "A credential is missing",
  credential_invalid: "A credential cannot be used",
  unknown_flow: "There is no such flow",
  network_error: "The authority cannot be reached",
  timed_out: "It took too long",
  managed_identity_unavailable: "There is no managed identity here",
  tool_unavailable: "The other tool cannot be run",
  tool_failed: "The other tool gave no token",
  browser_unavailable: "There is no browser",
  redirect_unavailable: "The browser cannot come back",
  response_invalid: "The answer makes no sense",
  state_mismatch: "The answer belongs to another sign-in",
  id_token_invalid: "The ID token is not right",
  server_error: "The authority has a problem",
  authentication_refused: "The authority refused",
  access_denied: "The sign-in was declined",
  expired_token: "The code or token has expired",
  interaction_required: "Somebody has to sign in",
  token_malformed: "The token cannot be read",
  storage_failed: "The kept tokens cannot be used",
  profile_not_found: "There is no such profile",
  profile_invalid: "The profile cannot be used",
};

/** What may get past a failure, the best first. */
const OTHER_WAYS: Readonly<
  Partial<Record<AuthErrorCode, readonly FlowName[]>>
> = {
  browser_unavailable: ["device-code"],
  redirect_unavailable: ["device-code"],
  interaction_required: ["interactive", "device-code"],
  expired_token: ["device-code", "interactive"],
  // Policies that refuse one of the two often allow the other.
  authentication_refused: ["interactive", "device-code"],
};

/** What a hint that names options of the shell says inside the interface. */
const INSIDE: Readonly<Partial<Record<AuthErrorCode, string>>> = {
  missing_credential:
    "Edit the profile: its proof can be a secret, a certificate or an assertion",
  invalid_tenant: "Edit the profile: name its tenant",
  interaction_required: "Choose a flow in which somebody signs in",
};

function hintOf({ code, hint }: AuthError): string | undefined {
  if (hint?.includes("--username")) return "Edit the profile: name its user";
  return hint !== undefined && / --[a-z]/.test(hint)
    ? INSIDE[code] ?? hint
    : hint;
}

function detailsOf(error: ServerError): ErrorView["details"] {
  const { codes, traceId, correlationId, timestamp } = error.details.entra;
  return [
    ...codes.map((code) => ({ label: "Entra code", value: `AADSTS${code}` })),
    ...(traceId === undefined ? [] : [{ label: "Trace id", value: traceId }]),
    ...(correlationId === undefined
      ? []
      : [{ label: "Correlation id", value: correlationId }]),
    ...(timestamp === undefined ? [] : [{ label: "Time", value: timestamp }]),
  ];
}

/** What is wrong with the client or the request is so in every flow. */
const SAME_EVERYWHERE: readonly string[] = [
  "invalid_client",
  "unauthorized_client",
  "invalid_request",
  "invalid_scope",
  "invalid_resource",
  "invalid_target",
];

/** A few words and a code for what is no failure of a sign-in. */
const PLAIN: Readonly<Record<string, readonly [title: string, code: string]>> =
  {
    ProfileNotFoundError: [
      "The profile is not there any more",
      "profile_not_found",
    ],
    ConfigurationError: ["The settings cannot be used", "configuration"],
    SettingsError: ["The settings cannot be used", "configuration"],
    StorageError: ["A file cannot be used", "storage"],
  };

/** Only our own errors have words that can be shown. */
function plainView(error: unknown): ErrorView {
  const known = exitCodeOf(error) !== EXIT.unexpected &&
    error instanceof Error;
  const hint = (error as { hint?: unknown } | null)?.hint;
  const [title, code] = known
    ? PLAIN[error.name] ?? ["This cannot be done", "not_possible"]
    : ["Something went wrong", "unexpected"];
  return {
    title,
    message: known
      ? error.message
      : "Something went wrong that should not have",
    ...(typeof hint === "string" ? { hint } : {}),
    code,
    details: [],
    suggestions: [],
  };
}

/**
 * Puts an error into words for a person who looks at a screen.
 *
 * @param error What was thrown.
 * @returns The words, and flows that may work instead.
 */
export async function adviseError(error: unknown): Promise<ErrorView> {
  if (!(error instanceof AuthError)) return plainView(error);
  const hint = hintOf(error);
  const view: ErrorView = {
    title: TITLES[error.code],
    message: error.message,
    ...(hint === undefined ? {} : { hint }),
    code: error.code,
    details: [],
    suggestions: OTHER_WAYS[error.code] ?? [],
  };
  if (!(error instanceof ServerError)) return view;
  const advice = await explainError(error.details);
  return {
    ...view,
    message: `${error.message}. ${advice.meaning}`,
    hint: advice.fix,
    details: detailsOf(error),
    suggestions: SAME_EVERYWHERE.includes(error.details.error)
      ? []
      : view.suggestions,
  };
}
