import type { Authority } from "../authority.ts";
import { userAccessClaims } from "../claims.ts";
import { NO_CLAIMS } from "../claims_request.ts";
import { optional, type Parameters } from "../parameters.ts";
import { EntraRefusal } from "../refusals.ts";
import { sign } from "../token/issue.ts";
import type { ClientSeed, UserSeed } from "../world.ts";
import { findResource, timesOf } from "./host_token.ts";

const LIFETIME_SECONDS = 4_499;

/**
 * Azure Cloud Shell, at `/cloudshell/oauth2/token`: the token is the user's own, here the first user's.
 *
 * @see https://learn.microsoft.com/azure/cloud-shell/msi-authorization
 */
export async function answerCloudShell(
  authority: Authority,
  { form, headers }: { form: Parameters; headers: Headers },
): Promise<Response> {
  const [user] = authority.directory.world.users;
  const resource = optional(form, "resource");
  if (headers.get("metadata")?.toLowerCase() !== "true") {
    return failure("MissingMetadataHeader", "The header 'Metadata' is missing");
  }
  if (resource === undefined || user === undefined) {
    return failure("MissingResource", "The parameter 'resource' is missing");
  }
  try {
    return Response.json({
      access_token: await userToken(authority, { user, resource }),
      refresh_token: "",
      ...timesOf(authority, LIFETIME_SECONDS),
      resource,
      token_type: "Bearer",
    });
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    const { apis } = authority.directory.world;
    return failure(
      "AudienceNotSupported",
      `Audience ${resource} is not a supported MSI token audience. Supported audiences:${
        apis.map(({ uri }) => uri).join(",")
      }`,
    );
  }
}

async function userToken(
  authority: Authority,
  { user, resource }: { user: UserSeed; resource: string },
): Promise<string> {
  const tenantId = user.tenant_id;
  const api = findResource(authority, { resource, tenantId });
  const client: ClientSeed = {
    client_id: "b677c290-cf4b-4a8e-a60e-91ba650a4abe",
    name: "Azure Cloud Shell (sandbox copy)",
    tenant_id: tenantId,
    type: "public",
    redirect_uris: [],
  };
  const payload = await userAccessClaims(authority, {
    client,
    api,
    audience: resource,
    tenantId,
    lifetimeSeconds: LIFETIME_SECONDS,
    credential: "0",
    claims: NO_CLAIMS,
    identity: { user, tenantId, oid: user.oid, guest: false },
    scopes: api.scopes,
    amr: ["pwd", "mfa"],
    sessionId: crypto.randomUUID(),
  });
  return await sign(authority, { api, payload });
}

function failure(code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status: 400 });
}
