import type { Authority } from "../authority.ts";
import { randomValue } from "../random.ts";
import type { UserGrant } from "../store.ts";
import type { AuthorizeRequest } from "./request.ts";

const CODE_LIFETIME_MS = 10 * 60 * 1000;

/** Makes the code that the client will redeem for the grant. */
export function createCode(
  { store, clock }: Authority,
  { request, grant }: { request: AuthorizeRequest; grant: UserGrant },
): string {
  const code = `1.${randomValue()}${randomValue()}`;
  store.codes.set(code, {
    grant,
    redirectUri: request.redirectUri,
    ...(request.challenge === undefined
      ? {}
      : { challenge: request.challenge }),
    nonce: request.nonce,
    showAuthTime: request.maxAgeSeconds !== undefined,
    expiresAt: clock.now() + CODE_LIFETIME_MS,
    used: false,
  });
  return code;
}
