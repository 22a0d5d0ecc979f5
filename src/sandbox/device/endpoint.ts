/**
 * The device authorization endpoint and the decisions about its codes (RFC 8628). Polling is a grant, in
 * `token/`; the pages are in `pages/`.
 *
 * @module
 */
import type { Authority } from "../authority.ts";
import { readClaims } from "../claims_request.ts";
import type { TenantPath } from "../directory.ts";
import { optional, type Parameters, required } from "../parameters.ts";
import { randomUserCode, randomValue } from "../random.ts";
import { refusal } from "../refusals.ts";
import { parseScope } from "../scopes.ts";
import { authenticate, readClient } from "../token/client_authentication.ts";
import { type FormPost, readForm } from "../token/endpoint.ts";
import type { ClientSeed } from "../world.ts";

type Message = (uri: string, code: string) => string;

const ENGLISH: Message = (uri, code) =>
  `To sign in, use a web browser to open the page ${uri} and enter the code ${code} to authenticate.`;

const MESSAGES: Readonly<Record<string, Message>> = {
  de: (uri, code) =>
    `Öffnen Sie zum Anmelden die Seite ${uri} in einem Webbrowser und geben Sie den Code ${code} ein.`,
  es: (uri, code) =>
    `Para iniciar sesión, abra la página ${uri} en un navegador y escriba el código ${code}.`,
  fr: (uri, code) =>
    `Pour vous connecter, ouvrez la page ${uri} dans un navigateur et saisissez le code ${code}.`,
};

/**
 * The device authorization endpoint (RFC 8628, 3.1).
 *
 * @throws {EntraRefusal}
 */
export async function answerDeviceCode(
  authority: Authority,
  post: FormPost & { mkt: string | undefined },
): Promise<Record<string, unknown>> {
  const { directory, clock, store, settings, origin } = authority;
  const form = readForm(post, "client_id");
  if (form.has("resource")) throw refusal(901002);
  const path = directory.tenantPath(post.tenant);
  const client = await clientOf(authority, { post, form, path });
  const scope = parseScope(required(form, "scope"), {
    directory,
    tenantId: path.tenant?.id,
  });
  const record = {
    deviceCode: `D${randomValue()}${randomValue()}`,
    userCode: randomUserCode(),
    client,
    path,
    scope,
    claims: readClaims(optional(form, "claims")),
    expiresAt: clock.now() + settings.deviceExpiresInSeconds * 1000,
    intervalMs: settings.deviceIntervalSeconds * 1000,
    polls: 0,
    state: "pending" as const,
  };
  store.devices.set(record.deviceCode, record);
  const uri = `${origin}/devicelogin`;
  return {
    user_code: record.userCode,
    device_code: record.deviceCode,
    verification_uri: uri,
    expires_in: settings.deviceExpiresInSeconds,
    interval: settings.deviceIntervalSeconds,
    message: messageIn(post.mkt)(uri, record.userCode),
  };
}

function messageIn(mkt: string | undefined): Message {
  return MESSAGES[mkt?.slice(0, 2).toLowerCase() ?? ""] ?? ENGLISH;
}

// A confidential client may leave its credential for the token request.
async function clientOf(
  authority: Authority,
  { post, form, path }: { post: FormPost; form: Parameters; path: TenantPath },
): Promise<ClientSeed> {
  const claim = readClient(form, post.authorization);
  return claim.secret === undefined && claim.assertion === undefined
    ? authority.directory.client(claim.clientId, path)
    : (await authenticate(authority, { claim, path })).client;
}
