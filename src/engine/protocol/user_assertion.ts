import { AuthError } from "../errors.ts";
import { decodeToken } from "../jwt/decode.ts";

const GIVE = "Give the access token that your API received, and nothing else";

type Payload = Readonly<Record<string, unknown>>;

function refuse(why: string, hint: string): AuthError {
  return new AuthError(
    "invalid_assertion",
    `Cannot act on behalf of the user: ${why}`,
    { hint },
  );
}

function payloadOf(assertion: string): Payload {
  if (assertion === "") throw refuse("there is no token", GIVE);
  const { kind, payload, problems } = decodeToken(assertion);
  if (kind === "jws" && problems.length === 0) return payload;
  throw refuse(
    kind === "jws"
      ? "the token is damaged"
      : "the assertion is no readable JWT",
    GIVE,
  );
}

function isForClient({ aud }: Payload, clientId: string): boolean {
  const audiences = (Array.isArray(aud) ? aud : [aud]).map((each) =>
    String(each).toLowerCase().replace(/\/+$/, "")
  );
  const id = clientId.toLowerCase();
  return audiences.some((each) =>
    each === id || each === `api://${id}` ||
    // An API may be named after its domain; then only the authority can tell.
    (each.includes("://") && !/^api:\/\/[0-9a-f-]{36}$/.test(each) &&
      !MICROSOFT.test(each))
  );
}

/** APIs of Microsoft's, whose tokens are never for one's own API. */
const MICROSOFT =
  /^https:\/\/([^/]+\.)?(microsoft\.com|microsoft\.us|azure\.(com|net|cn)|windows\.net|office(365)?\.com|chinacloudapi\.cn|usgovcloudapi\.net|sharepoint\.com|dynamics\.com|powerbi\.com)(\/|$)/;

/** `idtyp` is the sure sign; otherwise roles without scopes mean an application. */
function isAppOnly({ idtyp, scp, roles }: Payload): boolean {
  return idtyp === "app" ||
    (idtyp === undefined && scp === undefined && roles !== undefined);
}

/**
 * Checks what can be known of a user's token before it is exchanged: that it
 * is a JWT, is meant for this client, speaks for a user and has not expired.
 * Its signature is the authority's to check.
 *
 * @param assertion The access token that this client received as an API.
 * @param context This client, and the time in milliseconds since the epoch.
 * @throws {AuthError} `invalid_assertion`, or `expired_token`.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow | On-behalf-of flow}
 */
export function checkUserAssertion(
  assertion: string,
  { clientId, now }: { readonly clientId: string; readonly now: number },
): void {
  const payload = payloadOf(assertion);
  if (isAppOnly(payload)) {
    throw refuse(
      "the token is the application's own, with no user in it",
      "Use client-credentials for an application; on-behalf-of needs a token that a user signed in for",
    );
  }
  if (payload.scp === undefined) {
    throw refuse(
      "the token has no scope, as ID tokens have none",
      "Give the access token for your API, not the ID token",
    );
  }
  if (!isForClient(payload, clientId)) {
    throw refuse(
      `the token is for "${
        String(payload.aud)
      }", not for the client "${clientId}"`,
      `Get it with a scope of this API, such as api://${clientId}/access_as_user`,
    );
  }
  const { exp } = payload;
  if (typeof exp === "number" && exp * 1000 <= now) {
    throw new AuthError(
      "expired_token",
      "Cannot act on behalf of the user: the token has expired",
      { hint: "Get a new token for this API and try again" },
    );
  }
}
