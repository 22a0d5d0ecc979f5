/**
 * The client: silent first, then a flow.
 *
 * @module
 */
import { createTokenCache, type TokenCache } from "./cache/memory.ts";
import { acquireSilently } from "./cache/silent.ts";
import { createSingleFlight } from "./cache/single_flight.ts";
import { resolveAuthority } from "./entra/authority.ts";
import { parseScopes } from "./entra/scopes.ts";
import { AuthError } from "./errors.ts";
import type { FlowEvent } from "./events.ts";
import { complete } from "./flows/complete.ts";
import { actorOf, type FlowName } from "./flows/flow_names.ts";
import { runFlow } from "./flows/run_flow.ts";
import type { Ports, ResponseMode } from "./ports/mod.ts";
import type { ClientAuthentication } from "./protocol/client_authentication.ts";
import type { GrantRequest } from "./protocol/grant.ts";
import type { Token } from "./token.ts";

/** What a client is: a registration in a tenant of a cloud. */
export interface ClientOptions {
  /** Tenant id, verified domain, `common`, `organizations` or `consumers`. */
  readonly tenantId?: string;
  /** Application (client) id. */
  readonly clientId: string;
  /** How the client authenticates; none means a public client. */
  readonly auth?: ClientAuthentication;
  /** `public` (default), `usgov` or `china`. */
  readonly cloud?: string;
  /** A whole authority address, tenant included, in place of cloud and tenant. */
  readonly authority?: string;
}

/** What one call may ask for. */
export interface AcquireOptions {
  /** The flow to run when nothing kept can serve; none lets the client choose. */
  readonly flow?: FlowName;
  /** Skip the kept access token. */
  readonly force?: boolean;
  /** Fail with `interaction_required` before a flow that needs the user. */
  readonly noInteraction?: boolean;
  /** Life that the token must still have, in milliseconds. */
  readonly minTtlMs?: number;
  /** Ends the call; its reason is what the call rejects with. */
  readonly signal?: AbortSignal;
  /** `claims` to ask for, JSON text. */
  readonly claims?: string;
  /** User name to fill in on the sign-in page. */
  readonly loginHint?: string;
  /** Domain that skips home realm discovery. */
  readonly domainHint?: string;
  /** `prompt`: `login`, `consent`, `select_account`, `none` or `create`. */
  readonly prompt?: string;
  /** The registered redirect URI. */
  readonly redirectUri?: string;
  /** Loopback ports to try, first to last. */
  readonly redirectPorts?: readonly number[];
  /** `response_mode` of the authorization endpoint. */
  readonly responseMode?: ResponseMode;
  /** Open the browser: default yes for `interactive`, no for `authorization-code`. */
  readonly openBrowser?: boolean;
  /** Language of the device code message, such as `de-DE`. */
  readonly market?: string;
}

/** A token and where it came from. */
export interface AcquiredToken extends Token {
  /** Kept, refreshed, or fresh from a flow. */
  readonly source: "cache" | "refresh" | "flow";
  /** The flow that it first came from. */
  readonly flow: FlowName;
}

/** A run that yields events and ends with a token. */
export type FlowRun = AsyncGenerator<FlowEvent, AcquiredToken>;

/** Gets tokens for one client; keeps them in memory. */
export interface Client {
  /**
   * Gets a token, silently if it can be, and tells what happens meanwhile.
   *
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns Events, then the token.
   * @throws {AuthError} If no token can be had.
   */
  acquire(scopes: readonly string[], options?: AcquireOptions): FlowRun;
  /**
   * Gets a token; concurrent calls for the same one share one request.
   *
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns The token.
   * @throws {AuthError} If no token can be had.
   */
  getToken(
    scopes: readonly string[],
    options?: AcquireOptions & {
      /** Hears what happens meanwhile. */
      readonly onEvent?: (event: FlowEvent) => void;
    },
  ): Promise<AcquiredToken>;
  /**
   * Runs one flow, whatever is kept, and keeps its token.
   *
   * @param flow The flow.
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns Events, then the token.
   * @throws {AuthError} What the flow throws.
   */
  run(
    flow: FlowName,
    scopes: readonly string[],
    options?: AcquireOptions,
  ): FlowRun;
  /** The kept token for these scopes, expired or not. */
  peek(scopes: readonly string[], flow?: FlowName): AcquiredToken | undefined;
  /** Forgets every kept token. */
  logout(): void;
}

