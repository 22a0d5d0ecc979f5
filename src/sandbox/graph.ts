import type { JWTPayload } from "jose";
import type { Authority } from "./authority.ts";
import { issuerV1, issuerV2 } from "./claims.ts";
import type { Trace } from "./error_body.ts";
import { verifyToken } from "./tokens.ts";
import type { UserSeed } from "./world.ts";

interface GraphRequest {
  readonly authorization: string | undefined;
  readonly trace: Trace;
}

class GraphRefusal extends Error {
  override readonly name = "GraphRefusal";
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

/** `GET /v1.0/me`: the signed-in user, for a delegated Graph token with a `User.Read` permission. */
export function me(
  authority: Authority,
  request: GraphRequest,
): Promise<Response> {
  return answer(authority, {
    ...request,
    respond({ user, scopes }) {
      if (!scopes.some((scope) => scope.startsWith("User.Read"))) {
        throw new GraphRefusal(
          403,
          "Authorization_RequestDenied",
          "Insufficient privileges to complete the operation.",
        );
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
  request: GraphRequest,
): Promise<Response> {
  return answer(authority, {
    ...request,
    respond({ user, scopes, subject }) {
      if (!scopes.includes("openid")) {
        throw new GraphRefusal(
          403,
          "Authorization_RequestDenied",
          "The token lacks the scope 'openid'.",
        );
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

async function answer(
  authority: Authority,
  { authorization, trace, respond }: GraphRequest & {
    respond: (caller: Caller) => Record<string, unknown>;
  },
): Promise<Response> {
  const headers = {
    "request-id": trace.traceId,
    "client-request-id": trace.correlationId,
    "cache-control": "private",
  };
  try {
    const caller = await callerOf(authority, authorization);
    return Response.json(respond(caller), { headers });
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    const { status, code, message } = error;
    const challenge =
      `Bearer realm="", authorization_uri="${authority.origin}/common/oauth2/authorize", client_id="${authority.directory.graph()?.id}"`;
    const innerError = {
      date: trace.timestamp.replace(" ", "T").replace("Z", ""),
      "request-id": trace.traceId,
      "client-request-id": trace.correlationId,
    };
    return Response.json({ error: { code, message, innerError } }, {
      status,
      headers: {
        ...headers,
        ...(status === 401 ? { "www-authenticate": challenge } : {}),
      },
    });
  }
}

function invalidToken(message: string): GraphRefusal {
  return new GraphRefusal(401, "InvalidAuthenticationToken", message);
}

/** The person behind a token that is meant for the Graph-like API. */
async function callerOf(
  authority: Authority,
  authorization: string | undefined,
): Promise<Caller> {
  const claims = await checkedClaims(authority, authorization);
  if (claims["scp"] === undefined) {
    throw new GraphRefusal(
      400,
      "BadRequest",
      "/me request is only valid with delegated authentication flow.",
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

async function checkedClaims(
  { clock, directory, origin }: Authority,
  authorization: string | undefined,
): Promise<JWTPayload> {
  const token = authorization?.match(/^Bearer +(\S+)$/i)?.[1];
  if (token === undefined) throw invalidToken("Access token is empty.");
  const claims = await verifyToken(token, { clock }).catch((cause: unknown) => {
    throw invalidToken(
      cause instanceof Error && cause.name === "JWTExpired"
        ? "Lifetime validation failed, the token is expired."
        : "The token cannot be read or its signature is not valid.",
    );
  });
  const graph = directory.graph();
  if (graph === undefined || directory.api(String(claims.aud)) !== graph) {
    throw invalidToken("Access token validation failure. Invalid audience.");
  }
  const tenantId = String(claims["tid"]);
  const issuers = [issuerV1(origin, tenantId), issuerV2(origin, tenantId)];
  if (!issuers.includes(String(claims.iss))) {
    throw invalidToken("Invalid issuer.");
  }
  return claims;
}
