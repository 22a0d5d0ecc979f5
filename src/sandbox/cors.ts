import type { MiddlewareHandler } from "hono";
import type { Variables } from "./app.ts";
import type { Authority } from "./authority.ts";

const TOKEN = /^\/[^/]+\/oauth2\/v2\.0\/token$/;
const DOCUMENT = /\/\.well-known\/|\/discovery\//;

/**
 * Cross-origin rules: pages of every origin may read documents; the token endpoint answers only to pages of an
 * origin that a single-page application is registered with.
 */
export function crossOrigin(
  { directory }: Authority,
): MiddlewareHandler<{ Variables: Variables }> {
  const origins = new Set(
    directory.world.clients.flatMap(({ spa_redirect_uris = [] }) =>
      spa_redirect_uris.map((uri) => new URL(uri).origin)
    ),
  );
  const readers = (path: string, from: string) => {
    if (DOCUMENT.test(path)) return "*";
    return TOKEN.test(path) && origins.has(from) ? from : undefined;
  };
  return async (context, next) => {
    const { path, method } = context.req;
    const from = context.req.header("origin");
    const allowed = from === undefined ? undefined : readers(path, from);
    const wanted = context.req.header("access-control-request-method");
    const preflight = method === "OPTIONS" && wanted !== undefined;
    if (preflight) context.res = new Response(null, { status: 204 });
    else await next();
    if (allowed === undefined) return;
    const { headers } = context.res;
    headers.set("access-control-allow-origin", allowed);
    if (allowed !== "*") headers.append("vary", "origin");
    if (!preflight) return;
    headers.set(
      "access-control-allow-methods",
      allowed === "*" ? "GET, OPTIONS" : "POST, OPTIONS",
    );
    headers.set(
      "access-control-allow-headers",
      context.req.header("access-control-request-headers") ?? "content-type",
    );
    headers.set("access-control-max-age", "3600");
  };
}
