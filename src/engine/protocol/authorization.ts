import * as oauth from "oauth4webapi";
import { AuthError } from "../errors.ts";
import { toBase64Url } from "../encoding.ts";
import { expectedIssuer } from "../entra/authority.ts";
import { withSignInScopes } from "../entra/scopes.ts";
import type {
  AuthorizationResponse,
  Random,
  RedirectReceiver,
} from "../ports/mod.ts";
import type { AuthorizationCodeRequest } from "../flows/authorization_code.ts";
import { toServerError } from "./failure.ts";
import { type Grant, toGrant } from "./grant.ts";
import { readServerError } from "./server_answer.ts";

/** An authorization request that waits for its answer. */
export interface PendingAuthorization {
  readonly grant: Grant;
  readonly request: AuthorizationCodeRequest;
  readonly url: URL;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** 256 bits: RFC 7636, section 7.1, and more than RFC 6749, section 10.10 asks. */
const RANDOM_BYTES = 32;

function optionalParameters(
  request: AuthorizationCodeRequest,
): [string, string][] {
  const { claims, loginHint, domainHint, prompt } = request;
  const given: [string, string | undefined][] = [
    ["claims", claims],
    ["domain_hint", domainHint],
    ["prompt", prompt],
    // Entra refuses a hint together with the account picker.
    ["login_hint", prompt === "select_account" ? undefined : loginHint],
  ];
  return given.filter((pair): pair is [string, string] =>
    pair[1] !== undefined
  );
}

/**
 * Builds the authorization request.
 *
 * @param request What is asked.
 * @param context Where the answer will arrive, and randomness.
 * @returns The request's address and what its answer must match.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636.html#section-4.3 | RFC 7636, section 4.3}
 */
export async function prepareAuthorization(
  request: AuthorizationCodeRequest,
  { receiver, random }: {
    readonly receiver: RedirectReceiver;
    readonly random: Random;
  },
): Promise<PendingAuthorization> {
  const [state, nonce, codeVerifier] = [1, 2, 3].map(() =>
    toBase64Url(random.bytes(RANDOM_BYTES))
  ) as [string, string, string];
  const url = new URL(request.authority.authorizationEndpoint);
  url.search = new URLSearchParams([
    ["client_id", request.clientId],
    ["response_type", "code"],
    ["redirect_uri", receiver.redirectUri],
    ["response_mode", receiver.responseMode],
    ["scope", withSignInScopes(request.scopes).join(" ")],
    ["state", state],
    ["nonce", nonce],
    ["code_challenge", await oauth.calculatePKCECodeChallenge(codeVerifier)],
    ["code_challenge_method", "S256"],
    ["client_info", "1"],
    ...optionalParameters(request),
  ]).toString();
  const { redirectUri } = receiver;
  return {
    grant: toGrant(request),
    request,
    url,
    redirectUri,
    state,
    nonce,
    codeVerifier,
  };
}

/** RFC 9207: an `iss` that is there must be right; Entra's is a template until the tenant is known. */
function issuerOf(
  parameters: URLSearchParams,
  pending: PendingAuthorization,
): string {
  const { authority } = pending.request;
  const iss = parameters.get("iss");
  if (iss === null) return authority.issuer;
  const tid = iss.slice(authority.origin.length).split("/")[1];
  return expectedIssuer(authority, tid) ?? authority.issuer;
}

const ACTION = "Cannot use the answer of the sign-in page";

async function toCallbackError(
  error: unknown,
  parameters: URLSearchParams,
): Promise<AuthError> {
  if (error instanceof oauth.AuthorizationResponseError) {
    const answer = Object.fromEntries(parameters);
    return await toServerError(
      readServerError(answer, { now: 0 }),
      "Cannot sign in",
    );
  }
  return new AuthError(
    "response_invalid",
    `${ACTION}: ${(error as Error).message}`,
    {
      cause: error,
      hint: "Start again; if it happens again, check the authority's address",
    },
  );
}

/**
 * Checks the answer of the authorization endpoint.
 *
 * @param answer What came back.
 * @param pending The request that it must answer.
 * @returns The parameters, marked as checked for the code's redemption.
 * @throws {AuthError} `access_denied`, `state_mismatch`, `response_invalid` or what the authority refused.
 */
export async function authorizationResponse(
  answer: AuthorizationResponse,
  pending: PendingAuthorization,
): Promise<URLSearchParams> {
  const { parameters, hasState } = answer;
  const { grant, state } = pending;
  if (hasState && parameters.get("state") !== state) {
    throw new AuthError(
      "state_mismatch",
      `${ACTION}: it belongs to another sign-in`,
      {
        hint: "Start again and use the answer of the page that was opened last",
      },
    );
  }
  const as = { ...grant.as, issuer: issuerOf(parameters, pending) };
  const expected = hasState ? state : oauth.skipStateCheck;
  let checked: URLSearchParams;
  try {
    checked = oauth.validateAuthResponse(
      as,
      grant.client,
      parameters,
      expected,
    );
  } catch (error) {
    throw await toCallbackError(error, parameters);
  }
  if (checked.get("code")) return checked;
  throw new AuthError("response_invalid", `${ACTION}: there is no code in it`, {
    hint: "Paste the whole address that the browser shows at the end",
  });
}
