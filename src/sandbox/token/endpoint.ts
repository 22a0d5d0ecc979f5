/**
 * The token endpoint: the checks that all grants share, in Entra's order, and one grant a file. A new grant is
 * a file that exports a `Grant`, and a line in the list below. Nothing here knows hono.
 *
 * @module
 */
import type { Authority } from "../authority.ts";
import { optional, readParameters, required } from "../parameters.ts";
import { readClaims } from "../claims_request.ts";
import { refusal } from "../refusals.ts";
import { authorizationCode } from "./authorization_code.ts";
import { authenticate, readClient } from "./client_authentication.ts";
import { clientCredentials } from "./client_credentials.ts";
import { deviceCode } from "./device_code.ts";
import type { Grant } from "./grant.ts";
import { onBehalfOf } from "./on_behalf_of.ts";
import { password } from "./password.ts";
import { refreshToken } from "./refresh_token.ts";

const GRANTS: readonly Grant[] = [
  authorizationCode,
  clientCredentials,
  deviceCode,
  onBehalfOf,
  password,
  refreshToken,
];

/** A form post as the token and device authorization endpoints get it. */
export interface FormPost {
  readonly method: string;
  readonly tenant: string;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly origin: string | undefined;
  readonly body: string;
}

/**
 * The token endpoint: what every grant shares, in the order of the checks, then the grant itself.
 *
 * @throws {EntraRefusal}
 */
export async function answerToken(
  authority: Authority,
  post: FormPost,
): Promise<Record<string, unknown>> {
  const form = readForm(post, "grant_type");
  const grantType = required(form, "grant_type");
  const grant = GRANTS.find(({ types }) => types.includes(grantType));
  if (grant === undefined) throw refusal(70003, { grant_type: grantType });
  if (form.has("resource")) throw refusal(901002);
  const { directory, store } = authority;
  const path = directory.tenantPath(post.tenant);
  grant.checkPath?.(path);
  const claim = readClient(form, post.authorization);
  const spa = store.codes.get(form.get("code") ?? "")?.grant.spa ??
    store.refreshTokens.get(form.get("refresh_token") ?? "")?.grant.spa ??
    false;
  const authenticated = await authenticate(authority, { claim, path, spa });
  return await grant.redeem({
    authority,
    form,
    path,
    claims: readClaims(optional(form, "claims")),
    crossOrigin: post.origin,
    ...authenticated,
  });
}

/** @throws {EntraRefusal} 900561, 900144, 9002313 */
export function readForm(
  { method, contentType, body }: FormPost,
  firstParameter: string,
): ReturnType<typeof readParameters> {
  if (method !== "POST") {
    throw refusal(900561, { allowed: "POST, OPTIONS", method });
  }
  // Entra does not read another type of body, so the first parameter is what it misses.
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw refusal(900144, { parameter: firstParameter });
  }
  return readParameters(body);
}
