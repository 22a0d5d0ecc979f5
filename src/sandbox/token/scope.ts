import type { Directory } from "../directory.ts";
import { refusal } from "../refusals.ts";
import {
  parseScope,
  type ResourceRequest,
  type ScopeRequest,
} from "../scopes.ts";
import type { TokenRequest } from "./grant.ts";

/**
 * The scope of a user's token request: the one sent now, or else the one of the grant.
 *
 * @throws {EntraRefusal} 70011, 500011, 28000, 28003
 */
export function scopeForUser(
  { form, path }: TokenRequest,
  { directory, granted, several }: {
    directory: Directory;
    granted: ScopeRequest;
    /** What happens to a scope with several resources. */
    several: "refuse" | "take_first";
  },
): { oidc: readonly string[]; resource: ResourceRequest } {
  const sent = form.get("scope");
  if (sent !== undefined && sent.trim() === "") throw refusal(28003);
  const scope = sent === undefined
    ? granted
    : parseScope(sent, { directory, tenantId: path.tenant?.id });
  const [resource, ...others] = scope.resources;
  if (resource === undefined || (others.length > 0 && several === "refuse")) {
    throw refusal(28000, { scope: sent ?? "" });
  }
  return { oidc: scope.oidc, resource };
}
