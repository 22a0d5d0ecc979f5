/**
 * The least that answers a token request, for all competitors alike: started as
 * a process of its own with the paths of a certificate and its key, or with
 * nothing for plain HTTP. Prints its origin, then serves until it is ended.
 */
import { print } from "../print.ts";

const [certificate, key] = Deno.args;

function base64url(value: object): string {
  return new TextEncoder().encode(JSON.stringify(value))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

const nowS = Math.floor(Date.now() / 1000);
const token = [
  base64url({ typ: "JWT", alg: "RS256", kid: "bench" }),
  base64url({ aud: "api://bench", iat: nowS, nbf: nowS, exp: nowS + 86_400 }),
  "c2lnbmF0dXJl",
].join(".");

function metadataOf(tenant: string): object {
  return {
    issuer: `${tenant}/v2.0`,
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${tenant}/oauth2/v2.0/devicecode`,
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  };
}

async function answer(request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const tenant = `${origin}/${pathname.split("/")[1]}`;
  if (pathname.endsWith("/.well-known/openid-configuration")) {
    return Response.json(metadataOf(tenant));
  }
  if (request.method !== "POST" || !pathname.endsWith("/oauth2/v2.0/token")) {
    return Response.json({ error: "not_found" }, { status: 404 });
  }
  const form = new URLSearchParams(await request.text());
  if (form.get("grant_type") !== "client_credentials") {
    return Response.json({ error: "unsupported_grant_type" }, { status: 400 });
  }
  return Response.json({
    token_type: "Bearer",
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: token,
  });
}

const tls = certificate !== undefined && key !== undefined
  ? {
    cert: await Deno.readTextFile(certificate),
    key: await Deno.readTextFile(key),
  }
  : undefined;

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  ...tls,
  onListen({ port }) {
    print(`${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`);
  },
}, answer);
