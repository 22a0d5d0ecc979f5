import type { ErrorFixer } from "./aadsts.ts";

/** What an OAuth `error` or Entra's `suberror` says by itself. */
export interface OAuthErrorInfo {
  /** What happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly hint: string;
  /** Who can do it. */
  readonly who: ErrorFixer;
  /** Whether another sign-in by the user can get past it. */
  readonly interactive?: boolean;
}

const SIGN_IN = {
  meaning: "The user has to take part: sign in, or pass one more check.",
  hint: "Sign in again with a flow that asks the user.",
  who: "you",
  interactive: true,
} as const;

const EXPIRED_CODE = {
  meaning: "The device code ran out before anybody signed in with it.",
  hint: "Start the device flow again and enter the new code sooner.",
  who: "you",
  interactive: true,
} as const;

const WRONG_RESOURCE = {
  meaning: "The API that the token was asked for is not known in this tenant.",
  hint: "Check the resource or the part of the scope before its last slash.",
  who: "you",
} as const;

const DECLINED = {
  meaning: "The user declined the sign-in.",
  hint: "Start again if that was a mistake.",
  who: "you",
  interactive: true,
} as const;

/**
 * OAuth `error` values of Entra.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2 | RFC 6749, section 5.2}
 */
const ERRORS: ReadonlyMap<string, OAuthErrorInfo> = new Map<
  string,
  OAuthErrorInfo
>([
  ["interaction_required", SIGN_IN],
  ["login_required", SIGN_IN],
  ["account_selection_required", SIGN_IN],
  ["interrupted_user", SIGN_IN],
  ["ui_not_allowed", SIGN_IN],
  ["bad_token", SIGN_IN],
  ["insufficient_claims", SIGN_IN],
  ["consent_required", {
    meaning: "Nobody has consented to what the application asks for.",
    hint:
      "Sign in with a flow that asks the user, or send an administrator the admin consent link.",
    who: "you",
    interactive: true,
  }],
  ["invalid_grant", {
    meaning: "The code, refresh token, password or assertion was not accepted.",
    hint: "Sign in again.",
    who: "you",
    interactive: true,
  }],
  ["invalid_client", {
    meaning:
      "The application could not prove who it is, or is not known in this tenant.",
    hint:
      "Check the client id and the tenant, then the secret, certificate or assertion.",
    who: "developer",
  }],
  ["unauthorized_client", {
    meaning: "The application may not do this, or is not known in this tenant.",
    hint:
      "Check the client id and the tenant, then what the app registration allows.",
    who: "developer",
  }],
  ["invalid_request", {
    meaning: "Something in the request is missing, doubled or malformed.",
    hint: "Check the parameters against the app registration.",
    who: "developer",
  }],
  ["invalid_scope", {
    meaning: "The scope is malformed, unknown, or names more than one API.",
    hint:
      "Ask for {resource}/.default alone, or for single permissions of one API.",
    who: "you",
  }],
  ["invalid_resource", WRONG_RESOURCE],
  ["invalid_target", WRONG_RESOURCE],
  ["invalid_tenant", {
    meaning: "There is no such tenant in this cloud.",
    hint: "Check the tenant id or domain, and the cloud.",
    who: "you",
  }],
  ["invalid_instance", {
    meaning: "The authority's host is not one that Microsoft knows.",
    hint: "Check the host of the authority.",
    who: "you",
  }],
  ["unsupported_grant_type", {
    meaning: "The endpoint does not offer this grant.",
    hint: "Use another flow, and the v2.0 endpoint.",
    who: "developer",
  }],
  ["unsupported_response_type", {
    meaning: "The app registration does not allow this response type.",
    hint:
      "Use the authorization code flow, or allow the response type in the app registration.",
    who: "developer",
  }],
  ["access_denied", {
    meaning: "The user or a policy refused.",
    hint:
      "Sign in again if the refusal was a mistake; otherwise ask an administrator.",
    who: "administrator",
  }],
  ["authorization_declined", DECLINED],
  ["authorization_pending", {
    meaning: "The user has not finished signing in on the other device.",
    hint: "Finish signing in, with the code that is shown.",
    who: "you",
  }],
  ["slow_down", {
    meaning:
      "The authority was asked too often whether the user has signed in.",
    hint: "Wait five seconds longer between two requests.",
    who: "nobody",
  }],
  ["expired_token", EXPIRED_CODE],
  ["code_expired", EXPIRED_CODE],
  ["bad_verification_code", {
    meaning: "The device code is not one that the authority knows.",
    hint: "Start the device flow again.",
    who: "you",
    interactive: true,
  }],
  ["server_error", {
    meaning: "The authority failed.",
    hint:
      "Try again later; if it stays, open a support request with the correlation id and the timestamp.",
    who: "nobody",
  }],
  ["temporarily_unavailable", {
    meaning: "The authority is too busy.",
    hint: "Wait and try again.",
    who: "nobody",
  }],
]);

