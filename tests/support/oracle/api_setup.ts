import type { JWTPayload } from "jose";
import type { EngineClient, EngineContext } from "./engine.ts";
import { enginePage } from "./pages.ts";
import { refuse } from "./refusals.ts";
import type { Tenant } from "./tenant.ts";
import { accessTokenClaims, KEY_ID } from "./tokens.ts";

const HOUR = 3_600;

/** APIs as the engine's resource servers, their tokens in Entra's shape, and the device flow's pages. */
export function apiSetup(tenant: Tenant): object {
  return {
    formats: {
      customizers: {
        jwt: (
          context: EngineContext,
          token: IssuedToken,
          parts: { header: object | undefined; payload: JWTPayload },
        ) => {
          parts.header = { typ: "JWT", x5t: KEY_ID };
          parts.payload = accessClaims(tenant, { context, token, ...parts });
        },
      },
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: DEVICE_FLOW,
      resourceIndicators: resources(tenant),
    },
  };
}

const DEVICE_FLOW = {
  enabled: true,
  mask: "*********",
  charset: "base-20",
  userCodeInputSource: (
    context: EngineContext,
    form: string,
    failure?: object,
  ) => {
    context.body = failure === undefined
      ? enginePage("Enter the code", form)
      : enginePage("The code was not approved", "");
  },
  userCodeConfirmSource: (context: EngineContext, form: string) => {
    context.body = enginePage("Is it you?", form);
  },
  successSource: (context: EngineContext) => {
    context.body = enginePage("You are signed in", "");
  },
};

/** Every API under every name is a resource server of the engine's. */
function resources(tenant: Tenant): object {
  return {
    enabled: true,
    useGrantedResource: () => true,
    defaultResource: (
      context: EngineContext,
      _client: EngineClient,
      granted?: readonly string[],
    ) => granted ?? askedResources(context, tenant),
    getResourceServerInfo(_context: EngineContext, identifier: string) {
      const resource = tenant.scopes.resource(identifier);
      if (resource === undefined) throw refuse(500011, "unknown resource");
      return {
        audience: resource.id,
        scope: [...resource.spellings.keys()].join(" "),
        accessTokenFormat: "jwt",
        accessTokenTTL: HOUR,
      };
    },
  };
}

function askedResources(
  { oidc, path }: EngineContext,
  { scopes }: Tenant,
): string | readonly string[] {
  const { resources, words } = scopes.read(oidc.params.scope);
  const own = oidc.params.grant_type === "client_credentials" &&
    path.endsWith("/token");
  if (own && !words.every((word) => word.endsWith("/.default"))) {
    throw refuse(70011, "an application asks for {resource}/.default");
  }
  const ids = resources.map(({ id }) => id);
  return ids.length === 1 ? ids[0] ?? "" : ids;
}

interface IssuedToken {
  readonly aud: string;
  readonly scope?: string;
  readonly accountId?: string;
  readonly clientId: string;
}

function accessClaims(
  tenant: Tenant,
  { token, payload, context }: {
    readonly context: EngineContext;
    readonly token: IssuedToken;
    readonly payload: JWTPayload;
  },
) {
  const resource = tenant.scopes.resource(token.aud);
  if (resource === undefined) throw new TypeError("A token without an API");
  const { api, spellings, audience } = resource;
  const asked = token.scope?.split(" ").map((word) => spellings.get(word)) ??
    [];
  const named = asked.filter((each) => each !== undefined);
  const client = tenant.clients.find(({ client_id }) =>
    client_id === token.clientId
  );
  const user = tenant.users.find(({ oid }) => oid === token.accountId);
  return accessTokenClaims(payload, {
    origin: tenant.settings.origin,
    tenantId: tenant.id,
    version: api.token_version,
    audience,
    clientId: token.clientId,
    clientAuthMethod: context.oidc.client.clientAuthMethod,
    user,
    permissions: named.includes(".default") ? api.scopes : named,
    roles: user === undefined ? client?.app_roles?.[api.id] ?? [] : [],
  });
}
