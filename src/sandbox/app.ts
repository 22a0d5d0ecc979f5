// The routes. Each one only reads what its endpoint needs; the endpoints know nothing of hono.
import type { Context, Hono } from "hono";
import { userInfo } from "./apis/graph.ts";
import { graphRoutes } from "./apis/graph_routes.ts";
import { approveOrders, orders } from "./apis/orders.ts";
import type { Authority } from "./authority.ts";
import { instance, keys, metadata, metadataV1 } from "./discovery.ts";
import { answerDeviceCode } from "./device/endpoint.ts";
import type { Trace } from "./error_body.ts";
import { answer, document } from "./json_answer.ts";
import { codePage } from "./pages/error.ts";
import { homePage } from "./pages/home.ts";
import type { EntraRefusal } from "./refusals.ts";
import type { ScriptedEndpoint } from "./script.ts";
import { answerToken, type FormPost } from "./token/endpoint.ts";
import { userRealm } from "./user_realm.ts";

/** What the first middleware finds out about every request. */
export interface Variables {
  readonly trace: Trace;
  readonly body: string;
  /** A scripted error that the endpoint itself has to deliver. */
  readonly scripted: EntraRefusal | undefined;
}

export type App = Hono<{ Variables: Variables }>;
export type AppContext = Context<{ Variables: Variables }>;

/** Runs a route under its name, so that scripted outcomes can take its place. */
export type RouteWrapper = (
  endpoint: ScriptedEndpoint,
  answer: (context: AppContext) => Response | Promise<Response>,
) => (context: AppContext) => Promise<Response>;

export interface Routing {
  readonly authority: Authority;
  readonly scripted: RouteWrapper;
}

export function documentRoutes(
  app: App,
  { authority, scripted }: Routing,
): void {
  app.get(
    "/:tenant/v2.0/.well-known/openid-configuration",
    scripted(
      "metadata",
      (context) => document(metadata(authority, tenantOf(context))),
    ),
  );
  app.get(
    "/sts/:tenant/.well-known/openid-configuration",
    scripted(
      "metadata",
      (context) => document(metadataV1(authority, tenantOf(context))),
    ),
  );
  app.get(
    "/:tenant/discovery/v2.0/keys",
    scripted("keys", (context) => document(keys(authority, tenantOf(context)))),
  );
  app.get(
    "/common/discovery/instance",
    scripted(
      "instance",
      ({ req }) =>
        document(instance(authority, req.query("authorization_endpoint"))),
    ),
  );
  // Libraries write the path in both ways.
  for (const path of ["/common/userrealm", "/common/UserRealm"]) {
    app.get(
      `${path}/:username`,
      ({ req }) => document(userRealm(authority, req.param("username") ?? "")),
    );
  }
}

export function tokenRoutes(app: App, { authority, scripted }: Routing): void {
  app.all(
    "/:tenant/oauth2/v2.0/token",
    scripted("token", async (context) => {
      const body = await answerToken(authority, formPost(context));
      return answer(context.get("trace"), body);
    }),
  );
  app.all(
    "/:tenant/oauth2/v2.0/devicecode",
    scripted("devicecode", async (context) => {
      const post = { ...formPost(context), mkt: context.req.query("mkt") };
      const body = await answerDeviceCode(authority, post);
      return answer(context.get("trace"), body);
    }),
  );
}

export function apiRoutes(app: App, { authority, scripted }: Routing): void {
  const request = (context: AppContext) => ({
    authorization: context.req.header("authorization"),
    trace: context.get("trace"),
  });
  graphRoutes(app, { authority, scripted });
  app.on(
    ["GET", "POST"],
    "/oidc/userinfo",
    scripted("userinfo", (context) => userInfo(authority, request(context))),
  );
  app.get(
    "/api/orders",
    scripted("orders", (context) => orders(authority, request(context))),
  );
  app.post(
    "/api/orders/approvals",
    scripted("orders", (context) => approveOrders(authority, request(context))),
  );
  app.get("/error", (context) => codePage(context.req.query("code") ?? ""));
  app.get("/", () => homePage(authority));
}

export function tenantOf(context: AppContext): string {
  return context.req.param("tenant") ?? "";
}

function formPost(context: AppContext): FormPost {
  return {
    method: context.req.method,
    tenant: tenantOf(context),
    contentType: context.req.header("content-type"),
    authorization: context.req.header("authorization"),
    origin: context.req.header("origin"),
    body: context.get("body"),
  };
}
