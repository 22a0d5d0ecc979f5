import type { CacheKey, TokenCache } from "./cache/memory.ts";
import { ownerOf } from "./cache/owner.ts";
import { acquireSilently, type SilentWish } from "./cache/silent.ts";
import type {
  AcquiredToken,
  AcquireOptions,
  ClientOptions,
  FlowRun,
} from "./client.ts";
import { resolveAuthority } from "./entra/authority.ts";
import { parseScopes } from "./entra/scopes.ts";
import { tenantKind } from "./entra/tenants.ts";
import { AuthError } from "./errors.ts";
import type { FlowEvent } from "./events.ts";
import { flowInfo, type FlowName } from "./flows/flow_names.ts";
import type { FlowRequest, RunOptions } from "./flows/run_flow.ts";
import type { EngineParts } from "./parts.ts";
import type { Ports } from "./ports/mod.ts";
import type { AuthorityFinder } from "./protocol/discover.ts";
import type { GrantRequest } from "./protocol/grant.ts";
import type { SigningKeys } from "./protocol/signing_keys.ts";

/** What the calls of one client share. */
export interface Core {
  readonly options: ClientOptions;
  readonly ports: Ports;
  readonly runFlow: EngineParts["runFlow"];
  readonly cache: TokenCache;
  readonly keys: SigningKeys;
  /** Absent where neither tenant nor authority was named. */
  readonly findAuthority: AuthorityFinder | undefined;
}

/** One call, the flow settled. */
export interface Call {
  readonly flow: FlowName;
  readonly scopes: readonly string[];
  readonly asked: AcquireOptions;
}

/** Flows that ask this machine, and no authority. */
const LOCAL: readonly FlowName[] = [
  "managed-identity",
  "azure-cli",
  "azure-powershell",
  "azd",
];

function runOptions({ ports, keys }: Core, { asked }: Call): RunOptions {
  return { ports, keys, ...(asked.signal ? { signal: asked.signal } : {}) };
}

async function claimsOf(
  { options }: Core,
  { asked }: Call,
): Promise<string | undefined> {
  const capabilities = asked.capabilities ?? options.capabilities ?? [];
  if (capabilities.length === 0 && asked.claims === undefined) return undefined;
  const { capabilityClaims, mergeClaims } = await import(
    "./entra/claims_request.ts"
  );
  return mergeClaims(capabilityClaims(capabilities), asked.claims);
}

/** What a local flow is given in the place of an authority that it never asks. */
const NO_AUTHORITY = resolveAuthority({ tenantId: "common" });

async function* authorityFor(core: Core, { flow, asked: { signal } }: Call) {
  if (LOCAL.includes(flow)) return NO_AUTHORITY;
  if (core.findAuthority !== undefined) {
    return yield* core.findAuthority({ ports: core.ports, signal });
  }
  // Nothing was named, and this flow cannot do without: it says so.
  return resolveAuthority(core.options);
}

async function* grantRequest(
  core: Core,
  call: Call,
): AsyncGenerator<FlowEvent, GrantRequest> {
  const { clientId, auth = { type: "none" } } = core.options;
  const claims = await claimsOf(core, call);
  const { extraParameters } = call.asked;
  return {
    authority: yield* authorityFor(core, call),
    clientId,
    authentication: auth,
    scopes: parseScopes(call.scopes),
    ...(claims === undefined ? {} : { claims }),
    ...(extraParameters === undefined ? {} : { extraParameters }),
  };
}

async function keyOf(core: Core, call: Call): Promise<CacheKey> {
  const { flow, scopes, asked } = call;
  const claims = await claimsOf(core, call);
  const { extraParameters: extra } = asked;
  const owner = ownerOf(flow, asked);
  return {
    scopes: parseScopes(scopes),
    owner: typeof owner === "string" ? owner : await owner,
    ...(claims === undefined && extra === undefined
      ? {}
      : { variant: JSON.stringify([claims, extra]) }),
  };
}

async function* silently(
  core: Core,
  call: Call,
): AsyncGenerator<FlowEvent, AcquiredToken | undefined> {
  const { flow, asked } = call;
  const { minTtlMs, force, username } = asked;
  const wish: SilentWish = {
    key: await keyOf(core, call),
    onlyRefresh: flow === "refresh-token",
    ...(minTtlMs === undefined ? {} : { minTtlMs }),
    ...(force === undefined ? {} : { force }),
    ...(username === undefined ? {} : { username }),
  };
  return yield* acquireSilently(wish, {
    cache: core.cache,
    clock: core.ports.clock,
    request: () => grantRequest(core, call),
    refresh: (request) =>
      core.runFlow("refresh-token", request, runOptions(core, call)),
  });
}

function flowRequest(
  grant: GrantRequest,
  { options, asked }: {
    readonly options: ClientOptions;
    readonly asked: AcquireOptions;
  },
): FlowRequest {
  const { signal: _signal, redirectPorts, claims: _claims, ...rest } = asked;
  const { tenantId } = options;
  const kind = tenantId === undefined ? undefined : tenantKind(tenantId);
  return {
    ...rest,
    ...grant,
    ...(redirectPorts === undefined ? {} : { ports: redirectPorts }),
    // A tool is asked for a tenant only where one is meant.
    ...(tenantId !== undefined && (kind === "guid" || kind === "domain")
      ? { tenant: tenantId }
      : {}),
  };
}

/** A pasted refresh token comes before whatever is kept. */
function isPasted({ flow, asked }: Call): boolean {
  return flow === "refresh-token" && asked.refreshToken !== undefined;
}

/**
 * Runs one flow, whatever is kept, and keeps its token.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @returns Events, then the token.
 * @throws {AuthError} What the flow throws.
 */
export async function* run(core: Core, call: Call): FlowRun {
  const { flow, asked } = call;
  if (flow === "refresh-token" && !isPasted(call)) {
    const again = { ...call, asked: { ...asked, force: true } };
    const token = yield* silently(core, again);
    if (token !== undefined) return token;
  }
  const grant = yield* grantRequest(core, call);
  const request = flowRequest(grant, { options: core.options, asked });
  const token = yield* core.runFlow(flow, request, runOptions(core, call));
  const acquired: AcquiredToken = { ...token, source: "flow", flow };
  // With an ID token alone there is nothing that could serve another call.
  if (acquired.accessToken !== "") {
    core.cache.set(await keyOf(core, call), acquired);
  }
  return acquired;
}

function needsPerson({ flow, asked }: Call): boolean {
  return flowInfo(flow).interactive &&
    !(flow === "password" && asked.password !== undefined);
}

/**
 * Gets a token, silently if it can be.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @returns Events, then the token.
 * @throws {AuthError} If no token can be had.
 */
export async function* acquire(core: Core, call: Call): FlowRun {
  if (!isPasted(call)) {
    const token = yield* silently(core, call);
    if (token !== undefined) return token;
  }
  if (call.asked.noInteraction && needsPerson(call)) {
    throw new AuthError(
      "interaction_required",
      "Cannot get a token without asking the user",
      {
        hint:
          "Run it again where a person can sign in, without --no-interaction",
      },
    );
  }
  return yield* run(core, call);
}
