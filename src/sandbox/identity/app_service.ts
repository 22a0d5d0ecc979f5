import type { Authority } from "../authority.ts";
import type { Trace } from "../error_body.ts";
import { optional } from "../parameters.ts";
import { EntraRefusal } from "../refusals.ts";
import { findIdentity, identityToken } from "./host_token.ts";
import type { HostRequest } from "./imds.ts";

/** Stands for `IDENTITY_HEADER`. Made up, as all secrets of the sandbox. */
export const IDENTITY_HEADER = "sandbox-identity-header";

const API_VERSIONS = ["2019-08-01", "2025-03-30"];

type Fail = (statusCode: number, message: string) => Response;
type Found = Parameters<typeof identityToken>[1];

async function answerToken(
  authority: Authority,
  { found, fail }: { readonly found: Found; readonly fail: Fail },
): Promise<Response> {
  try {
    const { access_token, expires_on, token_type, client_id } =
      await identityToken(authority, found);
    const { resource } = found;
    return Response.json({
      access_token,
      expires_on,
      resource,
      token_type,
      client_id,
    });
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return fail(500, "The authority refused to issue the token.");
  }
}

/**
 * App Service, Functions and Container Apps, at `/msi/token`.
 *
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity
 */
export async function answerAppService(
  authority: Authority,
  { query, headers, trace }: HostRequest & { trace: Trace },
): Promise<Response> {
  const fail: Fail = (statusCode, message) =>
    Response.json({ statusCode, message, correlationId: trace.correlationId }, {
      status: statusCode,
    });
  if (headers.get("x-identity-header") !== IDENTITY_HEADER) {
    return fail(401, "The header 'X-IDENTITY-HEADER' is missing or wrong.");
  }
  if (!API_VERSIONS.includes(optional(query, "api-version") ?? "")) {
    return fail(400, "The api-version is missing or not supported.");
  }
  const resource = optional(query, "resource");
  if (resource === undefined) {
    return fail(400, "The parameter 'resource' is missing.");
  }
  const identity = findIdentity(authority, {
    clientId: optional(query, "client_id"),
    objectId: optional(query, "principal_id") ?? optional(query, "object_id"),
    resourceId: optional(query, "mi_res_id"),
  });
  if (identity === undefined) {
    return fail(400, "Unable to load the proper Managed Identity.");
  }
  const found = { identity, resource };
  return await answerToken(authority, { found, fail });
}
