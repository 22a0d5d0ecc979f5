import type { Authority } from "../authority.ts";
import { refusal } from "../refusals.ts";
import type { Session, SignedIn, UserGrant } from "../store.ts";
import {
  checkGrant,
  clientInfo,
  type Issue,
  userAccessToken,
  userIdToken,
} from "../token/issue.ts";
import { halfHash } from "../tokens.ts";
import { createCode } from "./code.ts";
import type { AuthorizeRequest } from "./request.ts";
import { returnTo } from "./response.ts";

/**
 * Makes what the response type asks for and sends the person back to the client with it.
 *
 * @throws {EntraRefusal} what {@linkcode checkGrant} refuses
 */
export async function answerSignedIn(
  authority: Authority,
  { request, signedIn, session }: {
    request: AuthorizeRequest;
    signedIn: SignedIn;
    session: Session;
  },
): Promise<Response> {
  const { client, path, scope, spa, claims, types } = request;
  const { user, amr, authTime } = signedIn;
  const grant: UserGrant = {
    id: crypto.randomUUID(),
    client,
    user,
    path,
    scope,
    amr,
    authTime,
    sessionId: session.id,
    spa,
    claims,
  };
  const code = types.has("code")
    ? createCode(authority, { request, grant })
    : undefined;
  return await returnTo(request, {
    ...(code === undefined ? {} : { code }),
    ...await frontChannelTokens(authority, { request, grant, code }),
    ...(request.clientInfo ? { client_info: clientInfo({ user }) } : {}),
    session_state: session.id,
  });
}

async function frontChannelTokens(
  authority: Authority,
  { request, grant, code }: {
    request: AuthorizeRequest;
    grant: UserGrant;
    code: string | undefined;
  },
): Promise<Record<string, string>> {
  const { types, path, scope, nonce, maxAgeSeconds } = request;
  if (!types.has("id_token") && !types.has("token")) return {};
  const [resource] = scope.resources;
  if (resource === undefined) throw refusal(700022);
  const issue: Issue = {
    grant,
    path,
    resource,
    oidc: scope.oidc.filter((name) => name !== "offline_access"),
    nonce,
    authTime: maxAgeSeconds === undefined ? undefined : grant.authTime,
  };
  const identity = checkGrant(authority, issue);
  const access = types.has("token")
    ? frontChannelFields(
      await userAccessToken(authority, { issue, identity, credential: "none" }),
    )
    : {};
  if (!types.has("id_token")) return access;
  const { access_token } = access;
  const hashes = {
    ...(code === undefined ? {} : { c_hash: await halfHash(code) }),
    ...(access_token === undefined
      ? {}
      : { at_hash: await halfHash(access_token) }),
  };
  return {
    ...access,
    id_token: await userIdToken(authority, { issue, identity, hashes }),
  };
}

// RFC 6749, 4.2.2; through the browser everything is text.
function frontChannelFields(
  { access_token, token_type, expires_in, scope }: Record<string, unknown>,
): Record<string, string> {
  return {
    access_token: String(access_token),
    token_type: String(token_type),
    expires_in: String(expires_in),
    scope: String(scope),
  };
}
