import {
  type Engine,
  type EngineContext,
  engineError,
  nativeGrant,
} from "./engine.ts";
import { onBehalfOf, password } from "./own_grants.ts";
import { refuse } from "./refusals.ts";
import {
  addConsent,
  automaticUser,
  consent,
  type DeviceAnswer,
  type Tenant,
} from "./tenant.ts";

const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

/** Every `grant_type` that clients may use. */
export const GRANT_TYPES = [
  "authorization_code",
  "refresh_token",
  "client_credentials",
  "password",
  "device_code",
  DEVICE,
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
];

/** Wraps the engine's grants with what Entra does besides, and adds those that it does not have. */
export function registerGrants(provider: Engine, tenant: Tenant): void {
  const code = nativeGrant(provider, "authorization_code");
  provider.registerGrantType("authorization_code", async (context) => {
    chooseResource(context, tenant);
    await code(context);
  }, ["code", "code_verifier", "redirect_uri", "scope", "resource"]);

  const refresh = nativeGrant(provider, "refresh_token");
  provider.registerGrantType("refresh_token", async (context) => {
    await widen(context, tenant);
    await refresh(context);
  }, ["refresh_token", "scope", "resource"]);

  const device = nativeGrant(provider, "device_code");
  // MSAL JS writes the short name, older tools the code as `code`.
  for (const name of [DEVICE, "device_code"]) {
    provider.registerGrantType(name, async (context) => {
      const { params } = context.oidc;
      params.device_code ??= params.code;
      await decide(context, tenant);
      await device(context);
    }, ["device_code", "code", "resource"]);
  }
  provider.registerGrantType(
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    (context) => onBehalfOf(context, tenant),
    ["assertion", "requested_token_use", "scope"],
  );
  provider.registerGrantType(
    "password",
    (context) => password(context, tenant),
    ["username", "password", "scope"],
  );
}

/** Microsoft's extension: the scope of a redemption says which of the resources it is for. */
function chooseResource({ oidc }: EngineContext, { scopes }: Tenant): void {
  if (oidc.params.scope === undefined) return;
  const [resource, ...others] = scopes.read(oidc.params.scope).resources;
  if (others.length > 0) throw refuse(28000, "one resource per token");
  oidc.params.resource = resource?.id;
}

/** The engine binds a refresh token to what was asked first; Entra's is good for every resource. */
async function widen(context: EngineContext, tenant: Tenant): Promise<void> {
  const { params, provider, client } = context.oidc;
  const { refresh_token: value = "", scope } = params;
  if (scope === undefined) return;
  const token = await provider.RefreshToken.find(value, {
    ignoreExpiration: true,
  });
  if (token?.clientId !== client.clientId) return;
  const grant = await provider.Grant.find(token?.grantId ?? "");
  if (token === undefined || grant === undefined) return;
  const asked = tenant.scopes.read(scope);
  for (const resource of asked.resources) addConsent(grant, resource);
  await grant.save();
  const known = [token.resource ?? []].flat();
  const ids = asked.resources.map(({ id }) => id);
  token.scope = [
    ...new Set([...token.scope?.split(" ") ?? [], ...asked.words]),
  ].join(" ");
  token.resource = [...new Set([...known, ...ids])];
  await token.save();
  params.resource = ids[0];
}

/** Lets the script, or the user who signs in by itself, decide about a device code. */
async function decide(context: EngineContext, tenant: Tenant): Promise<void> {
  const { oidc } = context;
  const code = await oidc.provider.DeviceCode.find(
    oidc.params.device_code ?? "",
    { ignoreExpiration: true },
  );
  const open = code?.clientId === oidc.client.clientId &&
    code.accountId === undefined && code.error === undefined;
  if (code === undefined || !open) return;
  const answer: DeviceAnswer = tenant.settings.deviceAnswers.shift() ??
    (tenant.settings.automaticUser === undefined ? "pending" : "approve");
  if (answer === "slow_down") {
    throw engineError("slow_down", "poll less often");
  }
  if (answer === "expire") {
    throw engineError("expired_token", "the device code is expired");
  }
  if (answer === "decline") {
    code.error = "authorization_declined";
    code.errorDescription = "the user declined";
    await code.save();
  }
  const user = automaticUser(tenant) ?? tenant.users[0];
  if (answer !== "approve" || user === undefined) return;
  const { resources, words } = tenant.scopes.read(code.params?.scope);
  const { grantId } = await consent(context, {
    accountId: user.oid,
    resources,
  });
  code.accountId = user.oid;
  code.grantId = grantId;
  code.scope = words.join(" ");
  code.resource = resources.length === 1
    ? resources[0]?.id
    : resources.map(({ id }) => id);
  code.authTime = Math.floor(Date.now() / 1000);
  await code.save();
}
