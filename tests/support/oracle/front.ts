import type { IncomingMessage, ServerResponse } from "node:http";
import { metadata, userInfo } from "./documents.ts";
import type { Engine } from "./engine.ts";
import { interaction } from "./interaction.ts";
import { errorPage } from "./pages.ts";
import { errorMembers, layerRefusal, type Refusal } from "./refusals.ts";
import { entraRules, type TokenForm } from "./rules.ts";
import type { OracleSettings, Tenant } from "./tenant.ts";
import { keysDocument } from "./tokens.ts";

/** A tenant and the engine that serves it. */
export interface Realm {
  readonly tenant: Tenant;
  readonly provider: Engine;
}

export interface Front {
  readonly settings: OracleSettings;
  readonly realms: readonly Realm[];
}

const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Splits `/{tenant}/rest`, applies the rules that no engine knows, and hands the rest to the tenant's engine. */
export async function answer(
  front: Front,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", front.settings.origin);
  const [segment = "", ...rest] = url.pathname.slice(1).split("/");
  const path = `/${rest.join("/")}`;
  if (url.pathname === "/oidc/userinfo") {
    const { status, body } = await userInfo(
      front.settings.world,
      request.headers.authorization,
    );
    return send(response, { status, body });
  }
  const key = keyOf(front, segment);
  const isPage = path.startsWith("/oauth2/v2.0/authorize");
  if (key === undefined) {
    const refusal = layerRefusal(90002, `Tenant '${segment}' not found`);
    return sendRefusal(response, { refusal, isPage, front });
  }
  const document = documentAt(path, { origin: front.settings.origin, key });
  if (document !== undefined) {
    return send(response, { status: 200, body: document });
  }
  const form = isPage
    ? { fields: url.searchParams, path }
    : await readForm(request, path);
  const refusal = entraRules(front, { key, request, form });
  if (refusal !== undefined) {
    return sendRefusal(response, { refusal, isPage, front });
  }
  const realm = realmOf(front, { key, form });
  if (path.startsWith("/interaction/")) {
    return await interaction(realm, { request, response, fields: form.fields });
  }
  request.url = path + url.search;
  realm.provider.callback()(request, response);
}

function documentAt(
  path: string,
  { origin, key }: { origin: string; key: string },
): object | undefined {
  switch (path) {
    case "/v2.0/.well-known/openid-configuration":
      return metadata(origin, key);
    case "/discovery/v2.0/keys":
      return keysDocument(origin);
    default:
      return undefined;
  }
}

/** The tenant's id, or the alias; none if there is no such tenant. */
function keyOf({ settings: { world } }: Front, segment: string) {
  const name = segment.toLowerCase();
  if (name === "common" || name === "organizations") return name;
  if (name === "consumers" || name === PERSONAL) return "consumers";
  return world.tenants.find(({ id, domain }) => id === name || domain === name)
    ?.id;
}

async function readForm(
  request: IncomingMessage,
  path: string,
): Promise<TokenForm> {
  if (request.method !== "POST") return { fields: new URLSearchParams(), path };
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = await new Blob(chunks as BlobPart[]).bytes();
  // The engine reads the body itself; what was read for the tenant's sake is put back.
  Object.defineProperties(request, {
    readable: { value: true },
    iterator: {
      async *value() {
        yield body;
      },
    },
  });
  return { fields: new URLSearchParams(new TextDecoder().decode(body)), path };
}

/** `common` says nothing about the tenant: the code or token that is sent does, or the user. */
function realmOf(
  { settings, realms }: Front,
  { key, form }: { key: string; form: TokenForm },
): Realm {
  const { fields } = form;
  const artifact = ["code", "refresh_token", "device_code"]
    .map((name) => fields.get(name)).find((value) => value !== null);
  const username = fields.get("login_hint") ?? fields.get("username") ??
    settings.automaticUser;
  const home = settings.world.users.find((user) => user.username === username)
    ?.tenant_id;
  const wanted = key.includes("-")
    ? key
    : settings.storage.tenantOf(artifact ?? "") ?? home;
  const found = realms.find(({ tenant }) => tenant.id === wanted) ?? realms[0];
  if (found === undefined) throw new TypeError("The world has no tenant");
  return found;
}

function send(
  response: ServerResponse,
  { status, body }: { status: number; body: object | string },
): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText
      ? "text/html; charset=utf-8"
      : "application/json; charset=utf-8",
    "cache-control": "no-store, no-cache",
  });
  response.end(isText ? body : JSON.stringify(body));
}

function sendRefusal(
  response: ServerResponse,
  { refusal, isPage, front }: {
    readonly refusal: Refusal;
    readonly isPage: boolean;
    readonly front: Front;
  },
): void {
  const members = errorMembers(refusal, front.settings.origin);
  const body = isPage ? errorPage(members) : members;
  send(response, { status: refusal.status, body });
}
