import type { Clock, Ports } from "../ports/mod.ts";
import { type Grant, type GrantRequest, toGrant } from "./grant.ts";
import type { SigningKeys } from "./signing_keys.ts";
import { createWire, type Wire } from "./wire.ts";

/** How every flow is run. */
export interface FlowOptions {
  /** Ends the run; its reason is what the run rejects with. */
  readonly signal?: AbortSignal;
  /** Keys that sign ID tokens, kept from run to run; a `new Map()` begins with none. */
  readonly keys?: SigningKeys;
}

/** What one run of a flow shares while it talks to one authority. */
export interface Conversation {
  readonly request: GrantRequest;
  readonly grant: Grant;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly signal: AbortSignal | undefined;
}

/**
 * Begins to talk to an authority.
 *
 * @param request Who asks for what.
 * @param context The world, and how the flow is run.
 * @returns What the run shares.
 * @throws {AuthError} `invalid_client_id` or `invalid_parameter`.
 */
export function converse(
  request: GrantRequest,
  { ports, options }: {
    readonly ports: Pick<Ports, "fetch" | "clock">;
    readonly options: FlowOptions;
  },
): Conversation {
  const { signal, keys = new Map() } = options;
  return {
    request,
    grant: toGrant(request),
    wire: createWire(ports, signal),
    clock: ports.clock,
    keys,
    signal,
  };
}
