import { AuthError } from "../errors.ts";
import type { Authority } from "./authority.ts";
import {
  type AuthorityAddress,
  entraTenantOf,
  isLoopback,
  isSafeTransport,
} from "./authority_address.ts";
import { cloudOfHost } from "./clouds.ts";
import { isGuid } from "./tenants.ts";

type Metadata = Readonly<Record<string, unknown>>;

function refuse(address: AuthorityAddress, why: string): AuthError {
  return new AuthError(
    "invalid_authority",
    `Cannot use the authority "${address.text}": ${why}`,
    {
      hint:
        "Check the address; it is the issuer that the provider's administrator names",
    },
  );
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, "");
}

/** External ID issues under a host named after the tenant's id. */
function isCiamIssuer(issuer: URL, address: AuthorityAddress): boolean {
  const [id = "", ...domain] = issuer.hostname.split(".");
  const asked = entraTenantOf(address) ?? "";
  return domain.join(".") === "ciamlogin.com" && isGuid(id) &&
    (!isGuid(asked) || asked === id) &&
    issuer.pathname.split("/")[1] === id;
}

/**
 * A provider may speak for itself only: the issuer must be what was asked.
 * Microsoft's products name another path or host than the one they are asked
 * at, so theirs are held to the same origin, the tenant's own External ID
 * host, or an alias of the same cloud.
 *
 * @see {@link https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation | OpenID Connect Discovery, section 4.3}
 */
function isOwnIssuer(text: string, address: AuthorityAddress): boolean {
  if (withoutSlash(text) === withoutSlash(address.url.href)) return true;
  const issuer = URL.parse(text);
  if (issuer === null || !isSafeTransport(issuer)) return false;
  if (entraTenantOf(address) === undefined) return false;
  const cloud = cloudOfHost(address.url.hostname);
  return issuer.origin === address.url.origin ||
    (cloud !== undefined && cloudOfHost(issuer.hostname) === cloud) ||
    isCiamIssuer(issuer, address);
}

/** A provider out in the world must not send this machine's secrets to itself. */
function isAllowedEndpoint(url: URL, address: AuthorityAddress): boolean {
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    return false;
  }
  return isLoopback(address.url.hostname)
    ? isSafeTransport(url)
    : url.protocol === "https:" && !isLoopback(url.hostname);
}

function endpointOf(
  metadata: Metadata,
  { name, address }: {
    readonly name: string;
    readonly address: AuthorityAddress;
  },
): string | undefined {
  const text = metadata[name];
  if (text === undefined) return undefined;
  const url = typeof text === "string" ? URL.parse(text) : null;
  if (url !== null && isAllowedEndpoint(url, address)) return url.href;
  throw refuse(address, `its "${name}" is no address that may be used`);
}

function issuerOf(metadata: Metadata, address: AuthorityAddress): string {
  const { issuer } = metadata;
  if (typeof issuer === "string" && isOwnIssuer(issuer, address)) return issuer;
  throw refuse(
    address,
    typeof issuer === "string"
      ? `it calls itself "${issuer}"`
      : "it does not say who it is",
  );
}

/**
 * Reads the metadata that an authority publishes about itself.
 *
 * @param metadata The parsed document.
 * @param address The authority that was asked.
 * @returns The endpoints.
 * @throws {AuthError} `invalid_authority` if the document speaks for somebody else or lacks an endpoint.
 * @see {@link https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata | OpenID Connect Discovery, section 3}
 */
export function readMetadata(
  metadata: Metadata,
  address: AuthorityAddress,
): Authority {
  const issuer = issuerOf(metadata, address);
  const required = (name: string): string => {
    const endpoint = endpointOf(metadata, { name, address });
    if (endpoint !== undefined) return endpoint;
    throw refuse(address, `its metadata has no "${name}"`);
  };
  const tenant = entraTenantOf(address);
  const device = endpointOf(metadata, {
    name: "device_authorization_endpoint",
    address,
  });
  return {
    kind: tenant === undefined ? "oidc" : "entra",
    tenant: tenant ?? "",
    origin: address.url.origin,
    issuer,
    authorizationEndpoint: required("authorization_endpoint"),
    tokenEndpoint: required("token_endpoint"),
    ...(device === undefined ? {} : { deviceAuthorizationEndpoint: device }),
    jwksUri: required("jwks_uri"),
    insecure: isLoopback(address.url.hostname) &&
      address.url.protocol === "http:",
  };
}
