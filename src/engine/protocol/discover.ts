import {
  type Authority,
  type AuthorityOptions,
  type AuthorityReference,
  readAuthority,
} from "../entra/authority.ts";
import {
  type AuthorityAddress,
  metadataAddress,
} from "../entra/authority_address.ts";
import { readMetadata } from "../entra/discovery.ts";
import type { ExchangeEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import { step } from "./step.ts";
import { createWire } from "./wire.ts";

/** What discovery needs of the world. */
export interface DiscoveryContext {
  /** The network and the time. */
  readonly ports: Pick<Ports, "fetch" | "clock">;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks an authority for its endpoints. A redirect is refused, and so is a
 * document that speaks for somebody else.
 *
 * @param address The authority.
 * @param context The network, the time and the signal.
 * @returns The exchange, then the endpoints.
 * @throws {AuthError} `invalid_authority` if the document cannot be trusted, or what went wrong on the way.
 * @see {@link https://openid.net/specs/openid-connect-discovery-1_0.html | OpenID Connect Discovery}
 */
export function discover(
  address: AuthorityAddress,
  { ports, signal }: DiscoveryContext,
): AsyncGenerator<ExchangeEvent, Authority> {
  const wire = createWire(ports, signal);
  return step(wire, {
    action: `Cannot find the endpoints of "${address.text}"`,
    async run() {
      const { href } = metadataAddress(address);
      const response = await wire.send("discovery", href, {
        method: "GET",
        headers: { accept: "application/json" },
      });
      return readMetadata(await response.json(), address);
    },
  });
}

/** Finds an authority's endpoints, without a request wherever they are known. */
export type AuthorityFinder = (
  context: DiscoveryContext,
) => AsyncGenerator<ExchangeEvent, Authority>;

/** Microsoft's own libraries look again after a day. */
const KEPT_MS = 24 * 60 * 60_000;

/**
 * Makes a finder that asks once and remembers.
 *
 * @param options How the authority is named.
 * @returns The finder.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority` if it cannot be one.
 */
export function createAuthorityFinder(
  options: AuthorityOptions,
): AuthorityFinder {
  const reference: AuthorityReference = readAuthority(options);
  let found: { readonly authority: Authority; readonly at: number } | undefined;
  return async function* (context) {
    if (reference.type === "known") return reference.authority;
    const now = context.ports.clock.now();
    if (found !== undefined && now - found.at < KEPT_MS) return found.authority;
    const authority = yield* discover(reference.address, context);
    found = { authority, at: now };
    return authority;
  };
}
