import { type App, type AppContext, type Routing, tenantOf } from "../app.ts";
import { answerAuthorize } from "../authorize/endpoint.ts";
import type { Authority } from "../authority.ts";
import { pendingDevice } from "../device/decision.ts";
import { logout } from "../logout.ts";
import { enterCodePage } from "../pages/device.ts";
import { readParameters } from "../parameters.ts";
import { EntraRefusal, refusal } from "../refusals.ts";
import { browserOf, rememberBrowser } from "./browser.ts";
import { advance } from "./steps.ts";
import { findInteraction, openInteraction, show, type Visit } from "./visit.ts";

/** The routes that a browser visits. */
export function personRoutes(app: App, { authority, scripted }: Routing): void {
  const visited = visits(authority);
  app.all(
    "/:tenant/oauth2/v2.0/authorize",
    scripted("authorize", visited(authorize)),
  );
  app.on(
    ["GET", "POST"],
    "/:tenant/oauth2/v2.0/logout",
    scripted("logout", visited(signOut)),
  );
  app.on(["GET", "POST"], "/signin/:id", visited(goOn));
  app.get("/devicelogin", scripted("devicelogin", () => enterCodePage()));
  app.post("/devicelogin", scripted("devicelogin", visited(enterCode)));
}

type VisitAnswer = (
  visit: Visit,
  context: AppContext,
) => Response | Promise<Response>;

/** Makes a route of what is done on a visit: the browser is known by its cookie, before and after. */
function visits(
  authority: Authority,
): (answer: VisitAnswer) => (context: AppContext) => Promise<Response> {
  return (answer) => async (context) => {
    const browser = browserOf(authority, context);
    const visit = { authority, browser, trace: context.get("trace") };
    const response = await answer(visit, context);
    return rememberBrowser(response, { browser, origin: authority.origin });
  };
}

function authorize(visit: Visit, context: AppContext): Promise<Response> {
  return answerAuthorize(visit, {
    tenant: tenantOf(context),
    query: parametersOf(context),
    scripted: context.get("scripted"),
  });
}

function signOut(visit: Visit, context: AppContext): Promise<Response> {
  return logout(visit.authority, {
    tenant: tenantOf(context),
    query: parametersOf(context),
    session: visit.browser.session,
  });
}

function goOn(visit: Visit, context: AppContext): Promise<Response> {
  const interaction = findInteraction(visit, context.req.param("id") ?? "");
  if (context.req.method === "GET") return show(visit, interaction);
  const form = readParameters(context.get("body"));
  return advance(visit, { interaction, form });
}

async function enterCode(visit: Visit, context: AppContext): Promise<Response> {
  try {
    const form = readParameters(context.get("body"));
    const record = pendingDevice(visit.authority, form.get("user_code") ?? "");
    const purpose = { kind: "device", record } as const;
    return await openInteraction(visit, { purpose, stage: "confirm" });
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return await enterCodePage(`AADSTS${error.code}: ${error.message}`);
  }
}

// OpenID Connect Core, 3.1.2.1: the same parameters by query or by form.
function parametersOf(context: AppContext): string {
  const { method } = context.req;
  if (method === "GET") return queryOf(context);
  if (method === "POST") return context.get("body");
  throw refusal(900561, { allowed: "GET, POST", method });
}

function queryOf(context: AppContext): string {
  return new URL(context.req.url).search.slice(1);
}
