import { required } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import type { RefreshRecord } from "../store.ts";
import type { Grant, TokenRequest } from "./grant.ts";
import { issueUserTokens } from "./issue.ts";
import { scopeForUser } from "./scope.ts";

/** RFC 6749, 6, as Entra does it: bound to user and client, good for every resource, replaced on every use. */
export const refreshToken: Grant = {
  types: ["refresh_token"],
  async redeem(request) {
    const { authority } = request;
    const token = required(request.form, "refresh_token");
    const record = authority.store.refreshTokens.get(token);
    if (record === undefined) throw refusal(70000);
    const { grant } = record;
    checkRecord(request, record);
    const { oidc, resource } = scopeForUser(request, {
      directory: authority.directory,
      granted: grant.scope,
      several: "take_first",
    });
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

function checkRecord(
  { authority: { clock, store, settings }, client, crossOrigin }: TokenRequest,
  record: RefreshRecord,
): void {
  const { grant } = record;
  if (grant.client !== client) throw refusal(70000);
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
