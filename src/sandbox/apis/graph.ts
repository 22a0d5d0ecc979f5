import type { Authority } from "../authority.ts";
import type { UserSeed } from "../world.ts";
import {
  answerApi,
  ApiRefusal,
  type ApiRequest,
  bearerClaims,
  forbidden,
  invalidToken,
} from "./bearer.ts";

/** `GET /v1.0/me`: the signed-in user, for a delegated Graph token with a `User.Read` permission. */
export function me(
  authority: Authority,
  request: ApiRequest,
): Promise<Response> {
  return answer(authority, {
    ...request,
    respond({ user, scopes }) {
      if (!scopes.some((scope) => scope.startsWith("User.Read"))) {
        throw forbidden("Insufficient privileges to complete the operation.");
      }
      return {
        "@odata.context": `${authority.origin}/v1.0/$metadata#users/$entity`,
        businessPhones: [],
        displayName: `${user.given_name} ${user.family_name}`,
        givenName: user.given_name,
        jobTitle: user.job_title ?? null,
        mail: user.email ?? user.username,
        mobilePhone: null,
        officeLocation: null,
        preferredLanguage: null,
        surname: user.family_name,
        userPrincipalName: user.username,
        id: user.oid,
      };
    },
  });
}

/** The UserInfo endpoint that the metadata names (OpenID Connect Core, 5.3). */
export function userInfo(
  authority: Authority,
  request: ApiRequest,
): Promise<Response> {
  return answer(authority, {
    ...request,
    respond({ user, scopes, subject }) {
      if (!scopes.includes("openid")) {
        throw forbidden("The token lacks the scope 'openid'.");
      }
      return {
        sub: subject,
        name: `${user.given_name} ${user.family_name}`,
        family_name: user.family_name,
        given_name: user.given_name,
        email: user.email ?? user.username,
      };
    },
  });
}

interface Caller {
  readonly user: UserSeed;
  readonly scopes: readonly string[];
  readonly subject: string;
}

function answer(
  authority: Authority,
  { authorization, trace, respond }: ApiRequest & {
    respond: (caller: Caller) => Record<string, unknown>;
  },
): Promise<Response> {
  return answerApi(authority, {
    api: authority.directory.graph(),
    trace,
    respond: async () => respond(await callerOf(authority, authorization)),
  });
}

/** The person behind a token that is meant for the Graph-like API. */
async function callerOf(
  authority: Authority,
  authorization: string | undefined,
): Promise<Caller> {
  const api = authority.directory.graph();
  const claims = await bearerClaims(authority, { authorization, api });
  if (claims["scp"] === undefined) {
    throw new ApiRefusal(
      "/me request is only valid with delegated authentication flow.",
      { status: 400, code: "BadRequest" },
    );
  }
  const name = claims["upn"] ?? claims["preferred_username"];
  const user = authority.directory.user(String(name));
  if (user === undefined) {
    throw invalidToken("The user of the token does not exist.");
  }
  const scopes = String(claims["scp"]).split(" ");
  return { user, scopes, subject: String(claims.sub) };
}
