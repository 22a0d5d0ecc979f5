import type { JWTPayload } from "jose";
import type { Authority } from "../authority.ts";
import { issuerV1, issuerV2 } from "../claims.ts";
import {
  mergedClaims,
  readClaims,
  SECOND_FACTOR_POLICY,
  secondFactorRefusal,
} from "../claims_request.ts";
import { epochSeconds } from "../clock.ts";
import { optional, required } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import { parseScope } from "../scopes.ts";
import type { UserGrant } from "../store.ts";
import { verifyToken } from "../tokens.ts";
import type { UserSeed } from "../world.ts";
import type { Grant, TokenRequest } from "./grant.ts";
import { issueUserTokens } from "./issue.ts";
import { scopeForUser } from "./scope.ts";

/** RFC 7523, 2.1, as Entra uses it: an API exchanges the token it was called with for one of another API. */
export const onBehalfOf: Grant = {
  types: ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
  checkPath({ tenant, key }) {
    if (tenant === undefined) throw refusal(9001023, { tenant: key });
  },
  async redeem(request) {
    const { form, client, credential, authority, path, crossOrigin } = request;
    if (credential === "none") throw refusal(7000218);
    if (crossOrigin !== undefined) {
      throw refusal(9002326, { origin: crossOrigin });
    }
    checkUse(request);
    const assertion = required(form, "assertion");
    const { directory } = authority;
    const scope = parseScope(required(form, "scope"), {
      directory,
      tenantId: path.tenant?.id,
    });
    const payload = await checkedAssertion(request, assertion);
    const user = userOf(authority, payload);
    const claims = checkPolicy(user, payload);
    const grant: UserGrant = {
      id: crypto.randomUUID(),
      client,
      user,
      path,
      scope,
      amr: claims.policies.length > 0 ? ["pwd", "mfa"] : ["pwd"],
      authTime: epochSeconds(authority.clock),
      sessionId: String(payload["sid"]),
      spa: false,
      claims: mergedClaims(claims, request.claims),
    };
    const asked = scopeForUser(request, {
      directory,
      granted: scope,
      several: "refuse",
    });
    return await issueUserTokens(request, { grant, path, ...asked });
  },
};

function checkUse({ form }: TokenRequest): void {
  const use = required(form, "requested_token_use");
  if (use !== "on_behalf_of") {
    throw refusal(90023, {
      reason: `'requested_token_use' has the unknown value '${use}'`,
    });
  }
  const type = optional(form, "requested_token_type");
  if (
    type !== undefined &&
    type !== "urn:ietf:params:oauth:token-type:access_token"
  ) {
    throw refusal(90023, {
      reason: `'requested_token_type' has the value '${type}', which the ` +
        "sandbox does not issue",
    });
  }
}

async function checkedAssertion(
  { authority, client, path }: TokenRequest,
  assertion: string,
): Promise<JWTPayload> {
  const { origin, directory } = authority;
  const payload = await verifyToken(assertion, authority).catch(
    (cause: unknown) => {
      throw refusal(isExpired(cause) ? 500133 : 50013);
    },
  );
  const tenantId = path.tenant?.id ?? "";
  const issuers = [issuerV1(origin, tenantId), issuerV2(origin, tenantId)];
  if (!issuers.includes(String(payload.iss))) throw refusal(50013);
  if (payload["idtyp"] === "app") throw refusal(7000114);
  // Of the sandbox's tokens only ID tokens have no permissions at all.
  if (payload["scp"] === undefined) throw refusal(240002);
  const audience = String(payload.aud);
  const api = directory.api(audience, tenantId);
  const clientId = client.client_id.toLowerCase();
  const own =
    [clientId, `api://${clientId}`].includes(audience.toLowerCase()) ||
    api?.id.toLowerCase() === clientId;
  if (!own) throw refusal(500131, { client_id: client.client_id });
  return payload;
}

function isExpired(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "JWTExpired";
}

function userOf({ directory }: Authority, payload: JWTPayload): UserSeed {
  const name = payload["preferred_username"] ?? payload["upn"];
  const user = directory.user(String(name));
  if (user === undefined) throw refusal(50013);
  return user;
}

// The API cannot ask the user for anything, so it is given claims to send back to its caller.
function checkPolicy(user: UserSeed, payload: JWTPayload) {
  const shown = readClaims(JSON.stringify({
    access_token: { capolids: { values: payload["capolids"] ?? [] } },
  }));
  if (user.mfa && !shown.policies.includes(SECOND_FACTOR_POLICY)) {
    throw secondFactorRefusal(50079, { error: "interaction_required" });
  }
  return shown;
}
