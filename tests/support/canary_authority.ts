// An authority on this machine whose every secret is a canary, a browser's
// part of a sign-in included, and a collector of telemetry beside it.
import { CANARY, type CanaryOutcome, refusalOf } from "./canary_world.ts";
import type { CanarySet } from "./canary_secrets.ts";
import {
  CLIENT,
  idTokenClaims,
  keySet,
  signedToken,
  TENANT,
} from "./tokens.ts";

/** A server of this machine. */
export interface LocalServer {
  readonly origin: string;
  close(): Promise<void>;
}

function serve(
  answer: (request: Request, origin: string) => Promise<Response> | Response,
): LocalServer {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => answer(request, new URL(request.url).origin),
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    close: () => server.shutdown(),
  };
}

function metadata(origin: string): Response {
  const base = `${origin}/${TENANT}`;
  return Response.json({
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    device_authorization_endpoint: `${base}/devicecode`,
    jwks_uri: `${base}/keys`,
  });
}

/** Plays the person at the browser: posts the code to whoever waits for it. */
async function signIn(url: URL): Promise<string> {
  const { searchParams: asked } = url;
  const response = await fetch(asked.get("redirect_uri") ?? "", {
    method: "POST",
    body: new URLSearchParams({
      code: CANARY.code,
      state: asked.get("state") ?? "",
    }),
  });
  await response.body?.cancel();
  return asked.get("nonce") ?? "";
}

/** The authority, whose answers can be made to fail. */
export interface CanaryAuthority extends LocalServer {
  /** Ends the token requests to come. */
  outcome: CanaryOutcome;
}

/** Starts the authority; the set learns the ID tokens that it issues. */
export function startCanaryAuthority(set: CanarySet): CanaryAuthority {
  let nonce: string | undefined;
  const tokens = (origin: string) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = idTokenClaims({
      iss: `${origin}/${TENANT}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + 3600,
      ...nonce === undefined ? {} : { nonce },
    });
    nonce = undefined;
    return Response.json({
      token_type: "Bearer",
      expires_in: 3600,
      access_token: CANARY.accessToken,
      refresh_token: CANARY.refreshToken,
      id_token: set.add("ID token", signedToken(claims)),
    });
  };
  const server = serve(async (request, origin) => {
    const url = new URL(request.url);
    switch (url.pathname.split("/").at(-1)) {
      case "openid-configuration":
        return metadata(origin);
      case "keys":
        return keySet();
      case "authorize":
        nonce = await signIn(url);
        return new Response("You can close this tab");
      case "devicecode":
        return Response.json({
          device_code: CANARY.code,
          user_code: "ABCD-EFGH",
          verification_uri: "https://microsoft.com/devicelogin",
          expires_in: 900,
          interval: 1,
          message: `Enter it, not ${CANARY.code}`,
        });
      case "token": {
        const form = new URLSearchParams(await request.text());
        return authority.outcome === "refused"
          ? refusalOf(form)
          : tokens(origin);
      }
      default:
        return new Response("no such page", { status: 404 });
    }
  });
  const authority: CanaryAuthority = { ...server, outcome: "ok" };
  return authority;
}

/** What a collector of telemetry was sent. */
export interface Collector extends LocalServer {
  readonly received: string[];
}

/** Starts a collector that keeps all that it is sent. */
export function startCollector(): Collector {
  const received: string[] = [];
  const server = serve(async (request) => {
    received.push(
      request.url,
      new TextDecoder("latin1").decode(await request.arrayBuffer()),
    );
    return Response.json({});
  });
  return { ...server, received };
}

/** The client that the authority knows. */
export const CANARY_CLIENT = CLIENT;
