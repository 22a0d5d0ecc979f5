import { acquire, handOut, run } from "./acquire.ts";
import { createCaches } from "./cache/caches.ts";
import { freshUntil } from "./cache/freshness.ts";
import { ownerOf, registrationOf } from "./cache/owner.ts";
import { look, openSearch } from "./cache/search.ts";
import { createSingleFlight } from "./cache/single_flight.ts";
import { findSignIn, findToken, forgetAccount } from "./cache/token_set.ts";
import type {
  AcquiredToken,
  AcquireOptions,
  Client,
  ClientOptions,
  FlowRun,
  LogoutOptions,
} from "./client.ts";
import type { Core } from "./core.ts";
import { readAuthority } from "./entra/authority.ts";
import { parseScopes } from "./entra/scopes.ts";
import { complete } from "./flows/complete.ts";
import type { FlowName } from "./flows/flow_names.ts";
import type { EngineParts } from "./parts.ts";
import type { Ports } from "./ports/mod.ts";
import type { AuthorityFinder } from "./protocol/discover.ts";
import { Secret } from "./secret.ts";
import type { Account } from "./token.ts";

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
    caches: createCaches({
      store: options.cache,
      partition: options.partition ?? registrationOf(options),
    }),
    keys: new Map(),
    findAuthority: finderFor(options, parts),
  };
}

/** Looks at what this process knows, without a lock or a wait. */
function peek(
  { caches, options, ports }: Core,
  { scopes, flow }: {
    readonly scopes: readonly string[];
    readonly flow: FlowName;
  },
): AcquiredToken | undefined {
  const owner = ownerOf(flow);
  if (typeof owner !== "string") return undefined;
  const key = {
    registration: registrationOf(options),
    scopes: parseScopes(scopes),
    owner,
  };
  const { known } = caches.of(owner, ports.clock.now());
  return findToken(known, { key, signIn: findSignIn(known, { key }) })?.token;
}

async function logout(
  { caches, ports }: Core,
  { account, signal }: LogoutOptions,
): Promise<boolean> {
  const { shared } = caches;
  if (account === undefined) {
    const { tokens, signIns } = await shared.load(signal);
    const had = tokens.size + signIns.size > 0;
    await caches.remove(signal);
    return had;
  }
  const held = await shared.hold("logout", signal);
  try {
    const forgotten = forgetAccount(shared.known, account);
    await held.save(ports.clock.now());
    return forgotten > 0;
  } finally {
    await held.release();
  }
}

async function accounts(
  { caches }: Core,
  signal: AbortSignal | undefined,
): Promise<readonly Account[]> {
  const { signIns } = await caches.shared.load(signal);
  const found = [...signIns.values()].flat()
    .sort((one, other) => other.at - one.at)
    .flatMap(({ account }) => account === null ? [] : [account]);
  return [...new Map(found.map((each) => [each.homeAccountId, each])).values()];
}

/** Options that do not change which token is meant, or are looked at by name. */
const OF_NO_TOKEN = ["flow", "signal", "onEvent"];

/**
 * Hands out what was handed out before, as long as nothing has changed: a
 * service asks for the same token a million times.
 */
function createRecent({ caches, ports }: Core) {
  const tokens = new Map<
    string,
    { readonly token: AcquiredToken; readonly until: number }
  >();
  let version = 0;
  const nameOf = (scopes: readonly string[], asked: AcquireOptions) => {
    for (const name in asked) {
      if (!OF_NO_TOKEN.includes(name)) return undefined;
    }
    if (asked.signal?.aborted) return undefined;
    const only = scopes.length === 1 ? scopes[0] : scopes.join(" ");
    return asked.flow === undefined ? only : `${asked.flow} ${only}`;
  };
  return {
    find(scopes: readonly string[], asked: AcquireOptions) {
      const name = nameOf(scopes, asked);
      if (name === undefined || version !== caches.version()) return undefined;
      const found = tokens.get(name);
      return found !== undefined && ports.clock.now() < found.until
        ? found.token
        : undefined;
    },
    keep(
      token: AcquiredToken,
      { scopes, asked }: {
        readonly scopes: readonly string[];
        readonly asked: AcquireOptions;
      },
    ) {
      const name = nameOf(scopes, asked);
      if (name === undefined || asked.flow === "on-behalf-of") return;
      if (version !== caches.version()) tokens.clear();
      version = caches.version();
      const until = freshUntil(token);
      tokens.set(name, { token: { ...token, source: "cache" }, until });
    },
  };
}

/** Concurrent calls for the same token share one request. */
function createGetToken(
  core: Core,
  start: (scopes: readonly string[], asked: AcquireOptions) => FlowRun,
): Client["getToken"] {
  const flights = createSingleFlight<AcquiredToken>();
  const flightKey = createFlightKeys();
  const recent = createRecent(core);
  return (scopes, options = {}) => {
    const found = recent.find(scopes, options);
    if (found !== undefined) return Promise.resolve(found);
    const { onEvent, ...asked } = options;
    return flights(flightKey(scopes, asked), {
      ...(asked.signal ? { signal: asked.signal } : {}),
      start: async (signal) => {
        const run = start(scopes, { ...asked, signal });
        const token = await complete(run, onEvent);
        recent.keep(token, { scopes, asked });
        return token;
      },
    });
  };
}

/** Who calls APIs is loaded when it does. */
function apiCalls(
  { ports, ...caller }: {
    readonly client: Pick<Client, "getToken">;
    readonly options: ClientOptions;
    readonly ports: Ports;
  },
  parts: EngineParts,
): Pick<Client, "asCredential" | "fetch"> {
  const fetch = ports.apiFetch ?? ports.fetch;
  return {
    asCredential: () => ({
      async getToken(scopes, options) {
        const { credentialToken } = await parts.api();
        return await credentialToken({ scopes, options }, caller);
      },
    }),
    async fetch(input, init = {}) {
      const { fetchWithToken } = await parts.api();
      return await fetchWithToken({ input, init }, { ...caller, fetch });
    },
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
  const fallback: FlowName = options.flow ??
    ((options.auth ?? { type: "none" }).type === "none"
      ? "device-code"
      : "client-credentials");
  const start = (scopes: readonly string[], asked: AcquireOptions) =>
    acquire(core, { flow: asked.flow ?? fallback, scopes, asked });
  const getToken = createGetToken(core, start);
  return {
    acquire: (scopes, asked = {}) => start(scopes, asked),
    run: (flow, scopes, asked = {}) => run(core, { flow, scopes, asked }),
    getToken,
    async preview(scopes, asked = {}) {
      const { preview } = await parts.preview();
      const call = { flow: asked.flow ?? fallback, scopes, asked };
      return await preview(
        (looking) => run({ ...core, ports: looking }, call),
        ports,
      );
    },
    async find(scopes, asked = {}) {
      const call = { flow: asked.flow ?? fallback, scopes, asked };
      const search = await openSearch(core, call);
      await search.cache.load(asked.signal);
      return handOut(look(search));
    },
    peek: (scopes, flow = fallback) => peek(core, { scopes, flow }),
    accounts: (signal) => accounts(core, signal),
    logout: (asked = {}) => logout(core, asked),
    ...apiCalls({ client: { getToken }, options, ports }, parts),
  };
}
