/**
 * An authority that is not Entra: the issuer of the assertions that stand in for a client's credential, and
 * copies of the endpoints at which build machines get them. It shares no key with the rest of the sandbox.
 *
 * @module
 */
import type { JSONWebKeySet } from "jose";
import { SignJWT } from "jose/jwt/sign";
import type { Authority } from "../authority.ts";
import { epochSeconds } from "../clock.ts";
import { ISSUER_KEY } from "./issuer_key.ts";

export const TOKEN_EXCHANGE = "api://AzureADTokenExchange";
const LIFETIME_SECONDS = 300;

export function externalIssuer(origin: string): string {
  return `${origin}/external`;
}

export function externalMetadata(
  { origin }: Pick<Authority, "origin">,
): Record<string, unknown> {
  const issuer = externalIssuer(origin);
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks`,
    subject_types_supported: ["public"],
    response_types_supported: ["id_token"],
    claims_supported: ["sub", "aud", "exp", "iat", "iss", "jti", "nbf"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid"],
  };
}

export function externalKeys(): JSONWebKeySet {
  const { kid, jwk: { kty, n, e } } = ISSUER_KEY;
  return { keys: [{ kty, n, e, kid, use: "sig", alg: "RS256" }] };
}

/** What an assertion of the external issuer says. */
export interface ExternalAssertion {
  /** Whom it is about, such as `repo:contoso/orders:ref:refs/heads/main`. */
  readonly subject: string;
  /** Whom it is for; `api://AzureADTokenExchange` when left out. */
  readonly audience?: string;
  /** Seconds until it is over; 300 when left out. */
  readonly lifetime_seconds?: number;
}

export function signExternalAssertion(
  { origin, clock }: Pick<Authority, "origin" | "clock">,
  { subject, audience, lifetime_seconds }: ExternalAssertion,
): Promise<string> {
  const now = epochSeconds(clock);
  const { kid, jwk } = ISSUER_KEY;
  return new SignJWT({
    iss: externalIssuer(origin),
    sub: subject,
    aud: audience ?? TOKEN_EXCHANGE,
    jti: crypto.randomUUID(),
    iat: now,
    nbf: now,
    exp: now + (lifetime_seconds ?? LIFETIME_SECONDS),
  }).setProtectedHeader({ typ: "JWT", alg: "RS256", kid }).sign(jwk);
}
