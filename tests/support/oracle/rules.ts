import type { IncomingMessage } from "node:http";
import { layerRefusal, type Refusal } from "./refusals.ts";
import type { OracleSettings } from "./tenant.ts";
import type { OracleClient } from "./world.ts";

/** The parameters of a request, from its query or its body. */
export interface TokenForm {
  readonly fields: URLSearchParams;
  readonly path: string;
}

interface Asked {
  /** Tenant id or alias. */
  readonly key: string;
  readonly request: IncomingMessage;
  readonly form: TokenForm;
}

/**
 * What Entra refuses before, or besides, what OAuth refuses.
 *
 * @returns the refusal, or nothing when the engine may decide
 */
export function entraRules(
  { settings }: { readonly settings: OracleSettings },
  asked: Asked,
): Refusal | undefined {
  const { request, form: { path, fields } } = asked;
  const isForm = path === "/oauth2/v2.0/token" ||
    path === "/oauth2/v2.0/devicecode";
  if (isForm && request.method !== "POST") {
    return layerRefusal(900561, "The endpoint only accepts POST requests");
  }
  if (isForm && fields.has("resource")) {
    return layerRefusal(901002, "'resource' is not supported");
  }
  const claims = fields.get("claims");
  if (isForm && claims !== null && !isJsonObject(claims)) {
    return layerRefusal(90023, "claims is not a JSON object");
  }
  const id = clientIdOf(asked);
  const client = settings.world.clients.find(({ client_id }) =>
    client_id === id
  );
  return aliasRule(asked, client) ??
    (path === "/oauth2/v2.0/token"
      ? originRule(settings, { asked, client })
      : undefined);
}

function clientIdOf({ request, form: { fields } }: Asked): string | undefined {
  const basic = request.headers.authorization?.match(/^Basic (\S+)$/i)?.[1];
  return fields.get("client_id") ??
    (basic === undefined ? undefined : atob(basic).split(":")[0]);
}

/** `common`, `organizations` and `consumers` are not for every client and grant. */
function aliasRule(
  { key, form: { fields } }: Asked,
  client: OracleClient | undefined,
): Refusal | undefined {
  if (key.includes("-") || client === undefined) return undefined;
  const audience = client.audience ?? "tenant";
  if (key === "consumers" && audience !== "all") {
    return layerRefusal(9002332, "The application is for Entra users only");
  }
  if (audience === "tenant") {
    return layerRefusal(50194, `The application is not for /${key}`);
  }
  const grant = fields.get("grant_type");
  if (grant === "client_credentials") {
    return layerRefusal(50059, "An application belongs to one tenant");
  }
  if (grant === "password" && key === "common") {
    return layerRefusal(9001023, "The grant is not supported on /common");
  }
  return undefined;
}

/** Only codes of a single-page application's redirect URI are redeemed by a page, and only by a page. */
function originRule(
  { storage }: OracleSettings,
  { asked, client }: { asked: Asked; client: OracleClient | undefined },
): Refusal | undefined {
  const { request, form: { fields } } = asked;
  const artifact = fields.get("code") ?? fields.get("refresh_token") ?? "";
  const uri = storage.redirectUriOf(artifact);
  const isPage = request.headers.origin !== undefined;
  const spa = uri !== undefined &&
    (client?.spa_redirect_uris?.includes(uri) ?? false);
  if (spa && !isPage) {
    return layerRefusal(9002327, "A page's code is redeemed by a page");
  }
  return !spa && isPage
    ? layerRefusal(9002326, "Only a single-page application may redeem here")
    : undefined;
}

export function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