/** Entra's `suberror` values, which say more than `error` does. */
const SUBERRORS: ReadonlyMap<string, OAuthErrorInfo> = new Map<
  string,
  OAuthErrorInfo
>([
  ["basic_action", {
    meaning: "The user has to do something: sign in, or pass a second factor.",
    hint: "Sign in again with a flow that asks the user.",
    who: "you",
    interactive: true,
  }],
  ["additional_action", {
    meaning:
      "The user has to do something outside of the sign-in, such as enrolling the device.",
    hint: "Sign in in a browser: it shows what is to be done.",
    who: "you",
    interactive: true,
  }],
  ["message_only", {
    meaning: "A policy refuses, and the sign-in page only says so.",
    hint:
      "Sign in in a browser to read the message, then ask an administrator.",
    who: "administrator",
    interactive: true,
  }],
  ["consent_required", {
    meaning: "Nobody has consented to what the application asks for.",
    hint:
      "Sign in with a flow that asks the user, or send an administrator the admin consent link.",
    who: "you",
    interactive: true,
  }],
  ["user_password_expired", {
    meaning: "The user's password has expired.",
    hint: "Change the password in a browser, then sign in again.",
    who: "you",
    interactive: true,
  }],
  ["bad_token", {
    meaning: "The kept refresh token is of no use any more.",
    hint: "Sign in again.",
    who: "you",
    interactive: true,
  }],
  ["token_expired", {
    meaning: "The kept refresh token has expired.",
    hint: "Sign in again.",
    who: "you",
    interactive: true,
  }],
  ["client_mismatch", {
    meaning: "The refresh token belongs to an application of another family.",
    hint: "Sign in again with this application.",
    who: "you",
    interactive: true,
  }],
  ["protection_policy_required", {
    meaning: "A policy asks for an application that Intune protects.",
    hint:
      "Use an application that your organisation protects, or ask an administrator for an exception.",
    who: "administrator",
  }],
  ["device_authentication_failed", {
    meaning: "The device could not prove that it is registered.",
    hint: "Sign in from a registered device, through its broker.",
    who: "you",
  }],
  ["ui_not_allowed", SIGN_IN],
  ["interrupted_user", SIGN_IN],
]);

/**
 * Finds what an OAuth `error` says.
 *
 * @param error The value.
 * @returns What it says; `undefined` for an unknown one.
 */
export function oauthErrorInfo(error: string): OAuthErrorInfo | undefined {
  return ERRORS.get(error);
}

/**
 * Finds what a `suberror` of Entra says.
 *
 * @param suberror The value.
 * @returns What it says; `undefined` for an unknown one.
 */
export function suberrorInfo(suberror: string): OAuthErrorInfo | undefined {
  return SUBERRORS.get(suberror);
}

/**
 * Names every `error` and `suberror` of which something is known.
 *
 * @returns The values, each once.
 */
export function knownOauthErrors(): readonly string[] {
  return [...new Set([...ERRORS.keys(), ...SUBERRORS.keys()])];
}
