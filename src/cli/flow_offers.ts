import type { FlowName } from "../engine/flows/flow_names.ts";
import type { FlowOffer } from "../tui/state/model.ts";

/** What decides which flows a profile can run in the interface. */
export interface OfferRequest {
  /** What Enter runs. */
  readonly usual: FlowName;
  /** Whether the client has a credential. */
  readonly hasCredential: boolean;
  /** Whether a redirect URI is set. */
  readonly hasRedirectUri: boolean;
}

/** Flows in which a person signs in here; any client may have them. */
const SIGN_INS: readonly FlowName[] = [
  "interactive",
  "device-code",
  "authorization-code",
  "hybrid",
  "refresh-token",
];
/** The sign-ins that an application's own registration is made for. */
const WEB_SIGN_INS: readonly FlowName[] = [
  "interactive",
  "authorization-code",
  "hybrid",
  "refresh-token",
];

/** What the interface cannot ask for, and where it can be given. */
const ELSEWHERE: Readonly<Partial<Record<FlowName, string>>> = {
  "password":
    "A password is not typed here: entrada get-token -f password asks for it",
  "on-behalf-of":
    "It needs a user's token: entrada get-token -f on-behalf-of takes one",
};

function offer(name: FlowName): FlowOffer {
  const reason = ELSEWHERE[name];
  return reason === undefined ? { name } : { name, reason };
}

/**
 * Tells which flows a profile can run in the interface.
 *
 * @param request What is known of the profile.
 * @returns The flows; one that is the profile's own but cannot be run here has
 *   its reason.
 */
export function flowOffers(
  { usual, hasCredential, hasRedirectUri }: OfferRequest,
): readonly FlowOffer[] {
  const app: readonly FlowName[] = hasCredential ? ["client-credentials"] : [];
  // Without a redirect URI, a registration for the application alone has no
  // page that a user could come back to.
  const isAppOnly = usual === "client-credentials" ||
    usual === "managed-identity";
  const users = !isAppOnly ? SIGN_INS : hasRedirectUri ? WEB_SIGN_INS : [];
  return [...new Set([usual, ...users, ...app])].map(offer);
}
