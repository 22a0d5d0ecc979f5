import { type FlowName, FLOWS } from "../../engine/flows/flow_names.ts";
import type { FlowOffer } from "../../tui/state/model.ts";

/** What decides which flows a profile can run in the interface. */
export interface OfferRequest {
  /** What Enter runs. */
  readonly usual: FlowName;
  /** Whether the client has a credential. */
  readonly hasCredential: boolean;
  /** Whether a client is named at all; it is when absent. */
  readonly hasClient?: boolean;
}

/** What asks this machine, whatever the client is. */
const LOCAL: ReadonlySet<FlowName> = new Set([
  "managed-identity",
  "azure-cli",
  "azure-powershell",
  "azd",
]);
/** What only a client with a credential may do. */
const CONFIDENTIAL: ReadonlySet<FlowName> = new Set([
  "client-credentials",
  "on-behalf-of",
]);
const REASONS = {
  client: "The profile names no client",
  credential: "The profile has no secret and no certificate",
} as const;

/** Whatever else may go wrong, the authority decides: the command line asks it too. */
function reasonOf(
  flow: FlowName,
  { usual, hasCredential, hasClient = true }: OfferRequest,
): string | undefined {
  if (flow === usual || LOCAL.has(flow)) return undefined;
  if (!hasClient) return REASONS.client;
  return CONFIDENTIAL.has(flow) && !hasCredential
    ? REASONS.credential
    : undefined;
}

/**
 * Tells which flows a profile can run in the interface.
 *
 * @param request What is known of the profile.
 * @returns Every flow, the profile's own first; one that it cannot run has its
 * reason.
 */
export function flowOffers(request: OfferRequest): readonly FlowOffer[] {
  const { usual } = request;
  const names = [usual, ...FLOWS.map(({ name }) => name)];
  return [...new Set(names)].map((name): FlowOffer => {
    const reason = reasonOf(name, request);
    return reason === undefined ? { name } : { name, reason };
  });
}
