import { AuthError } from "../errors.ts";
import {
  type AuthorityAddress,
  isLoopback,
  parseAuthorityAddress,
} from "./authority_address.ts";
import { type Cloud, cloudOfHost, CLOUDS } from "./clouds.ts";
import {
  CONSUMERS_TENANT_ID,
  isGuid,
  parseTenant,
  tenantKind,
} from "./tenants.ts";

export { isLoopback } from "./authority_address.ts";

/** Where a tenant's tokens come from. */
export interface Authority {
  /** Whether Entra's rules for tenants, scopes and client ids hold there. */
  readonly kind: "entra" | "oidc";
  /** The tenant as it stands in the endpoints, lower case; empty where there is none. */
  readonly tenant: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** `iss` of ID tokens; `{tenantid}` stands for the tenant that issues. */
  readonly issuer: string;
  /** Where people sign in. */
  readonly authorizationEndpoint: string;
  /** Where grants become tokens. */
  readonly tokenEndpoint: string;
  /** Where device sign-ins begin; absent where there are none. */
  readonly deviceAuthorizationEndpoint?: string;
  /** The keys that sign ID tokens. */
  readonly jwksUri: string;
  /** Whether plain http is allowed: on a loopback address only. */
  readonly insecure: boolean;
}

/** How an authority is named. */
export interface AuthorityOptions {
  /** Tenant id, domain, `common`, `organizations` or `consumers`. */
  readonly tenantId?: string;
  /** `public`, `usgov` or `china`. */
  readonly cloud?: string;
  /** A whole address with the tenant as its path; wins over the other two. */
  readonly authority?: string;
}

/** An authority whose endpoints are known, or where they have to be asked for. */
export type AuthorityReference =
  | { readonly type: "known"; readonly authority: Authority }
  | { readonly type: "discover"; readonly address: AuthorityAddress };

/**
 * Finds a cloud by its name, in any case.
 *
 * @param name The name.
 * @returns The cloud.
 * @throws {AuthError} `invalid_authority` if there is no such cloud.
 */
export function cloudNamed(name: string): Cloud {
  const found = CLOUDS.find((cloud) => cloud.name === name.toLowerCase());
  if (found !== undefined) return found;
  throw new AuthError("invalid_authority", `Cannot use the cloud "${name}"`, {
    hint: `The clouds are ${CLOUDS.map((cloud) => cloud.name).join(", ")}`,
  });
}

function entraAuthority(origin: string, tenant: string): Authority {
  const base = `${origin}/${tenant}`;
  return {
    kind: "entra",
    tenant,
    origin,
    issuer: `${origin}/{tenantid}/v2.0`,
    authorizationEndpoint: `${base}/oauth2/v2.0/authorize`,
    tokenEndpoint: `${base}/oauth2/v2.0/token`,
    deviceAuthorizationEndpoint: `${base}/oauth2/v2.0/devicecode`,
    jwksUri: `${base}/discovery/v2.0/keys`,
    insecure: origin.startsWith("http:"),
  };
}

/** The one tenant that an Entra-shaped path names: `/{tenant}` or `/{tenant}/v2.0`. */
function tenantOfPath(path: readonly string[]): string | undefined {
  const [tenant, version, ...rest] = path;
  if (tenant === undefined || rest.length > 0) return undefined;
  if (version !== undefined && version !== "v2.0") return undefined;
  return tenantKind(tenant) === undefined ? undefined : tenant;
}

function ofCloud(cloud: Cloud, address: AuthorityAddress): AuthorityReference {
  const { path, text } = address;
  if (path.length === 0) {
    throw new AuthError(
      "invalid_tenant",
      `Cannot tell the tenant from the authority "${text}"`,
      { hint: "Add the tenant to the address, or name it by --tenant" },
    );
  }
  const tenant = tenantOfPath(path);
  // The document beside the tenant itself is that of version 1.
  if (tenant !== undefined && !(address.isDocument && path.length === 1)) {
    const origin = `https://${cloud.loginHost}`;
    return {
      type: "known",
      authority: entraAuthority(origin, parseTenant(tenant)),
    };
  }
  // The older address of B2C, and a metadata document named in full.
  if (path[0] === "tfp" || address.isDocument) {
    return { type: "discover", address };
  }
  throw new AuthError(
    "invalid_authority",
    `Cannot use the authority "${text}": its endpoints are not known`,
    {
      hint:
        "Use a Microsoft login host followed by one tenant, such as https://login.microsoftonline.com/contoso.onmicrosoft.com",
    },
  );
}

function referenceOf(address: AuthorityAddress): AuthorityReference {
  const cloud = cloudOfHost(address.url.hostname);
  if (cloud !== undefined) return ofCloud(cloud, address);
  const tenant = tenantOfPath(address.path);
  // An emulator on this machine has Entra's shape; asking it would cost a request.
  if (tenant !== undefined && isLoopback(address.url.hostname)) {
    return {
      type: "known",
      authority: entraAuthority(address.url.origin, parseTenant(tenant)),
    };
  }
  return { type: "discover", address };
}

/**
 * Tells what is known of an authority without a request: all of it for
 * Microsoft's clouds, otherwise where to ask.
 *
 * @param options How it is named.
 * @returns The endpoints, or the address that leads to them.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function readAuthority(options: AuthorityOptions): AuthorityReference {
  if (options.authority !== undefined) {
    return referenceOf(
      parseAuthorityAddress(options.authority, options.tenantId),
    );
  }
  if (options.tenantId === undefined) {
    throw new AuthError("invalid_tenant", "Cannot tell which tenant to ask", {
      hint: "Name it: an id, a domain, common, organizations or consumers",
    });
  }
  const cloud = cloudNamed(options.cloud ?? "public");
  const tenant = parseTenant(options.tenantId);
  return {
    type: "known",
    authority: entraAuthority(`https://${cloud.loginHost}`, tenant),
  };
}

/**
 * Finds the endpoints of an authority, without a request.
 *
 * @param options How it is named.
 * @returns The endpoints.
 * @throws {AuthError} `invalid_tenant`, or `invalid_authority` also where only discovery can tell them.
 */
export function resolveAuthority(options: AuthorityOptions): Authority {
  const reference = readAuthority(options);
  if (reference.type === "known") return reference.authority;
  throw new AuthError(
    "invalid_authority",
    `Cannot use the authority "${reference.address.text}": its endpoints have to be discovered first`,
    { hint: "Use a client, which asks the authority before the first flow" },
  );
}

/**
 * Tells which `iss` an ID token of this authority must have. `common`,
 * `organizations` and domains do not say which tenant will answer, so the
 * token's own `tid` fills the place, once it is known to be a GUID and, where
 * the authority names one tenant by id, to be that one. An issuer of version
 * 1.0 (`https://sts.windows.net/…`) is right only where the authority's own
 * metadata names it.
 *
 * @param authority The authority that was asked.
 * @param tid The token's `tid`.
 * @returns The issuer, or `undefined` if this tenant may not answer.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer | Validate the issuer}
 */
export function expectedIssuer(
  authority: Authority,
  tid: unknown,
): string | undefined {
  if (!authority.issuer.includes("{tenantid}")) return authority.issuer;
  if (typeof tid !== "string" || !isGuid(tid)) return undefined;
  const fixed = authority.tenant === "consumers"
    ? CONSUMERS_TENANT_ID
    : isGuid(authority.tenant)
    ? authority.tenant
    : tid;
  if (fixed.toLowerCase() !== tid.toLowerCase()) return undefined;
  return authority.issuer.replace("{tenantid}", tid);
}
