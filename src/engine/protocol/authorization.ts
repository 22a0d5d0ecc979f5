import * as oauth from "oauth4webapi";
import { toBase64Url } from "../encoding.ts";
import { withSignInScopes } from "../entra/scopes.ts";
import { AuthError } from "../errors.ts";
import type {
  Random,
  RedirectReceiver,
  RedirectRequest,
} from "../ports/mod.ts";
import { withExtraQuery } from "./extra_parameters.ts";
import type { GrantRequest } from "./grant.ts";

/** What a sign-in in a browser may ask for. */
export interface AuthorizationRequest extends GrantRequest, RedirectRequest {
  /** User name to fill in. */
  readonly loginHint?: string;
  /** Domain that skips home realm discovery. */
  readonly domainHint?: string;
  /** `prompt`: `login`, `consent`, `select_account`, `none` or `create`. */
  readonly prompt?: string;
  /** Whether to open the browser. */
  readonly openBrowser?: boolean;
  /** `state`; random unless it is given. */
  readonly state?: string;
  /** `nonce`; random unless it is given. */
  readonly nonce?: string;
}

/** What the authorization endpoint is asked to hand over. */
export type ResponseType =
  | "code"
  | "code id_token"
  | "token"
  | "id_token"
  | "id_token token";

/** An authorization request that waits for its answer. */
export interface PendingAuthorization {
  readonly request: AuthorizationRequest;
  readonly responseType: ResponseType;
  readonly url: URL;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** 256 bits: RFC 7636, section 7.1, and more than RFC 6749, section 10.10 asks. */
const RANDOM_BYTES = 32;
const PROMPTS = ["login", "consent", "select_account", "none", "create"];

/**
 * Tells whether an answer will have a part.
 *
 * @param responseType What is asked for.
 * @param part The part.
 * @returns Whether it is among it.
 */
export function hasPart(
  responseType: ResponseType,
  part: "code" | "id_token" | "token",
): boolean {
  return responseType.split(" ").includes(part);
}

/**
 * Checks what a sign-in in a browser asks of the authorization endpoint.
 *
 * @param request The request.
 * @param responseType What is asked for.
 * @throws {AuthError} `invalid_parameter` if the endpoint would refuse it.
 */
export function checkAuthorization(
  { prompt, responseMode, state, nonce }: AuthorizationRequest,
  responseType: ResponseType,
): void {
  if (prompt !== undefined && !PROMPTS.includes(prompt)) {
    throw new AuthError(
      "invalid_parameter",
      `Cannot use the prompt "${prompt}"`,
      { hint: `It is one of ${PROMPTS.join(", ")}` },
    );
  }
  if (responseMode === "query" && responseType !== "code") {
    throw new AuthError(
      "invalid_parameter",
      `Cannot ask for "${responseType}" with the response mode "query": tokens would stay in the browser's history`,
      { hint: "Use the response mode fragment or form_post" },
    );
  }
  if (state === "" || nonce === "") {
    throw new AuthError(
      "invalid_parameter",
      "Cannot sign in with an empty state or nonce: they tell this sign-in from others",
      { hint: "Leave them out, so that they are random" },
    );
  }
}

/** Only a code brings a refresh token, and only `openid` an ID token. */
function scopesOf({ request, responseType }: {
  readonly request: AuthorizationRequest;
  readonly responseType: ResponseType;
}): string {
  if (responseType === "token") return request.scopes.join(" ");
  return withSignInScopes(request.scopes).filter((scope) =>
    hasPart(responseType, "code") || scope !== "offline_access"
  ).join(" ");
}

function optionalParameters(request: AuthorizationRequest) {
  const { authority, claims, loginHint, domainHint, prompt } = request;
  return {
    claims,
    client_info: authority.kind === "entra" ? "1" : undefined,
    domain_hint: domainHint,
    prompt,
    // Entra refuses a hint together with the account picker.
    login_hint: prompt === "select_account" ? undefined : loginHint,
  };
}

function addParameters(
  url: URL,
  parameters: Readonly<Record<string, string | undefined>>,
): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
}

/**
 * Builds the authorization request.
 *
 * @param request What is asked.
 * @param context What is to be handed over and where it will arrive, and randomness.
 * @returns The request's address and what its answer must match.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636.html#section-4.3 | RFC 7636, section 4.3}
 */
export async function prepareAuthorization(
  request: AuthorizationRequest,
  { receiver, random, responseType }: {
    readonly receiver: RedirectReceiver;
    readonly random: Random;
    readonly responseType: ResponseType;
  },
): Promise<PendingAuthorization> {
  const draw = () => toBase64Url(random.bytes(RANDOM_BYTES));
  const { state = draw(), nonce = draw() } = request;
  const codeVerifier = draw();
  const { redirectUri, responseMode } = receiver;
  const isCode = hasPart(responseType, "code");
  const { authority, extraParameters } = request;
  const endpoint = authority.authorizationEndpoint;
  // An endpoint may have a query of its own, as B2C's older addresses do.
  const url = new URL(withExtraQuery(endpoint, extraParameters));
  addParameters(url, {
    client_id: request.clientId,
    response_type: responseType,
    redirect_uri: redirectUri,
    response_mode: responseMode,
    scope: scopesOf({ request, responseType }),
    state,
    nonce: responseType === "token" ? undefined : nonce,
    code_challenge: isCode
      ? await oauth.calculatePKCECodeChallenge(codeVerifier)
      : undefined,
    code_challenge_method: isCode ? "S256" : undefined,
    ...optionalParameters(request),
  });
  return {
    request,
    responseType,
    url,
    redirectUri,
    state,
    nonce,
    codeVerifier,
  };
}
