import { acquire, type Core, run } from "./acquire.ts";
import { createTokenCache } from "./cache/memory.ts";
import { ownerOf } from "./cache/owner.ts";
import { createSingleFlight } from "./cache/single_flight.ts";
import type {
  AcquiredToken,
  AcquireOptions,
  Client,
  ClientOptions,
} from "./client.ts";
import { readAuthority } from "./entra/authority.ts";
import { parseScopes } from "./entra/scopes.ts";
import { complete } from "./flows/complete.ts";
import type { FlowName } from "./flows/flow_names.ts";
import type { EngineParts } from "./parts.ts";
import type { Ports } from "./ports/mod.ts";
import type { AuthorityFinder } from "./protocol/discover.ts";
import { Secret } from "./secret.ts";

/** Secrets look alike in JSON, so each is told apart by its object. */
function createFlightKeys() {
  const numbers = new WeakMap<Secret, number>();
  let last = 0;
  const numberOf = (secret: Secret): number => {
    const number = numbers.get(secret) ?? ++last;
    numbers.set(secret, number);
    return number;
  };
  /** Signals and callbacks are the caller's own; all else tells requests apart. */
  return (scopes: readonly string[], options: AcquireOptions): string => {
    const { signal: _signal, ...asked } = options;
    const parts = Object.entries(asked).sort().map(([name, value]) => [
      name,
      value instanceof Secret ? numberOf(value) : value,
    ]);
    return JSON.stringify([[...scopes].sort(), parts]);
  };
}

/** Known endpoints need no finder, and its module is loaded only for others. */
function finderFor(
  options: ClientOptions,
  { discovery }: EngineParts,
): AuthorityFinder | undefined {
  if (options.tenantId === undefined && options.authority === undefined) {
    return undefined;
  }
  const reference = readAuthority(options);
  let finder: Promise<AuthorityFinder> | undefined;
  return async function* (context) {
    if (reference.type === "known") return reference.authority;
    finder ??= discovery().then(({ createAuthorityFinder }) =>
      createAuthorityFinder(options)
    );
    return yield* (await finder)(context);
  };
}

function createCore(
  options: ClientOptions,
  { ports, parts }: { readonly ports: Ports; readonly parts: EngineParts },
): Core {
  return {
    options,
    ports,
    runFlow: parts.runFlow,
    cache: createTokenCache(),
    keys: new Map(),
    findAuthority: finderFor(options, parts),
  };
}

/**
 * Makes a client out of the parts that it is given.
 *
 * @param options The registration, and the authority that knows it.
 * @param world What the client may do, and where the engine's other parts are.
 * @returns The client.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function openClient(
  options: ClientOptions,
  { ports, parts }: { readonly ports: Ports; readonly parts: EngineParts },
): Client {
  const core = createCore(options, { ports, parts });
  const flights = createSingleFlight<AcquiredToken>();
  const flightKey = createFlightKeys();
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
    async preview(scopes, asked = {}) {
      const { preview } = await parts.preview();
      const call = { flow: asked.flow ?? fallback, scopes, asked };
      return await preview(
        (looking) => run({ ...core, ports: looking }, call),
        ports,
      );
    },
    peek(scopes, flow = fallback) {
      const owner = ownerOf(flow);
      if (typeof owner !== "string") return undefined;
      return core.cache.get({ scopes: parseScopes(scopes), owner });
    },
    logout: () => core.cache.clear(),
  };
}
