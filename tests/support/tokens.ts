import { createHash, createPrivateKey, sign } from "node:crypto";
import { SIGNING_KEY } from "./test_keys.ts";

/** Ids that tests agree on. */
export const TENANT = "aaaaaaaa-0000-4000-8000-000000000001";
export const CLIENT = "bbbbbbbb-0000-4000-8000-000000000001";
export const OID = "cccccccc-0000-4000-8000-000000000001";

function part(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

/** A JWT of these claims whose signature is not one. */
export function unsignedToken(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): string {
  return `${part({ typ: "JWT", alg: "RS256", kid: "k", ...header })}.${
    part(claims)
  }.c2lnbmF0dXJl`;
}

/** Name of the authority's key in its key set. */
export const KEY_ID = "the-key";
/** When the tokens of tests are issued, milliseconds since the epoch. */
export const ISSUED_AT = 1_700_000_000_000;

/** Signs claims as the authority would, RS256. */
export function signedToken(
  claims: Record<string, unknown>,
  { header = {}, key = SIGNING_KEY }: {
    header?: Record<string, unknown>;
    key?: JsonWebKey;
  } = {},
): string {
  const input = `${
    part({ typ: "JWT", alg: "RS256", kid: KEY_ID, ...header })
  }.${part(claims)}`;
  const signature = sign(
    "sha256",
    new TextEncoder().encode(input),
    createPrivateKey({ key: key as Record<string, string>, format: "jwk" }),
  );
  return `${input}.${signature.toString("base64url")}`;
}

/** The left half of a hash, as `at_hash` and `c_hash` have it. */
export function halfHash(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16)
    .toString("base64url");
}

/** The claims of an ID token of Ada's, as a tenant issues it. */
export function idTokenClaims(
  claims: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    aud: CLIENT,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: ISSUED_AT / 1000,
    nbf: ISSUED_AT / 1000,
    exp: 4_000_000_000,
    sub: "pairwise",
    oid: OID,
    tid: TENANT,
    name: "Ada Example",
    preferred_username: "ada@contoso.example",
    ver: "2.0",
    ...claims,
  };
}

/** An ID token of Ada's, signed by the authority. */
export function idToken(claims: Record<string, unknown> = {}): string {
  return signedToken(idTokenClaims(claims));
}

/** The key set of an authority, its one key with more members. */
export function keySet(members: Record<string, unknown> = {}): Response {
  const { kty, n, e } = SIGNING_KEY;
  return Response.json({
    keys: [{ kty, n, e, kid: KEY_ID, use: "sig", ...members }],
  });
}

/** A token endpoint's answer. */
export function tokenAnswer(members: Record<string, unknown> = {}): Response {
  return Response.json({
    token_type: "Bearer",
    expires_in: 3600,
    access_token: "the-access-token",
    ...members,
  });
}

/** An error answer in Entra's shape. */
export function entraError(
  error: string,
  { code = 0, status = 400, ...members }: {
    code?: number;
    status?: number;
    [name: string]: unknown;
  } = {},
): Response {
  return Response.json({
    error,
    error_description:
      `AADSTS${code}: Something.\r\nTrace ID: t\r\nCorrelation ID: c\r\nTimestamp: 2026-11-20 05:00:00Z`,
    error_codes: [code],
    timestamp: "2026-11-20 05:00:00Z",
    trace_id: "11111111-0000-4000-8000-000000000000",
    correlation_id: "22222222-0000-4000-8000-000000000000",
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...members,
  }, { status });
}
