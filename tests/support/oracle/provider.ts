import { createHash } from "node:crypto";
import { answerInEntraTerms } from "./answers.ts";
import { apiSetup } from "./api_setup.ts";
import {
  type Engine,
  type EngineClient,
  type EngineContext,
  Provider,
} from "./engine.ts";
import { registerGrants } from "./grants.ts";
import { errorPage } from "./pages.ts";
import { signInPolicy } from "./policy.ts";
import { errorMembers, refusalOf, refuse } from "./refusals.ts";
import { registration } from "./registration.ts";
import { OIDC_SCOPES } from "./scopes.ts";
import { isJsonObject } from "./rules.ts";
import { accountOf, type Tenant } from "./tenant.ts";
import { SIGNING_JWK, thumbprints } from "./tokens.ts";

const HOUR = 3_600;
const LIFETIMES = {
  AccessToken: HOUR,
  AuthorizationCode: 600,
  ClientCredentials: HOUR,
  DeviceCode: 900,
  Grant: 90 * 24 * HOUR,
  IdToken: HOUR,
  Interaction: 900,
  RefreshToken: 90 * 24 * HOUR,
  Session: 24 * HOUR,
};

/** An engine for one tenant, under Entra's paths. */
export function createProvider(tenant: Tenant): Engine {
  const { settings: { origin }, id } = tenant;
  class TenantProvider extends Provider {
    override pathFor(name: string, options?: Record<string, unknown>): string {
      return super.pathFor(name, { ...options, mountPath: `/${id}` });
    }
  }
  const provider = new TenantProvider(`${origin}/${id}/v2.0`, setup(tenant));
  const { prototype } = provider.Client.Schema;
  const invalidate = prototype.invalidate;
  // Rules for registrations that Entra does not have: pairwise subjects beside the device flow.
  prototype.invalidate = function (message, code) {
    if (/pairwise|jwks_uri|sector_identifier/.test(message)) return;
    invalidate.call(this, message, code);
  };
  registerGrants(provider, tenant);
  answerInEntraTerms(provider, tenant);
  return provider;
}

function setup(tenant: Tenant): object {
  return {
    adapter: tenant.settings.storage.adapterFor(tenant.id),
    clients: tenant.clients.map(registration),
    jwks: { keys: [SIGNING_JWK] },
    cookies: {
      keys: ["oracle"],
      long: { path: `/${tenant.id}` },
    },
    routes: {
      authorization: "/oauth2/v2.0/authorize",
      token: "/oauth2/v2.0/token",
      device_authorization: "/oauth2/v2.0/devicecode",
      code_verification: "/oauth2/deviceauth",
      jwks: "/discovery/v2.0/keys",
    },
    ttl: LIFETIMES,
    ...protocol(tenant),
    ...clientAuthentication(tenant),
    ...people(tenant),
    ...apiSetup(tenant),
  };
}

function protocol(tenant: Tenant): object {
  return {
    scopes: OIDC_SCOPES,
    subjectTypes: ["pairwise"],
    pairwiseIdentifier: (
      _context: EngineContext,
      accountId: string,
      client: EngineClient,
    ) =>
      createHash("sha256").update(`${accountId} ${client.clientId}`)
        .digest("base64url"),
    responseTypes: ["code", "id_token", "code id_token", "id_token token"],
    allowOmittingSingleRegisteredRedirectUri: false,
    conformIdTokenClaims: false,
    rotateRefreshToken: false,
    clockTolerance: 5,
    clientBasedCORS: () => true,
    expiresWithSession: () => false,
    issueRefreshToken: (
      _context: EngineContext,
      _client: EngineClient,
      { scopes }: { scopes: ReadonlySet<string> },
    ) => scopes.has("offline_access"),
    pkce: {
      required: ({ oidc }: EngineContext, { clientId }: EngineClient) =>
        tenant.clients.some((client) =>
          client.client_id === clientId &&
          client.spa_redirect_uris?.includes(oidc.params.redirect_uri ?? "")
        ),
    },
    extraParams: {
      // The engine's own support for this parameter refuses Entra's use of it.
      claims: ({ req }: EngineContext, value: string | undefined) =>
        checkQuery(new URL(req.url ?? "", tenant.settings.origin), value),
    },
  };
}

function checkQuery({ searchParams }: URL, claims: string | undefined): void {
  if (searchParams.has("resource")) {
    throw refuse(901002, "'resource' is not supported");
  }
  if (claims !== undefined && !isJsonObject(claims)) {
    throw refuse(90023, "claims is not a JSON object");
  }
}

function clientAuthentication(tenant: Tenant): object {
  return {
    clientAuthMethods: [
      "none",
      "client_secret_basic",
      "client_secret_post",
      "private_key_jwt",
    ],
    enabledJWA: {
      clientAuthSigningAlgValues: ["RS256", "PS256"],
      idTokenSigningAlgValues: ["RS256"],
    },
    assertJwtClientAuthClaimsAndHeader: (
      _context: EngineContext,
      _claims: object,
      header: Record<string, unknown>,
      { clientId }: EngineClient,
    ) => checkThumbprint(tenant, { header, clientId }),
  };
}

/** Entra finds the certificate by its thumbprint, not by trying every key. */
function checkThumbprint(
  { clients }: Tenant,
  { header, clientId }: {
    readonly header: Record<string, unknown>;
    readonly clientId: string;
  },
): void {
  const registered = clients.find(({ client_id }) => client_id === clientId)
    ?.certificates?.map(({ certificate_pem }) =>
      thumbprints(certificate_pem)
    ) ?? [];
  const named = registered.some(({ x5t, x5tS256 }) =>
    header["x5t#S256"] === x5tS256 || header["x5t"] === x5t
  );
  if (!named) {
    throw refuse(700027, "no registered certificate has this thumbprint");
  }
}

function people(tenant: Tenant): object {
  const { id, settings: { origin } } = tenant;
  return {
    claims: {
      openid: ["sub", "oid", "tid", "ver"],
      profile: ["name", "preferred_username"],
      email: ["email"],
    },
    findAccount: (_context: EngineContext, oid: string) =>
      accountOf(tenant, oid),
    interactions: {
      policy: signInPolicy(tenant),
      url: (_context: EngineContext, { uid }: { uid: string }) =>
        `/${id}/interaction/${uid}`,
    },
    renderError(context: EngineContext, _out: object, error: Error) {
      context.state.shown = true;
      context.type = "html";
      context.body = errorPage(
        errorMembers(refusalOf(error, context), origin),
      );
    },
  };
}
