import { verified } from "./tokens.ts";
import type { OracleWorld } from "./world.ts";

/** OpenID Connect metadata in Entra's shape; `key` is a tenant id or an alias. */
export function metadata(origin: string, key: string): Record<string, unknown> {
  const base = `${origin}/${key}`;
  const named = key.includes("-");
  return {
    issuer: `${origin}/${named ? key : "{tenantid}"}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    response_types_supported: [
      "code",
      "id_token",
      "code id_token",
      "id_token token",
    ],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: [
      "client_secret_post",
      "private_key_jwt",
      "client_secret_basic",
    ],
  };
}

/** UserInfo (OpenID Connect Core, 5.3), which Entra keeps at Graph: a Graph token opens it. */
export async function userInfo(
  { apis }: OracleWorld,
  authorization: string | undefined,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const token = authorization?.match(/^Bearer (\S+)$/i)?.[1] ?? "";
  const graph = apis.find((api) => api.graph);
  const claims = await verified(token).catch(() => undefined);
  const names = [graph?.uri, `${graph?.uri}/`, graph?.id];
  if (claims?.["scp"] === undefined || !names.includes(String(claims.aud))) {
    const error = {
      code: "InvalidAuthenticationToken",
      message: "The token is not a user's token for Graph.",
    };
    return { status: 401, body: { error } };
  }
  const { sub, name } = claims;
  return { status: 200, body: { sub, name, email: claims["upn"] } };
}
