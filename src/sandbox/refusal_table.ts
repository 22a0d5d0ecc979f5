import { CLIENT_REFUSALS } from "./client_refusal_table.ts";

/** What the sandbox says for each AADSTS code that it knows: the OAuth error, the status when it is not 400, the text. */
export interface Refusal {
  readonly error: string;
  readonly text: string;
  readonly status?: number;
  readonly suberror?: string;
}

export const REFUSALS = {
  ...CLIENT_REFUSALS,
  16000: {
    error: "interaction_required",
    text:
      "More than one account is signed in and the request does not say which one to use.",
  },
  28000: {
    error: "invalid_request",
    text:
      "Scope '{scope}' names more than one resource. A token is issued for one resource only.",
  },
  28003: {
    error: "invalid_request",
    text: "The scope of a code redemption cannot be empty.",
  },
  50011: {
    error: "invalid_request",
    text:
      "The redirect URI '{redirect_uri}' does not match the redirect URIs configured for application '{client_id}'.",
  },
  50013: {
    error: "invalid_grant",
    text:
      "The assertion is not valid: it is no access token of this tenant, or its signature does not fit.",
  },
  50020: {
    error: "invalid_grant",
    text:
      "User account '{username}' does not exist in tenant '{tenant}' and cannot use the application there.",
  },
  50027: {
    error: "invalid_request",
    text: "The JWT in '{parameter}' is not valid: {reason}.",
  },
  50034: {
    error: "invalid_grant",
    text: "The user account '{username}' does not exist in tenant '{tenant}'.",
  },
  50049: { error: "invalid_instance", text: "Unknown or invalid instance." },
  50050: {
    error: "invalid_request",
    text: "The discovery request is malformed.",
  },
  50057: { error: "invalid_grant", text: "The user account is disabled." },
  50058: {
    error: "login_required",
    text: "A silent sign-in was asked for, but no user is signed in.",
  },
  50059: {
    error: "invalid_request",
    text:
      "No tenant was found in the request, and none follows from the credentials.",
  },
  50076: {
    error: "invalid_grant",
    text:
      "Because of a policy of the tenant, the user has to use multifactor authentication.",
  },
  50079: {
    error: "interaction_required",
    text:
      "Because of a policy of the tenant, the user has to register for or use multifactor authentication.",
  },
  50126: {
    error: "invalid_grant",
    text: "The user name or password is not right.",
  },
  50173: {
    error: "invalid_grant",
    text: "The grant was revoked. A new sign-in is needed.",
  },
  50194: {
    error: "invalid_request",
    text:
      "Application '{client_id}' is not a multitenant application. Use a tenant-specific endpoint, not /{tenant}.",
  },
  50196: {
    error: "invalid_grant",
    text:
      "The same request came in too often within a short time: the client is in a loop.",
  },
  53003: {
    error: "invalid_grant",
    text:
      "Access was blocked by Conditional Access policies. The policy does not let a token be issued this way.",
    suberror: "message_only",
  },
  54005: {
    error: "invalid_grant",
    text:
      "The authorization code was already redeemed. Sign in again for a new code.",
  },
  65001: {
    error: "invalid_grant",
    text:
      "Neither the user nor an administrator has consented to application '{client_id}' for '{resource}'.",
    suberror: "consent_required",
  },
  65004: { error: "access_denied", text: "The user declined or cancelled." },
  70000: {
    error: "invalid_grant",
    text:
      "The grant is not valid: it is malformed, unknown, or belongs to another application.",
  },
  70003: {
    error: "unsupported_grant_type",
    text: "The grant type '{grant_type}' is not supported.",
  },
  70005: {
    error: "unsupported_response_type",
    text: "The response type '{response_type}' is not supported.",
  },
  70007: {
    error: "invalid_request",
    text:
      "The response mode '{response_mode}' is not supported for this request.",
  },
  70008: {
    error: "invalid_grant",
    text:
      "The code or refresh token is expired or was replaced by a newer one.",
  },
  70011: {
    error: "invalid_scope",
    text:
      "The value of 'scope' is not valid: {reason}. The scope is '{scope}'.",
  },
  70016: {
    error: "authorization_pending",
    text:
      "OAuth 2.0 device flow: the user has not finished yet. Continue polling.",
  },
  70018: {
    error: "bad_verification_code",
    text: "The device code or user code is not known.",
  },
  70019: {
    error: "expired_token",
    text: "The device code expired before the user finished. Start again.",
  },
  70021: {
    error: "invalid_request",
    text:
      "Application '{client_id}' has no federated identity credential that matches the assertion.",
  },
  90002: {
    error: "invalid_tenant",
    text:
      "Tenant '{tenant}' not found. Check that the tenant id or domain is right and that this is the right cloud.",
  },
  90005: {
    error: "invalid_request",
    text: "'{first}' and '{second}' cannot be used together.",
  },
  90023: {
    error: "invalid_request",
    text: "The request is not valid: {reason}.",
  },
  90119: { error: "invalid_request", text: "The user code is empty." },
  90120: {
    error: "invalid_request",
    text: "The device code was already approved or declined.",
  },
  240002: {
    error: "invalid_grant",
    text: "An ID token cannot be used as the assertion of a jwt-bearer grant.",
  },
  500011: {
    error: "invalid_resource",
    text:
      "The resource principal named '{resource}' was not found in tenant '{tenant}'.",
  },
  500131: {
    error: "invalid_grant",
    text:
      "The audience of the assertion is not application '{client_id}', which presented it.",
  },
  500133: {
    error: "invalid_grant",
    text: "The assertion is outside its validity time.",
  },
  500207: {
    error: "invalid_request",
    text: "A personal account cannot be used for the resource '{resource}'.",
  },
  501481: {
    error: "invalid_grant",
    text:
      "The code_verifier does not fit the code_challenge of the authorization request.",
  },
  501491: {
    error: "invalid_request",
    text: "The parameter '{parameter}' has an invalid size or value.",
  },
  700005: {
    error: "invalid_grant",
    text: "The code is meant for another tenant than '{tenant}'.",
  },
  700022: {
    error: "invalid_scope",
    text: "The scope names more than one resource.",
  },
  700051: {
    error: "unsupported_response_type",
    text:
      "response_type 'token' is not enabled for the application. Expected 'code'.",
  },
  700054: {
    error: "unsupported_response_type",
    text:
      "response_type 'id_token' is not enabled for the application. Expected 'code'.",
  },
  700082: {
    error: "invalid_grant",
    text: "The refresh token expired because it was not used for 90 days.",
  },
  700084: {
    error: "invalid_grant",
    text:
      "The refresh token was issued to a single page app, and its fixed life of 24 hours is over.",
  },
  900144: {
    error: "invalid_request",
    text:
      "The request body must contain the following parameter: '{parameter}'.",
  },
  900561: {
    error: "invalid_request",
    text:
      "The endpoint only accepts {allowed} requests. Received a {method} request.",
  },
  900971: { error: "invalid_request", text: "No reply address was provided." },
  901002: {
    error: "invalid_request",
    text: "The 'resource' request parameter is not supported.",
  },
  7000114: {
    error: "invalid_grant",
    text:
      "The assertion is an app-only token: an on-behalf-of request needs one of a user.",
  },
  9001023: {
    error: "invalid_request",
    text:
      "The grant type is not supported over the /{tenant} endpoint. Use a tenant-specific one.",
  },
  9002313: {
    error: "invalid_request",
    text: "Invalid request. The request is malformed: {reason}.",
  },
  9002325: {
    error: "invalid_request",
    text:
      "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
  },
  9002326: {
    error: "invalid_request",
    text:
      "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
  },
  9002327: {
    error: "invalid_request",
    text:
      "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
  9002332: {
    error: "invalid_request",
    text:
      "Application '{client_id}' is configured for Entra users only. Do not use the /consumers endpoint.",
  },
} as const satisfies Readonly<Record<number, Refusal>>;

export type AadstsCode = keyof typeof REFUSALS;
