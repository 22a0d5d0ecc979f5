import type { Authority } from "../authority.ts";
import { randomValue } from "../random.ts";
import type { UserGrant } from "../store.ts";

const DAY_SECONDS = 86_400;
const LIFETIME_MS = 90 * DAY_SECONDS * 1000;
const SPA_LIFETIME_MS = DAY_SECONDS * 1000;

/** The members of a token response that a refresh token brings. */
export function newRefreshToken(
  { store, clock }: Authority,
  grant: UserGrant,
): Record<string, unknown> {
  const token = `1.${randomValue()}${randomValue()}`;
  // The end of a single page app's refresh token is fixed by the sign-in; others live on with use.
  const expiresAt = grant.spa
    ? grant.authTime * 1000 + SPA_LIFETIME_MS
    : clock.now() + LIFETIME_MS;
  store.refreshTokens.set(token, { grant, expiresAt, replaced: false });
  const secondsLeft = Math.floor((expiresAt - clock.now()) / 1000);
  return {
    refresh_token: token,
    ...(grant.spa
      ? { refresh_token_expires_in: Math.max(0, secondsLeft) }
      : {}),
    ...(grant.client.family ? { foci: "1" } : {}),
  };
}
