import { AuthError } from "../errors.ts";
import { parseTenant, tenantKind } from "./tenants.ts";

/** Where OpenID Connect Discovery keeps a provider's metadata. */
const DOCUMENT = "/.well-known/openid-configuration";

/** An authority's address, read and checked. */
export interface AuthorityAddress {
  /** As the user wrote it. */
  readonly text: string;
  /** The address without the metadata document's own part. */
  readonly url: URL;
  /** The parts of its path; a tenant that was named beside it is the first. */
  readonly path: readonly string[];
  /** Whether the metadata document itself was named. */
  readonly isDocument: boolean;
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

/**
 * Tells whether secrets may travel to an address.
 *
 * @param url The address.
 * @returns Whether it is https, or http on this machine.
 */
export function isSafeTransport(url: URL): boolean {
  return url.protocol === "https:" ||
    (url.protocol === "http:" && isLoopback(url.hostname));
}

function check(text: string): URL {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  const plain = url !== null && url.username === "" && url.password === "" &&
    url.search === "" && url.hash === "";
  if (!plain) {
    throw new AuthError(
      "invalid_authority",
      `Cannot use the authority "${text}"`,
      {
        hint:
          "An authority is an address such as https://login.microsoftonline.com/contoso.onmicrosoft.com",
      },
    );
  }
  if (isSafeTransport(url)) return url;
  throw new AuthError(
    "invalid_authority",
    `Cannot use the authority "${text}": it is not https`,
    {
      hint:
        "Secrets would travel in the clear; plain http is for this machine's own addresses only",
    },
  );
}

function partsOf(pathname: string): string[] {
  return pathname.split("/").filter((part) => part !== "");
}

/**
 * Reads the address of an authority.
 *
 * @param text What the user wrote; without a scheme it is https.
 * @param tenantId A tenant that was named beside it, for addresses without a path.
 * @returns The address.
 * @throws {AuthError} `invalid_authority` if it cannot be one, or `invalid_tenant`.
 */
export function parseAuthorityAddress(
  text: string,
  tenantId?: string,
): AuthorityAddress {
  const url = check(text);
  const isDocument = url.pathname.endsWith(DOCUMENT);
  if (isDocument) url.pathname = url.pathname.slice(0, -DOCUMENT.length);
  let path = partsOf(url.pathname);
  if (path.length === 0 && !isDocument) {
    const tenant = tenantId === undefined
      ? tenantOfCiam(url.hostname)
      : parseTenant(tenantId);
    if (tenant !== undefined) path = [tenant];
  }
  url.pathname = path.join("/");
  return { text, url, path, isDocument };
}

/** External ID without a path means the tenant of the host's own name. */
function tenantOfCiam(hostname: string): string | undefined {
  const [name, ...rest] = hostname.split(".");
  return rest.join(".") === "ciamlogin.com"
    ? `${name}.onmicrosoft.com`
    : undefined;
}

/**
 * Tells whether an address has the shape of Entra's: a tenant, and perhaps a
 * policy, before `/v2.0`. External ID and B2C have it, under any host.
 *
 * @param address The address.
 * @returns The tenant, or `undefined` for another kind of provider.
 */
export function entraTenantOf(address: AuthorityAddress): string | undefined {
  const { path } = address;
  const tenant = path[0] === "tfp" ? path[1] : path[0];
  return tenant !== undefined && tenantKind(tenant) !== undefined
    ? tenant.toLowerCase()
    : undefined;
}

/**
 * Tells where the metadata of an authority is.
 *
 * @param address The address.
 * @returns The document's address.
 * @see {@link https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest | OpenID Connect Discovery, section 4.1}
 */
export function metadataAddress(address: AuthorityAddress): URL {
  const { url, path, isDocument } = address;
  const version = !isDocument && entraTenantOf(address) !== undefined &&
      path.at(-1) !== "v2.0"
    ? "/v2.0"
    : "";
  const base = url.href.replace(/\/+$/, "");
  return new URL(base + version + DOCUMENT);
}
