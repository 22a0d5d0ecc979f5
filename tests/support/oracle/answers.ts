import type { Engine, EngineContext, EngineError } from "./engine.ts";
import { formPostPage } from "./pages.ts";
import { errorMembers, type Refusal, refusalOf } from "./refusals.ts";
import type { Tenant } from "./tenant.ts";

const FAILURES = [
  "authorization.error",
  "grant.error",
  "device_authorization.error",
  "server_error",
];

/** Rewrites the engine's answers as Entra writes them. */
export function answerInEntraTerms(provider: Engine, tenant: Tenant): void {
  for (const event of FAILURES) {
    provider.on(event, (context: EngineContext, error: EngineError) => {
      context.state.failure = refusalOf(error, context);
    });
  }
  provider.on("authorization.success", (context, out) => {
    // RFC 9207's parameter, which Entra does not announce.
    delete out?.iss;
    if (out !== undefined) out.session_state = context.oidc.session.uid;
  });
  provider.use(async (context, next) => {
    await next();
    context.remove("www-authenticate");
    const refusal = context.state.failure as Refusal | undefined;
    if (context.path.includes("/oauth2/v2.0/authorize")) {
      toPerson(context, { refusal, tenant });
    } else if (refusal !== undefined) {
      const { origin } = tenant.settings;
      if (context.state.shown) return;
      context.status = refusal.status;
      context.body = errorMembers(refusal, origin);
    } else {
      toProgram(context, tenant);
    }
  });
}

function toPerson(
  context: EngineContext,
  { refusal, tenant }: {
    readonly refusal: Refusal | undefined;
    readonly tenant: Tenant;
  },
): void {
  if (refusal !== undefined && !context.state.shown) {
    tellClient(context, errorMembers(refusal, tenant.settings.origin));
  }
  if (context.state.shown) context.status = 400;
  if (context.status === 303) context.status = 302;
}

/** Puts Entra's members in place of the engine's, in the response mode that it has chosen. */
function tellClient(
  context: EngineContext,
  members: Record<string, unknown>,
): void {
  const { params } = context.oidc;
  const { error, error_description, error_uri, _oidc_provider } = members;
  const fields = {
    error,
    error_description,
    ...(error_uri === undefined ? {} : { error_uri }),
    _oidc_provider,
    ...(params.state === undefined ? {} : { state: params.state }),
  };
  const location = locationOf(context);
  if (location === undefined) {
    context.status = 200;
    context.type = "html";
    context.body = formPostPage(params.redirect_uri ?? "", fields);
    return;
  }
  const url = new URL(location);
  const text = new URLSearchParams(
    Object.entries(fields).map(([name, value]) => [name, String(value)]),
  ).toString();
  if (url.hash === "") url.search = text;
  else url.hash = text;
  context.set("location", url.href);
}

function locationOf(context: EngineContext): string | undefined {
  const { response } = context as unknown as {
    response: { get(name: string): string };
  };
  return response.get("location") || undefined;
}

function toProgram(context: EngineContext, tenant: Tenant): void {
  const { body } = context;
  if (typeof body !== "object" || body === null) return;
  const answer: Record<string, unknown> = { ...body };
  if (answer.access_token !== undefined) {
    context.body = { ...answer, ...extraMembers(context, answer, tenant) };
  } else if (answer.device_code !== undefined) {
    const { verification_uri, user_code } = answer;
    delete answer.verification_uri_complete;
    context.body = {
      ...answer,
      interval: tenant.settings.deviceIntervalSeconds,
      message:
        `To sign in, open the page ${verification_uri} and enter the code ${user_code} to authenticate.`,
    };
  }
}

function extraMembers(
  context: EngineContext,
  answer: Record<string, unknown>,
  tenant: Tenant,
): Record<string, unknown> {
  const account = (context.oidc as unknown as {
    account?: { accountId: string };
  }).account;
  const info = account === undefined
    ? undefined
    : { uid: account.accountId, utid: tenant.id };
  // An application is not told what it may do: its token is.
  const own = context.oidc.params.grant_type === "client_credentials";
  return {
    ext_expires_in: answer.expires_in,
    ...(own ? { scope: undefined } : {}),
    ...(info === undefined ? {} : {
      client_info: new TextEncoder().encode(JSON.stringify(info))
        .toBase64({ alphabet: "base64url", omitPadding: true }),
    }),
  };
}
