import type { Authority } from "../authority.ts";
import type { Parameters } from "../parameters.ts";
import { optional } from "../parameters.ts";
import { findIdentity, identityToken } from "./host_token.ts";

export const API_VERSIONS = ["2018-02-01", "2019-08-01", "2021-02-01"];

/** A request to one of the hosts. */
export interface HostRequest {
  readonly query: Parameters;
  readonly headers: Headers;
}

/**
 * The Azure Instance Metadata Service, at `/metadata/identity/oauth2/token`.
 *
 * @throws {EntraRefusal} 500011
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 */
export async function answerImds(
  authority: Authority,
  { query, headers }: HostRequest,
): Promise<Response> {
  const wrong = metadataMistake(headers) ?? versionMistake(query, API_VERSIONS);
  if (wrong !== undefined) return wrong;
  const resource = optional(query, "resource");
  if (resource === undefined) {
    return badRequest("Required query variable 'resource' is missing");
  }
  const identity = findIdentity(authority, {
    clientId: optional(query, "client_id"),
    objectId: optional(query, "object_id"),
    resourceId: optional(query, "msi_res_id") ?? optional(query, "mi_res_id"),
  });
  if (identity === undefined) return badRequest("Identity not found");
  const token = await identityToken(authority, { identity, resource });
  return Response.json({ ...token, refresh_token: "" });
}

/** The header keeps pages and forwarded requests out: neither can set it, or it comes with another. */
export function metadataMistake(headers: Headers): Response | undefined {
  if (headers.get("metadata")?.toLowerCase() !== "true") {
    return badRequest("Required metadata header not specified");
  }
  return headers.has("x-forwarded-for")
    ? badRequest("The request was forwarded")
    : undefined;
}

export function versionMistake(
  query: Parameters,
  versions: readonly string[],
): Response | undefined {
  const version = optional(query, "api-version");
  if (version !== undefined && versions.includes(version)) return undefined;
  const what = version === undefined
    ? "was not specified in the request"
    : "is not supported";
  return Response.json({
    error: `Bad request. api-version ${what}`,
    "newest-versions": versions,
  }, { status: 400 });
}

export function badRequest(error_description: string): Response {
  return Response.json({ error: "invalid_request", error_description }, {
    status: 400,
  });
}
