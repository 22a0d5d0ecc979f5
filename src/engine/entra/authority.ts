import { AuthError } from "../errors.ts";
import { type Cloud, cloudOfHost, CLOUDS } from "./clouds.ts";
import {
  CONSUMERS_TENANT_ID,
  isGuid,
  parseTenant,
  tenantKind,
} from "./tenants.ts";

/** Where a tenant's tokens come from. */
export interface Authority {
  /** The tenant as it stands in the endpoints, lower case. */
  readonly tenant: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** `iss` of ID tokens; `{tenantid}` stands for the tenant that issues. */
  readonly issuer: string;
  /** Where people sign in. */
  readonly authorizationEndpoint: string;
  /** Where grants become tokens. */
  readonly tokenEndpoint: string;
  /** Where device sign-ins begin. */
  readonly deviceAuthorizationEndpoint: string;
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

/**
 * Tells whether a host is this machine, so that plain http is no risk.
 *
 * @param hostname Host without port, as `URL.hostname` gives it.
 * @returns Whether it is a loopback name or address.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname);
}

function cloudNamed(name: string): Cloud {
  const found = CLOUDS.find((cloud) => cloud.name === name.toLowerCase());
  if (found !== undefined) return found;
  throw new AuthError("invalid_authority", `Cannot use the cloud "${name}"`, {
    hint: `The clouds are ${CLOUDS.map((cloud) => cloud.name).join(", ")}`,
  });
}

function entraAuthority(origin: string, tenant: string): Authority {
  const base = `${origin}/${tenant}`;
  return {
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

function parseAuthorityUrl(text: string): URL {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  if (url === null || url.username !== "" || url.password !== "") {
    throw new AuthError(
      "invalid_authority",
      `Cannot use the authority "${text}"`,
      {
        hint:
          "An authority is an address such as https://login.microsoftonline.com/contoso.onmicrosoft.com",
      },
    );
  }
  if (
    url.protocol !== "https:" &&
    !(url.protocol === "http:" && isLoopback(url.hostname))
  ) {
    throw new AuthError(
      "invalid_authority",
      `Cannot use the authority "${text}": it is not https`,
      {
        hint:
          "Secrets would travel in the clear; plain http is for this machine's own addresses only",
      },
    );
  }
  return url;
}

function fromUrl(text: string, tenantId: string | undefined): Authority {
  const url = parseAuthorityUrl(text);
  const [first, version, ...rest] = url.pathname.split("/").filter((part) =>
    part !== ""
  );
  const named = first ?? tenantId;
  if (named === undefined) {
    throw new AuthError(
      "invalid_tenant",
      `Cannot tell the tenant from the authority "${text}"`,
      {
        hint: "Add the tenant to the address, or name it by --tenant",
      },
    );
  }
  const known = cloudOfHost(url.hostname);
  const entraShaped = known !== undefined || isLoopback(url.hostname);
  const extra = (version !== undefined && version !== "v2.0") ||
    rest.length > 0;
  if (!entraShaped || extra || tenantKind(named) === undefined) {
    throw new AuthError(
      "invalid_authority",
      `Cannot use the authority "${text}": its endpoints are not known`,
      {
        hint:
          "Use a Microsoft login host followed by one tenant, such as https://login.microsoftonline.com/contoso.onmicrosoft.com",
      },
    );
  }
  const origin = known === undefined
    ? url.origin
    : `https://${known.loginHost}`;
  return entraAuthority(origin, parseTenant(named));
}

/**
 * Finds the endpoints of an authority, without a request.
 *
 * @param options How it is named.
 * @returns The endpoints.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function resolveAuthority(options: AuthorityOptions): Authority {
  if (options.authority !== undefined) {
    return fromUrl(options.authority, options.tenantId);
  }
  if (options.tenantId === undefined) {
    throw new AuthError("invalid_tenant", "Cannot tell which tenant to ask", {
      hint: "Name it: an id, a domain, common, organizations or consumers",
    });
  }
  const cloud = cloudNamed(options.cloud ?? "public");
  return entraAuthority(
    `https://${cloud.loginHost}`,
    parseTenant(options.tenantId),
  );
}

/**
 * Tells which `iss` an ID token of this authority must have. `common`,
 * `organizations` and domains do not say which tenant will answer, so the
 * token's own `tid` fills the place, once it is known to be a GUID and, where
 * the authority names one tenant by id, to be that one.
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
