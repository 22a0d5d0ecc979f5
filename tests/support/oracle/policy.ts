import { Check, type EngineContext, Prompt } from "./engine.ts";
import { refuse } from "./refusals.ts";
import {
  type Account,
  accountOf,
  automaticUser,
  consent,
  type Tenant,
} from "./tenant.ts";

/** Entra's values of `prompt` beside `none`. */
const PROMPTS = ["login", "consent", "select_account", "create"];

/**
 * One check in place of the engine's many: whoever signs in, by itself or on the page, has consented.
 *
 * @returns the engine's interaction policy
 */
export function signInPolicy(tenant: Tenant): object[] {
  const prompts = PROMPTS.map((name) => {
    const prompt = new Prompt({ name, requestable: true });
    prompt.checks.clear();
    return prompt;
  });
  prompts[0]?.checks.add(
    new Check(
      "sign_in",
      "nobody is signed in",
      (context) => needsPage(context, tenant),
    ),
  );
  return prompts;
}

async function needsPage(
  context: EngineContext,
  tenant: Tenant,
): Promise<boolean> {
  const { oidc } = context;
  const { session, params, prompts } = oidc;
  keepOfflineAccess(context);
  if (prompts.has("select_account") && params.login_hint !== undefined) {
    throw refuse(90005, "select_account and login_hint cannot be together");
  }
  const fresh = oidc.result?.login !== undefined;
  const again = !fresh &&
    (prompts.has("login") || prompts.has("select_account"));
  if (session.accountId === undefined || again) {
    if (prompts.has("none")) throw refuse(50058, "nobody is signed in");
    const user = automaticUser(tenant, params.login_hint);
    if (user === undefined) return true;
    session.loginAccount({ accountId: user.oid, amr: ["pwd"] });
  }
  const account = accountOf(tenant, session.accountId ?? "");
  if (account === undefined) throw refuse(50057, "the account is disabled");
  await allow(context, { tenant, account });
  return false;
}

/** The engine drops this scope unless consent is asked for; Entra never does. */
function keepOfflineAccess({ req, oidc: { params } }: EngineContext): void {
  const asked = new URL(req.url ?? "", "http://oracle").searchParams
    .get("scope");
  if (asked !== null && params.scope !== undefined) {
    params.scope = asked.split(" ").filter((word) => word !== "").join(" ");
  }
}

async function allow(
  context: EngineContext,
  { tenant, account }: { tenant: Tenant; account: Account },
): Promise<void> {
  const { oidc } = context;
  const { clientId } = oidc.client;
  const { resources } = tenant.scopes.read(oidc.params.scope);
  const { accountId } = account;
  const { grant, grantId } = await consent(context, { accountId, resources });
  oidc.entity("Account", account);
  oidc.entity("Grant", grant);
  oidc.session.ensureClientContainer(clientId);
  oidc.session.grantIdFor(clientId, grantId);
}
