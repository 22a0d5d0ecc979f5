// The routes. Each one only reads what its endpoint needs; the endpoints know nothing of hono.
import type { Context, Hono } from "hono";
import type { Authority } from "./authority.ts";
import { instance, keys, metadata, metadataV1 } from "./discovery.ts";
import { answerDeviceCode } from "./device/endpoint.ts";
import { answerHeaders, type Trace } from "./error_body.ts";
import { me, userInfo } from "./graph.ts";
import { codePage } from "./pages/error.ts";
import { homePage } from "./pages/home.ts";
import type { EntraRefusal } from "./refusals.ts";
import type { ScriptedEndpoint } from "./script.ts";
import { answerToken, type FormPost } from "./token/endpoint.ts";

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
}

export function tokenRoutes(app: App, { authority, scripted }: Routing): void {
  app.all(
    "/:tenant/oauth2/v2.0/token",
    scripted("token", async (context) => {
      const post = formPost(context);
      const response = answer(context, await answerToken(authority, post));
      // Only a single page app may redeem across origins, so this one is.
      if (post.origin !== undefined) {
        response.headers.set("access-control-allow-origin", post.origin);
      }
      return response;
    }),
  );
  app.all(
    "/:tenant/oauth2/v2.0/devicecode",
    scripted("devicecode", (context) => {
      const mkt = context.req.query("mkt");
      return answer(
        context,
        answerDeviceCode(authority, { ...formPost(context), mkt }),
      );
    }),
  );
}

export function apiRoutes(app: App, { authority, scripted }: Routing): void {
  const request = (context: AppContext) => ({
    authorization: context.req.header("authorization"),
    trace: context.get("trace"),
  });
  app.get(
    "/v1.0/me",
    scripted("me", (context) => me(authority, request(context))),
  );
  app.on(
    ["GET", "POST"],
    "/oidc/userinfo",
    scripted("userinfo", (context) => userInfo(authority, request(context))),
  );
  app.get("/error", (context) => codePage(context.req.query("code") ?? ""));
  app.get("/", () => homePage(authority));
}

export function tenantOf(context: AppContext): string {
  return context.req.param("tenant") ?? "";
}

function document(body: Record<string, unknown>): Response {
  return Response.json(body, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "max-age=86400, private",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, OPTIONS",
      "x-content-type-options": "nosniff",
    },
  });
}

function answer(context: AppContext, body: Record<string, unknown>): Response {
  return Response.json(body, {
    headers: {
      ...answerHeaders(context.get("trace")),
      "content-type": "application/json; charset=utf-8",
    },
  });
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
