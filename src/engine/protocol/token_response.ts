import type * as oauth from "oauth4webapi";
import { AuthError } from "../errors.ts";
import { Secret } from "../secret.ts";
import type { Account, Token } from "../token.ts";
import { isGuid } from "../entra/tenants.ts";
import type { GrantRequest } from "./grant.ts";
import type { VerifiedIdToken } from "./id_token.ts";

/** When and for what a token was asked. */
export interface TokenContext {
  /** The request that was answered. */
  readonly request: GrantRequest;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The ID token that came along, once it was found to be right. */
  readonly idToken?: VerifiedIdToken | undefined;
}

/** Ten years: beyond that a number of seconds is a mistake, and no date. */
const LONGEST_LIFE_S = 10 * 365 * 24 * 3600;

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() !== ""
    ? Number(value)
    : value;
  return typeof seconds === "number" && seconds >= 0 &&
      seconds <= LONGEST_LIFE_S
    ? seconds
    : undefined;
}

function after(now: number, seconds: unknown): number | undefined {
  const valid = secondsOf(seconds);
  return valid === undefined ? undefined : now + valid * 1000;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `client_info` is base64url JSON with the ids of the home account. */
function homeAccountId(clientInfo: unknown): string | undefined {
  try {
    const bytes = Uint8Array.fromBase64(String(clientInfo), {
      alphabet: "base64url",
    });
    const { uid, utid } = JSON.parse(new TextDecoder().decode(bytes));
    return textOf(uid) && textOf(utid) ? `${uid}.${utid}` : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tells whom an ID token is about.
 *
 * @param idToken The verified token.
 * @param clientInfo `client_info` of the answer it came with.
 * @returns The account.
 */
export function accountOf(
  { claims }: VerifiedIdToken,
  clientInfo?: unknown,
): Account {
  const tid = textOf(claims.tid) ?? "";
  const oid = textOf(claims.oid) ?? claims.sub;
  const username = textOf(claims.preferred_username) ?? textOf(claims.upn) ??
    textOf(claims.email);
  const name = textOf(claims.name);
  return {
    ...(username === undefined ? {} : { username }),
    ...(name === undefined ? {} : { name }),
    oid,
    tid,
    homeAccountId: homeAccountId(clientInfo) ?? `${oid}.${tid}`,
  };
}

/** Another kind of token needs a proof with every call, which nobody asked for. */
function checkTokenType(type: string): void {
  if (type.toLowerCase() === "bearer") return;
  throw new AuthError(
    "response_invalid",
    `Cannot use the token: it is of the type "${type}"`,
    { hint: "Check what the authority issues to this client" },
  );
}

/** Nothing else can be sent in a header, or written where others read it. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

function checkAccessToken(text: string): void {
  if (VISIBLE_ASCII.test(text)) return;
  throw new AuthError(
    "response_invalid",
    "Cannot use the token: it has characters that no access token has",
    { hint: "Check what the authority issues to this client" },
  );
}

function checkToken(response: oauth.TokenEndpointResponse): void {
  checkTokenType(response.token_type);
  checkAccessToken(response.access_token);
}

/**
 * Turns a validated answer of the token endpoint into a token.
 *
 * @param response The answer as `oauth4webapi` has validated it.
 * @param context The request and the time.
 * @returns The token.
 * @throws {AuthError} `response_invalid` if the answer has no usable `expires_in`, is no bearer token or has other characters than visible ASCII.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1 | RFC 6749, section 5.1}
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1 | RFC 6750, section 2.1}
 */
export function toToken(
  response: oauth.TokenEndpointResponse,
  { request, now, idToken }: TokenContext,
): Token {
  checkToken(response);
  const expiresAt = after(now, response.expires_in);
  if (expiresAt === undefined) {
    throw new AuthError(
      "response_invalid",
      "Cannot use the token: the answer does not say how long it is valid",
      {
        hint:
          "Check that the authority's address is that of an Entra ID tenant",
      },
    );
  }
  const account = idToken === undefined
    ? null
    : accountOf(idToken, response.client_info);
  const refreshAt = after(now, response.refresh_in);
  const extendedExpiresAt = after(now, response.ext_expires_in);
  const tenantId = account?.tid ||
    (isGuid(request.authority.tenant) ? request.authority.tenant : undefined);
  return {
    accessToken: response.access_token,
    // The library lower-cases it; every client of RFC 6750 writes it so.
    tokenType: "Bearer",
    expiresAt,
    ...(refreshAt === undefined ? {} : { refreshAt }),
    ...(extendedExpiresAt === undefined ? {} : { extendedExpiresAt }),
    scopes: response.scope?.split(" ").filter((each) => each !== "") ??
      request.scopes,
    ...(tenantId === undefined ? {} : { tenantId }),
    clientId: request.clientId,
    account,
    ...(idToken === undefined ? {} : { idToken: idToken.text }),
    ...(response.refresh_token === undefined
      ? {}
      : { refreshToken: new Secret(response.refresh_token) }),
  };
}
