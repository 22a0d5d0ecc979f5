import { required } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import { parseScope } from "../scopes.ts";
import type { Grant } from "./grant.ts";
import { issueAppToken } from "./issue.ts";

/** RFC 6749, 4.4, with Entra's rules: one tenant, one resource, and only `/.default`. */
export const clientCredentials: Grant = {
  types: ["client_credentials"],
  redeem(request) {
    const { authority, form, path, client, credential, crossOrigin } = request;
    if (path.tenant === undefined) throw refusal(50059);
    if (credential === "none") throw refusal(7000218);
    if (crossOrigin !== undefined) {
      throw refusal(9002326, { origin: crossOrigin });
    }
    const scope = required(form, "scope");
    const { directory } = authority;
    const { resources } = parseScope(scope, {
      directory,
      tenantId: path.tenant.id,
    });
    const [resource, ...others] = resources;
    if (resource === undefined || others.length > 0 || !resource.all) {
      throw refusal(70011, {
        scope,
        reason:
          `application '${client.client_id}' must ask for exactly one {resource}/.default`,
      });
    }
    return issueAppToken(request, resource);
  },
};
