import { GRANT_TYPES } from "./grants.ts";
import { certificateJwk } from "./tokens.ts";
import type { OracleClient } from "./world.ts";

/** Grants for those who can prove who they are. */
const CONFIDENTIAL = [
  "client_credentials",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
];

/** A client as the engine registers it: by one method, its secret where it has one. */
export function registration(client: OracleClient): Record<string, unknown> {
  const idTokens = client.enable_id_token_issuance ?? false;
  const accessTokens = client.enable_access_token_issuance ?? false;
  const secret = client.secrets?.[0];
  const redirectUris = [
    ...client.redirect_uris,
    ...client.spa_redirect_uris ?? [],
  ];
  const responseTypes = [
    "code",
    ...(idTokens ? ["id_token", "code id_token"] : []),
    ...(idTokens && accessTokens ? ["id_token token"] : []),
  ];
  return {
    client_id: client.client_id,
    client_name: client.name,
    application_type: client.type === "public" ? "native" : "web",
    redirect_uris: redirectUris,
    response_types: redirectUris.length === 0 ? [] : responseTypes,
    grant_types: client.type === "public"
      ? GRANT_TYPES.filter((name) => !CONFIDENTIAL.includes(name))
      : GRANT_TYPES,
    token_endpoint_auth_method: client.type === "public"
      ? "none"
      : secret !== undefined
      ? "client_secret_post"
      : "private_key_jwt",
    ...credential(client),
  };
}

function credential(
  { secrets, certificates }: OracleClient,
): Record<string, unknown> {
  const [secret] = secrets ?? [];
  return {
    ...(secret === undefined ? {} : { client_secret: secret.value }),
    ...(secret?.expires_at === undefined ? {} : {
      client_secret_expires_at: Math.floor(
        Date.parse(secret.expires_at) / 1000,
      ),
    }),
    ...(secret !== undefined || certificates === undefined ? {} : {
      jwks: {
        keys: certificates.map(({ certificate_pem }) =>
          certificateJwk(certificate_pem)
        ),
      },
    }),
  };
}
