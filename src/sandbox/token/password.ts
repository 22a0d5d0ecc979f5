import { secondFactorRefusal } from "../claims_request.ts";
import { epochSeconds } from "../clock.ts";
import { required } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import { parseScope } from "../scopes.ts";
import type { UserSeed } from "../world.ts";
import type { Grant, TokenRequest } from "./grant.ts";
import { issueUserTokens } from "./issue.ts";
import { scopeForUser } from "./scope.ts";

/** RFC 6749, 4.3. For tests of programs that still use it: RFC 9700, 2.4 forbids it. */
export const password: Grant = {
  types: ["password"],
  checkPath({ key }) {
    if (key === "common" || key === "consumers") {
      throw refusal(9001023, { tenant: key });
    }
  },
  async redeem(request) {
    const { authority, form, path, client, crossOrigin, claims } = request;
    if (crossOrigin !== undefined) {
      throw refusal(9002326, { origin: crossOrigin });
    }
    const username = required(form, "username");
    required(form, "password");
    const { directory } = authority;
    const scope = parseScope(required(form, "scope"), {
      directory,
      tenantId: path.tenant?.id,
    });
    const asked = scopeForUser(request, {
      directory,
      granted: scope,
      several: "refuse",
    });
    const user = checkUser(request, username);
    const grant = {
      id: crypto.randomUUID(),
      client,
      user,
      path,
      scope,
      amr: ["pwd"],
      authTime: epochSeconds(authority.clock),
      sessionId: crypto.randomUUID(),
      spa: false,
      claims,
    };
    return await issueUserTokens(request, { grant, path, ...asked });
  },
};

function checkUser(
  { authority: { directory }, client, form, path }: TokenRequest,
  username: string,
): UserSeed {
  const user = directory.user(username);
  if (user === undefined) throw refusal(50034, { username, tenant: path.key });
  // A guest's password is their own tenant's affair.
  if (directory.identity(user, { path, client }).guest) {
    throw refusal(50020, { username, tenant: path.key });
  }
  if (user.password !== form.get("password")) throw refusal(50126);
  if (user.disabled) throw refusal(50057);
  if (user.blocked_flows?.includes("password")) throw refusal(53003);
  if (user.mfa) {
    throw secondFactorRefusal(50076, { error: "invalid_grant" });
  }
  return user;
}
