import type { JWTPayload } from "jose";
import { type EngineContext, issueTokens } from "./engine.ts";
import { refuse } from "./refusals.ts";
import { consent, type Tenant, userNamed } from "./tenant.ts";
import { verified } from "./tokens.ts";

function required({ oidc }: EngineContext, ...names: string[]): string[] {
  return names.map((name) => {
    const value = oidc.params[name];
    if (value !== undefined) return value;
    throw refuse(900144, `missing required parameter ${name}`);
  });
}

/** Issues for a user whom another proof than a code or refresh token names. */
async function issueFor(
  context: EngineContext,
  { tenant, accountId, type }: {
    readonly tenant: Tenant;
    readonly accountId: string;
    readonly type: string;
  },
): Promise<void> {
  const { oidc } = context;
  const { resources, words } = tenant.scopes.read(oidc.params.scope);
  const { grant, grantId } = await consent(context, { accountId, resources });
  const source = new oidc.provider.RefreshToken({
    accountId,
    client: oidc.client,
    grantId,
    scope: words.join(" "),
    resource: resources.length === 1
      ? resources[0]?.id
      : resources.map(({ id }) => id),
  });
  await issueTokens(context, { source, grant, type });
}

/** The user behind an assertion that was issued to this very client's API. */
async function checkedAssertion(
  assertion: string,
  { tenant, clientId }: { tenant: Tenant; clientId: string },
): Promise<JWTPayload> {
  let claims: JWTPayload;
  try {
    claims = await verified(assertion);
  } catch (error) {
    const expired = error instanceof Error && error.name === "JWTExpired";
    throw refuse(expired ? 500133 : 50013, String(error));
  }
  const { origin } = tenant.settings;
  const issuers = [
    `${origin}/${tenant.id}/v2.0`,
    `${origin}/sts/${tenant.id}/`,
  ];
  if (!issuers.includes(String(claims.iss))) {
    throw refuse(50013, "another authority issued the assertion");
  }
  if (claims["uti"] === undefined) {
    throw refuse(240002, "the assertion is an ID token");
  }
  const audiences = tenant.settings.world.apis
    .filter((api) => api.id === clientId)
    .flatMap((api) => [api.uri, ...api.aliases ?? []]);
  if (![clientId, ...audiences].includes(String(claims.aud))) {
    throw refuse(500131, "the assertion is for another audience");
  }
  if (claims["scp"] === undefined) {
    throw refuse(50013, "the assertion is an application's own token");
  }
  return claims;
}

/** RFC 7523 as Entra uses it: an API passes its caller on. */
export async function onBehalfOf(
  context: EngineContext,
  tenant: Tenant,
): Promise<void> {
  const { client } = context.oidc;
  const [assertion = "", use] = required(
    context,
    "assertion",
    "requested_token_use",
    "scope",
  );
  if (use !== "on_behalf_of") {
    throw refuse(90023, "requested_token_use must be on_behalf_of");
  }
  const claims = await checkedAssertion(assertion, {
    tenant,
    clientId: client.clientId,
  });
  await issueFor(context, {
    tenant,
    accountId: String(claims["oid"]),
    type: "jwt-bearer",
  });
}

/** RFC 6749, 4.3, with what Entra refuses of it. */
export async function password(
  context: EngineContext,
  tenant: Tenant,
): Promise<void> {
  const [username, secret] = required(
    context,
    "username",
    "password",
    "scope",
  );
  const user = userNamed(tenant, username);
  if (user === undefined) throw refuse(50034, "the account does not exist");
  if (user.password !== secret) {
    throw refuse(50126, "the user name or password is not right");
  }
  if (user.disabled) throw refuse(50057, "the account is disabled");
  if (user.secondFactor) throw refuse(50076, "a second factor is needed");
  await issueFor(context, { tenant, accountId: user.oid, type: "password" });
}
