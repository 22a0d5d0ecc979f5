import type { Caches } from "./cache/caches.ts";
import type { AcquireOptions, ClientOptions } from "./client.ts";
import { resolveAuthority } from "./entra/authority.ts";
import { parseScopes } from "./entra/scopes.ts";
import { tenantKind } from "./entra/tenants.ts";
import type { FlowEvent } from "./events.ts";
import type { FlowName } from "./flows/flow_names.ts";
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
  readonly caches: Caches;
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

/** What a local flow is given in the place of an authority that it never asks. */
const NO_AUTHORITY = resolveAuthority({ tenantId: "common" });

/**
 * What a flow is run with.
 *
 * @param core What the calls of the client share.
 * @param signal Ends the flow.
 * @returns The ports, the kept keys and the signal.
 */
export function runOptions(
  { ports, keys }: Core,
  signal: AbortSignal | undefined,
): RunOptions {
  return { ports, keys, ...(signal ? { signal } : {}) };
}

/** Which claims a call is about: all that are sent, or what every call sends. */
export type ClaimsOf = "call" | "client";

/**
 * Joins the claims that are asked for.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @param whose Whether what this one call asks for is among them.
 * @returns JSON text, or `undefined` where nothing is asked for.
 */
export async function claimsOf(
  { options }: Core,
  { asked, whose }: {
    readonly asked: AcquireOptions;
    readonly whose: ClaimsOf;
  },
): Promise<string | undefined> {
  const capabilities = asked.capabilities ?? options.capabilities ?? [];
  const own = whose === "call" ? asked.claims : undefined;
  if (capabilities.length === 0) {
    if (own === undefined && options.claims === undefined) return undefined;
  }
  const { capabilityClaims, mergeClaims } = await import(
    "./entra/claims_request.ts"
  );
  const always = mergeClaims(capabilityClaims(capabilities), options.claims);
  return mergeClaims(always, own);
}

async function* authorityFor(core: Core, { flow, asked: { signal } }: Call) {
  if (LOCAL.includes(flow)) return NO_AUTHORITY;
  if (core.findAuthority !== undefined) {
    return yield* core.findAuthority({ ports: core.ports, signal });
  }
  // Nothing was named, and this flow cannot do without: it says so.
  return resolveAuthority(core.options);
}

/**
 * Makes the part of a request that every grant has.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @returns Discovery's events, then the request.
 */
export async function* grantRequest(
  core: Core,
  call: Call,
): AsyncGenerator<FlowEvent, GrantRequest> {
  const { clientId, auth = { type: "none" } } = core.options;
  const claims = await claimsOf(core, { asked: call.asked, whose: "call" });
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

/**
 * Makes the request of a flow.
 *
 * @param grant What every grant has.
 * @param call The client's options and the call's.
 * @returns The request.
 */
export function flowRequest(
  grant: GrantRequest,
  { options, asked }: {
    readonly options: ClientOptions;
    readonly asked: AcquireOptions;
  },
): FlowRequest {
  const { signal: _signal, redirectPorts, claims: _claims, account, ...rest } =
    asked;
  const { tenantId, prompt } = options;
  const kind = tenantId === undefined ? undefined : tenantKind(tenantId);
  // Who is meant may as well be filled in.
  const hint = asked.loginHint ??
    (account?.includes("@") ? account : options.loginHint);
  return {
    ...(prompt === undefined ? {} : { prompt }),
    ...rest,
    ...grant,
    ...(hint === undefined ? {} : { loginHint: hint }),
    ...(redirectPorts === undefined ? {} : { ports: redirectPorts }),
    // A tool is asked for a tenant only where one is meant.
    ...(tenantId !== undefined && (kind === "guid" || kind === "domain")
      ? { tenant: tenantId }
      : {}),
  };
}
