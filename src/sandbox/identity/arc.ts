import type { Authority } from "../authority.ts";
import { optional } from "../parameters.ts";
import { findIdentity, identityToken } from "./host_token.ts";
import {
  badRequest,
  type HostRequest,
  metadataMistake,
  versionMistake,
} from "./imds.ts";

/** The file that proves that a caller of the Azure Arc agent may read what administrators may. */
export interface ArcKey {
  /** Path that the challenge names. Whoever starts the sandbox writes the file, if a client is to read it. */
  readonly path: string;
  /** What is in the file. */
  readonly content: string;
}

export const ARC_KEY: ArcKey = {
  path: "/var/opt/azcmagent/tokens/sandbox.key",
  content: "sandbox-arc-key",
};

const API_VERSIONS = ["2019-11-01", "2020-06-01", "2021-02-01"];

/**
 * The agent of Azure Arc, at `/arc/metadata/identity/oauth2/token`: first a challenge, then the token.
 *
 * @throws {EntraRefusal} 500011
 * @see https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
 */
export async function answerArc(
  authority: Authority,
  { query, headers }: HostRequest,
): Promise<Response> {
  const wrong = metadataMistake(headers) ?? versionMistake(query, API_VERSIONS);
  if (wrong !== undefined) return wrong;
  const resource = optional(query, "resource");
  if (resource === undefined) {
    return badRequest("Required query variable 'resource' is missing");
  }
  const { path, content } = authority.settings.arcKey;
  if (headers.get("authorization") !== `Basic ${content}`) {
    return new Response(null, {
      status: 401,
      headers: { "www-authenticate": `Basic realm=${path}` },
    });
  }
  // The agent knows the machine's own identity only.
  const named = ["client_id", "object_id", "msi_res_id", "mi_res_id"]
    .some((name) => query.has(name));
  const identity = named ? undefined : findIdentity(authority, {});
  if (identity === undefined) return badRequest("Identity not found");
  return Response.json(await identityToken(authority, { identity, resource }));
}