function grantRequest(
  options: ClientOptions,
  { scopes, claims }: {
    readonly scopes: readonly string[];
    readonly claims: string | undefined;
  },
): GrantRequest {
  return {
    authority: resolveAuthority(options),
    clientId: options.clientId,
    authentication: options.auth ?? { type: "none" },
    scopes,
    ...(claims === undefined ? {} : { claims }),
  };
}

/** Signals and callbacks are the caller's own; all else tells requests apart. */
function flightKey(scopes: readonly string[], options: AcquireOptions): string {
  const { signal: _signal, ...asked } = options;
  return JSON.stringify([[...scopes].sort(), Object.entries(asked).sort()]);
}

/** What the calls of one client share. */
interface Core {
  readonly options: ClientOptions;
  readonly ports: Ports;
  readonly cache: TokenCache;
}

async function* run(
  core: Core,
  { flow, scopes, asked }: {
    readonly flow: FlowName;
    readonly scopes: readonly string[];
    readonly asked: AcquireOptions;
  },
): FlowRun {
  const { options, ports, cache } = core;
  const wanted = parseScopes(scopes);
  const { signal, redirectPorts, claims, ...parameters } = asked;
  const request = grantRequest(options, { scopes: wanted, claims });
  if (flow === "refresh-token") {
    const again = { ...asked, flow, force: true };
    const token = yield* acquireSilently(request, {
      cache,
      ports,
      asked: again,
    });
    if (token !== undefined) return token;
  }
  const token: Token = yield* runFlow(
    flow,
    {
      ...parameters,
      ...request,
      ...(redirectPorts ? { ports: redirectPorts } : {}),
    },
    { ports, ...(signal ? { signal } : {}) },
  );
  const acquired: AcquiredToken = { ...token, source: "flow", flow };
  cache.set({ scopes: wanted, actor: actorOf(flow), claims }, acquired);
  return acquired;
}

async function* acquire(
  core: Core,
  { flow, scopes, asked }: {
    readonly flow: FlowName;
    readonly scopes: readonly string[];
    readonly asked: AcquireOptions;
  },
): FlowRun {
  const { options, ports, cache } = core;
  const { claims } = asked;
  const request = grantRequest(options, {
    scopes: parseScopes(scopes),
    claims,
  });
  const settled = { ...asked, flow };
  const silent = yield* acquireSilently(request, {
    cache,
    ports,
    asked: settled,
  });
  if (silent !== undefined) return silent;
  if (asked.noInteraction && actorOf(flow) === "user") {
    throw new AuthError(
      "interaction_required",
      "Cannot get a token without asking the user",
      {
        hint:
          "Run it again where a person can sign in, without --no-interaction",
      },
    );
  }
  return yield* run(core, { flow, scopes, asked });
}

/**
 * Makes a client.
 *
 * @param options The registration, and the authority that knows it.
 * @param ports What the client may do to the world.
 * @returns The client.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function createClient(options: ClientOptions, ports: Ports): Client {
  resolveAuthority(options);
  const core: Core = { options, ports, cache: createTokenCache() };
  const flights = createSingleFlight<AcquiredToken>();
  const fallback: FlowName = (options.auth ?? { type: "none" }).type === "none"
    ? "device-code"
    : "client-credentials";
  const start = (scopes: readonly string[], asked: AcquireOptions) =>
    acquire(core, { flow: asked.flow ?? fallback, scopes, asked });
  return {
    acquire: (scopes, asked = {}) => start(scopes, asked),
    run: (flow, scopes, asked = {}) => run(core, { flow, scopes, asked }),
    getToken: (scopes, { onEvent, ...asked } = {}) =>
      flights(flightKey(scopes, asked), {
        ...(asked.signal ? { signal: asked.signal } : {}),
        start: (signal) =>
          complete(start(scopes, { ...asked, signal }), onEvent),
      }),
    peek: (scopes, flow = fallback) =>
      core.cache.get({ scopes: parseScopes(scopes), actor: actorOf(flow) }),
    logout: () => core.cache.clear(),
  };
}
