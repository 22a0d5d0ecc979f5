import { checkAppScopes, checkUserScopes } from "../entra/scopes.ts";
import { type TenantKind, tenantKind } from "../entra/tenants.ts";
import { AuthError } from "../errors.ts";
import type { GrantRequest } from "../protocol/grant.ts";

/** What a flow demands of a request before anything is sent. */
export interface FlowRules {
  /** What a failure is called, such as `Cannot get a token for the application`. */
  readonly action: string;
  /** For whom the scopes are. */
  readonly scopes: "user" | "app";
  /** The kinds of tenant that can answer, and why no other can; none allows all. */
  readonly tenants?: {
    readonly kinds: readonly TenantKind[];
    readonly reason: string;
  };
  /** Why the client must prove who it is; none lets a public client pass. */
  readonly credential?: string;
}

function checkTenant(
  { authority: { tenant } }: GrantRequest,
  { action, tenants }: FlowRules,
): void {
  const kind = tenantKind(tenant);
  if (tenants === undefined || kind === undefined) return;
  if (tenants.kinds.includes(kind)) return;
  throw new AuthError(
    "invalid_tenant",
    `${action} from "${tenant}": ${tenants.reason}`,
    { hint: "Name the tenant by its id or domain" },
  );
}

/**
 * Checks what can be known to fail before it is sent, and says why. Other
 * providers than Entra have their own rules for tenants and scopes.
 *
 * @param request The request.
 * @param rules What the flow demands.
 * @throws {AuthError} `invalid_tenant`, `missing_credential` or `invalid_scope`.
 */
export function checkRequest(request: GrantRequest, rules: FlowRules): void {
  const { authority, authentication, scopes } = request;
  if (authority.kind === "entra") checkTenant(request, rules);
  if (rules.credential !== undefined && authentication.type === "none") {
    throw new AuthError(
      "missing_credential",
      `${rules.action}: ${rules.credential}`,
      {
        hint:
          "Give the client secret by --client-secret-env, --client-secret-file or --client-secret-stdin, or in the profile",
      },
    );
  }
  if (authority.kind !== "entra") return;
  if (rules.scopes === "app") checkAppScopes(scopes);
  else checkUserScopes(scopes);
}
