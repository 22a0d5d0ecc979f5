// Requests in which nothing is wrong; a mistake is one of them with a change.
import {
  type Authority,
  authorize,
  CALLBACK,
  CHALLENGE,
  CLI,
  DAEMON,
  type Fields,
  GRAPH_DEFAULT,
  INTRANET,
  LOOPBACK,
  member,
  ORDERS,
  PORTAL,
  post,
  SHOP,
  SIGN_IN_SCOPES,
  VERIFIER,
} from "./authority_world.ts";

export const APP: Fields = {
  grant_type: "client_credentials",
  client_id: DAEMON.id,
  client_secret: DAEMON.secret,
  scope: GRAPH_DEFAULT,
};

export const CLI_REQUEST: Fields = {
  client_id: CLI.id,
  response_type: "code",
  redirect_uri: LOOPBACK,
  scope: SIGN_IN_SCOPES,
  state: "state-1",
  nonce: "nonce-1",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

export const SHOP_REQUEST: Fields = {
  ...CLI_REQUEST,
  client_id: SHOP.id,
  redirect_uri: CALLBACK,
};

/** The client that may get tokens from the authorization endpoint. */
export const PORTAL_REQUEST: Fields = {
  ...CLI_REQUEST,
  client_id: PORTAL.id,
  redirect_uri: INTRANET,
  response_type: "code id_token",
};

export const DEVICE_REQUEST: Fields = {
  client_id: CLI.id,
  scope: SIGN_IN_SCOPES,
};

/** A fresh code's redemption. */
export async function redemption(
  authority: Authority,
  request: Fields = CLI_REQUEST,
): Promise<Fields> {
  const answer = await authorize(authority, { fields: request });
  return {
    grant_type: "authorization_code",
    client_id: request.client_id,
    code: member(answer, "code"),
    redirect_uri: request.redirect_uri,
    code_verifier: request.code_challenge === undefined ? undefined : VERIFIER,
  };
}

/** What a sign-in gives. */
export async function signedIn(
  authority: Authority,
  scope = SIGN_IN_SCOPES,
): Promise<Readonly<Record<string, unknown>>> {
  const fields = await redemption(authority, { ...CLI_REQUEST, scope });
  return (await post(authority, { fields })).body;
}

export async function refresh(authority: Authority): Promise<Fields> {
  const { refresh_token } = await signedIn(authority);
  return {
    grant_type: "refresh_token",
    client_id: CLI.id,
    refresh_token: String(refresh_token),
    scope: SIGN_IN_SCOPES,
  };
}

export async function poll(authority: Authority): Promise<Fields> {
  const answer = await post(authority, {
    path: "devicecode",
    fields: DEVICE_REQUEST,
  });
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    client_id: CLI.id,
    device_code: member(answer, "device_code"),
  };
}

/** The API passes on the token that it was called with. */
export async function onBehalfOf(authority: Authority): Promise<Fields> {
  const { access_token } = await signedIn(
    authority,
    `openid api://${ORDERS.id}/access_as_user`,
  );
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    client_id: ORDERS.id,
    client_secret: ORDERS.secret,
    assertion: String(access_token),
    requested_token_use: "on_behalf_of",
    scope: "https://graph.microsoft.com/User.Read",
  };
}
