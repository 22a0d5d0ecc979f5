/**
 * Microsoft Graph, as far as this program reads and changes app registrations:
 * where it is, how it is signed in to, what it answers. May import the engine
 * and the command line's own ways to a token.
 *
 * @module
 */
import { checkTransport } from "../../engine/api/resource_hosts.ts";
import { isLoopback } from "../../engine/entra/authority.ts";
import { cloudOfHost, CLOUDS } from "../../engine/entra/clouds.ts";
import type { AuthorityPlace } from "../call/call_settings.ts";
import { UsageError } from "../errors.ts";

/** Where Graph is, and what its tokens are asked for with. */
export interface GraphPlace {
  /** The address that every path is added to; ends with a slash. */
  readonly base: URL;
  /** The API's identifier in scopes. */
  readonly resource: string;
}

/** Graph of the public cloud, which tenants for customers are in as well. */
const PUBLIC = "https://graph.microsoft.com";
const CUSTOMERS = [".ciamlogin.com", ".b2clogin.com"];

function placeAt(origin: string, resource = PUBLIC): GraphPlace {
  return { base: new URL("/v1.0/", origin), resource };
}

/** The Graph that belongs to an authority, where that is known. */
function knownPlace(
  place: AuthorityPlace | undefined,
): GraphPlace | undefined {
  if (place === undefined) return placeAt(PUBLIC);
  if ("cloud" in place) {
    const cloud = CLOUDS.find(({ name }) => name === place.cloud.toLowerCase());
    return cloud && placeAt(cloud.graph, cloud.graph);
  }
  const { authority } = place;
  const url = URL.parse(
    authority.includes("://") ? authority : `https://${authority}`,
  );
  const host = url?.hostname ?? "";
  const cloud = cloudOfHost(host);
  if (cloud !== undefined) return placeAt(cloud.graph, cloud.graph);
  return CUSTOMERS.some((end) => host.endsWith(end))
    ? placeAt(PUBLIC)
    : undefined;
}

/**
 * Tells where Graph is. An authority on this machine is a sandbox, which has a
 * Graph of its own; any other one that is not Microsoft's has to come with one.
 *
 * @param place The authority.
 * @param asked The address that the user named.
 * @returns Where to ask.
 * @throws {UsageError} If that cannot be told, or a token of Microsoft's would
 *   go elsewhere.
 * @throws {AuthError} `invalid_parameter` if the address is not https.
 */
export function graphPlace(
  place: AuthorityPlace | undefined,
  asked?: string,
): GraphPlace {
  const known = knownPlace(place);
  if (asked === undefined && known !== undefined) return known;
  if (asked !== undefined) {
    const url = URL.parse(asked);
    if (url === null) throw new UsageError(`Cannot use --graph "${asked}"`);
    checkTransport(url);
    if (known === undefined || known.base.origin === url.origin) {
      return known ?? placeAt(url.origin);
    }
    throw new UsageError(
      `Cannot use --graph "${asked}": tokens of this authority are for ${known.base.origin}`,
      "--graph is for authorities that are none of Microsoft's",
    );
  }
  const authority = place !== undefined && "authority" in place
    ? place.authority
    : "";
  const url = URL.parse(authority);
  if (url !== null && isLoopback(url.hostname)) return placeAt(url.origin);
  throw new UsageError(
    "Cannot tell where Graph is: the authority is none of Microsoft's",
    "Name its address with --graph",
  );
}
