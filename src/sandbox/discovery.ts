import type { Authority } from "./authority.ts";
import { issuerV1, issuerV2 } from "./claims.ts";
import type { TenantPath } from "./directory.ts";
import { refusal } from "./refusals.ts";
import { publicKeys } from "./tokens.ts";
import { PERSONAL_TENANT } from "./world_check.ts";

const CLAIMS = [
  ...["sub", "iss", "cloud_instance_name", "cloud_instance_host_name"],
  ...["cloud_graph_host_name", "msgraph_host", "aud", "exp", "iat"],
  ...["auth_time", "acr", "nonce", "preferred_username", "name", "tid"],
  ...["ver", "at_hash", "c_hash", "email"],
];

/** The members that are the same for every tenant. */
const SUPPORTED = {
  token_endpoint_auth_methods_supported: [
    "client_secret_post",
    "private_key_jwt",
    "client_secret_basic",
  ],
  response_modes_supported: ["query", "fragment", "form_post"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256"],
  response_types_supported: [
    "code",
    "id_token",
    "code id_token",
    "id_token token",
  ],
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  request_uri_parameter_supported: false,
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  claims_supported: CLAIMS,
};

/** The issuer that a tenant's metadata shows; a template where the tenant is not known yet. */
function metadataIssuer(origin: string, { key }: TenantPath): string {
  if (key === "consumers") return issuerV2(origin, PERSONAL_TENANT);
  return issuerV2(
    origin,
    key === "common" || key === "organizations" ? "{tenantid}" : key,
  );
}

/** OpenID Connect metadata with exactly the members that Entra's v2.0 document has. */
export function metadata(
  { directory, origin }: Authority,
  tenant: string,
): Record<string, unknown> {
  const path = directory.tenantPath(tenant);
  const base = `${origin}/${path.key}`;
  const host = new URL(origin).host;
  return {
    ...SUPPORTED,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    issuer: metadataIssuer(origin, path),
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: path.tenant === undefined ? null : "EU",
    cloud_instance_name: host,
    cloud_graph_host_name: host,
    msgraph_host: host,
    rbac_url: origin,
  };
}

/** Metadata under the issuer of v1 tokens, so that whoever gets one can find its keys. */
export function metadataV1(
  { directory, origin }: Authority,
  tenant: string,
): Record<string, unknown> {
  const { key } = directory.tenantPath(tenant);
  return {
    issuer: issuerV1(origin, key),
    jwks_uri: `${origin}/${key}/discovery/v2.0/keys`,
    id_token_signing_alg_values_supported: ["RS256"],
    subject_types_supported: ["pairwise"],
  };
}

export function keys(
  authority: Authority,
  tenant: string,
): Record<string, unknown> {
  authority.directory.tenantPath(tenant);
  const issuer = issuerV2(authority.origin, "{tenantid}");
  return { keys: publicKeys(authority, issuer) };
}

/**
 * Instance discovery: the sandbox knows one host, its own.
 *
 * @throws {EntraRefusal} 50050, 50049, 90002
 */
export function instance(
  { directory, origin }: Authority,
  authorizationEndpoint: string | undefined,
): Record<string, unknown> {
  const url = URL.parse(authorizationEndpoint ?? "");
  if (url === null) throw refusal(50050);
  const { host } = new URL(origin);
  if (url.host !== host) throw refusal(50049);
  const { key } = directory.tenantPath(url.pathname.split("/")[1] ?? "");
  return {
    tenant_discovery_endpoint:
      `${origin}/${key}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{
      preferred_network: host,
      preferred_cache: host,
      aliases: [host],
    }],
  };
}
