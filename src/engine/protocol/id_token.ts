/**
 * The one place where ID tokens are judged, whichever way they came. The
 * library that speaks OAuth never sees them: it would measure their times by
 * the system's clock, and knows neither Entra's issuers nor the front channel.
 *
 * @module
 */
import type { JWTHeaderParameters, JWTPayload } from "jose";
import { toBase64Url } from "../encoding.ts";
import { type Authority, expectedIssuer } from "../entra/authority.ts";
import { AuthError } from "../errors.ts";
import { decodeToken } from "../jwt/decode.ts";
import type { Account } from "../token.ts";
import type { Conversation } from "./conversation.ts";
import { findSigningKey, isKeyOf } from "./signing_keys.ts";

/** What else is known of an ID token that is to come. */
export interface IdTokenExpectation {
  /** The `nonce` that was sent. */
  readonly nonce?: string;
  /** The code beside it, to which `c_hash` must bind it. */
  readonly code?: string;
  /** The access token beside it, to which `at_hash` must bind it. */
  readonly accessToken?: string;
  /** The user whose earlier token is being renewed. */
  readonly previous?: PreviousUser;
}

/** Who an earlier ID token was for. */
export interface PreviousUser {
  /** The account of the earlier token. */
  readonly account?: Account;
  /** The earlier ID token itself. */
  readonly idToken?: string;
}

/** An ID token that was found to be right. */
export interface VerifiedIdToken {
  /** The token. */
  readonly text: string;
  /** Its claims. */
  readonly claims: JWTPayload & { readonly sub: string };
}

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE_S = 300;

function refuse(why: string): AuthError {
  return new AuthError(
    "id_token_invalid",
    `Cannot accept the ID token: ${why}`,
    {
      hint:
        "Nothing was kept; check the clock of this machine and the authority's address, then sign in again",
    },
  );
}

function claimedTenant(text: string): unknown {
  try {
    return decodeToken(text).payload.tid;
  } catch {
    throw refuse("it is damaged");
  }
}

function issuerFor(text: string, authority: Authority): string {
  const issuer = expectedIssuer(authority, claimedTenant(text));
  if (issuer !== undefined) return issuer;
  throw refuse(
    `another tenant issued it than "${authority.origin}/${authority.tenant}" was asked for`,
  );
}

async function keyOf(
  { kid }: JWTHeaderParameters,
  { talk, issuer }: {
    readonly talk: Conversation;
    readonly issuer: string;
  },
) {
  const { keys: kept, wire, clock, signal, request } = talk;
  const { jwksUri } = request.authority;
  const source = { kept, jwksUri, wire, clock, signal };
  const key = await findSigningKey(kid, source);
  if (key === undefined) throw refuse("its key is not one of the authority's");
  if (!isKeyOf(key, issuer)) throw refuse("its key belongs to another issuer");
  const { importJWK } = await import("jose/key/import");
  return await importJWK(key, "RS256");
}

/** Entra writes GUIDs in lower case, whatever the request had. */
function audienceOf({ request }: Conversation): string {
  const { authority, clientId } = request;
  return authority.kind === "entra" ? clientId.toLowerCase() : clientId;
}

async function verifySignature(
  text: string,
  talk: Conversation,
): Promise<JWTPayload> {
  const issuer = issuerFor(text, talk.request.authority);
  const { jwtVerify } = await import("jose/jwt/verify");
  try {
    const { payload } = await jwtVerify(
      text,
      (header) => keyOf(header, { talk, issuer }),
      {
        algorithms: ["RS256"],
        issuer,
        audience: audienceOf(talk),
        requiredClaims: ["sub", "exp", "iat"],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(talk.clock.now()),
      },
    );
    return payload;
  } catch (error) {
    // What jose says names the claim and never quotes it.
    throw isOfJose(error) ? refuse(error.message) : error;
  }
}

function isOfJose(error: unknown): error is Error {
  return error instanceof Error && "code" in error &&
    /^ERR_J/.test(String(error.code));
}

/** OpenID Connect Core, section 3.1.3.7, points 4, 5 and 10. */
function checkClaims(
  claims: JWTPayload,
  { clientId, nowS }: { readonly clientId: string; readonly nowS: number },
): asserts claims is JWTPayload & { sub: string } {
  const { sub, iat, aud, azp } = claims;
  if (typeof sub !== "string" || sub === "") {
    throw refuse("it names no subject");
  }
  if (typeof iat !== "number" || iat > nowS + CLOCK_TOLERANCE_S) {
    throw refuse("it was issued in the future");
  }
  const several = Array.isArray(aud) && aud.length > 1;
  if ((several || azp !== undefined) && azp !== clientId) {
    throw refuse("it was issued to another client");
  }
}

/** OpenID Connect Core, section 3.1.3.6: the left half of the hash. */
async function halfHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(text),
  );
  return toBase64Url(new Uint8Array(digest, 0, 16));
}

async function checkBinding(
  claims: JWTPayload,
  { code, accessToken }: IdTokenExpectation,
): Promise<void> {
  if (code !== undefined && claims.c_hash !== await halfHash(code)) {
    throw refuse("it does not belong to the code beside it (c_hash)");
  }
  if (
    accessToken !== undefined && claims.at_hash !== await halfHash(accessToken)
  ) {
    throw refuse("it does not belong to the access token beside it (at_hash)");
  }
}

/** An answer for somebody else must not slip into this user's place. */
function checkSameUser(
  claims: JWTPayload,
  { account, idToken }: PreviousUser,
): void {
  const before: Record<string, unknown> = idToken === undefined
    ? {}
    : decodeToken(idToken).payload;
  const known: Record<string, unknown> = {
    oid: before.oid ?? account?.oid,
    tid: before.tid ?? (account?.tid || undefined),
    sub: before.sub,
  };
  // An account without `oid` is known by its `sub`.
  const now: Record<string, unknown> = { oid: claims.sub, ...claims };
  for (const [name, value] of Object.entries(known)) {
    if (value !== undefined && now[name] !== value) {
      throw refuse(`it is for another user (${name})`);
    }
  }
}

/**
 * Verifies an ID token: signature, issuer, audience, times, and what the
 * request makes one expect.
 *
 * @param text The token.
 * @param talk The conversation in which it came.
 * @param options What else must fit.
 * @returns The token with its claims.
 * @throws {AuthError} `id_token_invalid`, or why the keys could not be had.
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation | OpenID Connect Core, section 3.1.3.7}
 */
export async function verifyIdToken(
  text: string,
  talk: Conversation,
  options: IdTokenExpectation = {},
): Promise<VerifiedIdToken> {
  const claims = await verifySignature(text, talk);
  const nowS = talk.clock.now() / 1000;
  checkClaims(claims, { clientId: audienceOf(talk), nowS });
  if (options.nonce !== undefined && claims.nonce !== options.nonce) {
    throw refuse("it belongs to another sign-in (nonce)");
  }
  await checkBinding(claims, options);
  if (options.previous !== undefined) {
    checkSameUser(claims, options.previous);
  }
  return { text, claims };
}
