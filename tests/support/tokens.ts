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

/** An ID token of Ada's, as a tenant issues it. */
export function idToken(claims: Record<string, unknown> = {}): string {
  return unsignedToken({
    aud: CLIENT,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: 1_700_000_000,
    nbf: 1_700_000_000,
    exp: 4_000_000_000,
    sub: "pairwise",
    oid: OID,
    tid: TENANT,
    name: "Ada Example",
    preferred_username: "ada@contoso.example",
    ver: "2.0",
    ...claims,
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
