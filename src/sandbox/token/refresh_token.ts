import type { Authority } from "../authority.ts";
import { required } from "../parameters.ts";
import { EntraRefusal, refusal } from "../refusals.ts";
import type { RefreshRecord, UserGrant } from "../store.ts";
import type { Grant, TokenRequest } from "./grant.ts";
import { issueUserTokens } from "./issue.ts";
import { scopeForUser } from "./scope.ts";

// A client that asks for the same thing so often does not keep what it gets.
const LOOP_WINDOW_MS = 5 * 60 * 1000;
const LOOP_LIMIT = 15;

/** RFC 6749, 6, as Entra does it: bound to user and client, good for every resource, replaced on every use. */
export const refreshToken: Grant = {
  types: ["refresh_token"],
  async redeem(request) {
    const { authority } = request;
    const token = required(request.form, "refresh_token");
    const record = authority.store.refreshTokens.get(token);
    if (record === undefined) throw refusal(70000);
    const grant = grantOf(request, record);
    checkRecord(request, record);
    const { oidc, resource } = scopeForUser(request, {
      directory: authority.directory,
      granted: grant.scope,
      several: "take_first",
    });
    checkLoop(authority, [token, resource.api.id, ...resource.permissions]);
    const answer = await issueUserTokens(request, {
      grant,
      path: request.path.tenant === undefined ? grant.path : request.path,
      // A redemption always gives a new refresh token, asked for or not.
      oidc: [...new Set([...oidc, "offline_access"])],
      resource,
    });
    record.replaced = true;
    return answer;
  },
};

// The members of a family of clients share their refresh tokens.
function grantOf(
  { client }: TokenRequest,
  { grant }: RefreshRecord,
): UserGrant {
  if (grant.client === client) return grant;
  if (!grant.client.family) throw refusal(70000);
  if (client.family) return { ...grant, client };
  throw new EntraRefusal(
    `The refresh token belongs to a family that application '${client.client_id}' is not in.`,
    { error: "invalid_grant", status: 400, suberror: "client_mismatch" },
  );
}

function checkRecord(
  { authority: { clock, store, settings }, crossOrigin }: TokenRequest,
  record: RefreshRecord,
): void {
  const { grant } = record;
  if (grant.spa && crossOrigin === undefined) throw refusal(9002327);
  if (!grant.spa && crossOrigin !== undefined) {
    throw refusal(9002326, { origin: crossOrigin });
  }
  if (clock.now() >= record.expiresAt) {
    throw refusal(grant.spa ? 700084 : 700082);
  }
  // Entra leaves a replaced token valid; RFC 9700, 4.14.2 would take the whole grant back.
  if (record.replaced && settings.strictRefresh) {
    store.revokedGrants.add(grant.id);
    throw refusal(70008);
  }
}

function checkLoop(
  { store, clock }: Authority,
  asked: readonly string[],
): void {
  const key = asked.join(" ");
  const now = clock.now();
  const recent = (store.refreshTimes.get(key) ?? []).filter((at) =>
    now - at < LOOP_WINDOW_MS
  );
  if (recent.length >= LOOP_LIMIT - 1) throw refusal(50196);
  store.refreshTimes.set(key, [...recent, now]);
}
