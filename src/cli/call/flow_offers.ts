import { type FlowName, FLOWS } from "../../engine/flows/flow_names.ts";
import type { FlowOffer } from "../../tui/state/model.ts";

/** What decides which flows a profile can run in the interface. */
export interface OfferRequest {
  /** What Enter runs. */
  readonly usual: FlowName;
  /** Whether the client has a credential. */
  readonly hasCredential: boolean;
  /** Whether a redirect URI is set. */
  readonly hasRedirectUri: boolean;
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
/** Sign-ins of a user that come back to a registered page. */
const WITH_REDIRECT: ReadonlySet<FlowName> = new Set([
  "interactive",
  "authorization-code",
  "hybrid",
  "implicit",
]);
/** What goes on from an earlier sign-in, or needs none. */
const FROM_BEFORE: ReadonlySet<FlowName> = new Set([
  "refresh-token",
  "on-behalf-of",
]);

const REASONS = {
  client: "The profile names no client",
  credential: "The profile has no secret and no certificate",
  redirect: "The application signs in alone: no redirect URI",
  device: "Only for public clients",
} as const;

function reasonOf(
  flow: FlowName,
  { usual, hasCredential, hasRedirectUri, hasClient = true }: OfferRequest,
): string | undefined {
  if (flow === usual || LOCAL.has(flow)) return undefined;
  if (!hasClient) return REASONS.client;
  if (CONFIDENTIAL.has(flow) && !hasCredential) return REASONS.credential;
  // Such a registration has no page that a user could come back to.
  const isAppOnly = usual === "client-credentials" || LOCAL.has(usual);
  if (!isAppOnly || flow === "client-credentials") return undefined;
  if (WITH_REDIRECT.has(flow) || FROM_BEFORE.has(flow)) {
    return hasRedirectUri || flow === "on-behalf-of"
      ? undefined
      : REASONS.redirect;
  }
  return hasRedirectUri ? REASONS.device : REASONS.redirect;
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
