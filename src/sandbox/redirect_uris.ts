import type { ClientSeed } from "./world.ts";

/** How the redirect URI of a request is registered; `undefined` when it is not. */
export function redirectPlatform(
  client: ClientSeed,
  redirectUri: string,
): "spa" | "native" | "web" | undefined {
  if (client.spa_redirect_uris?.some((uri) => matches(uri, redirectUri))) {
    return "spa";
  }
  if (!client.redirect_uris.some((uri) => matches(uri, redirectUri))) {
    return undefined;
  }
  return client.type === "public" ? "native" : "web";
}

function matches(registered: string, requested: string): boolean {
  if (requested.includes("#")) return false;
  if (registered === requested) return true;
  const left = URL.parse(registered);
  const right = URL.parse(requested);
  if (left === null || right === null) return false;
  // RFC 8252, 7.3: the port of a loopback address is chosen when the request is made.
  return isLoopback(left) && isLoopback(right) &&
    left.hostname === right.hostname && left.pathname === right.pathname &&
    left.search === right.search && right.username === "" &&
    right.password === "";
}

// Entra does not support `[::1]` as a redirect URI.
function isLoopback(url: URL): boolean {
  return url.protocol === "http:" &&
    (url.hostname === "localhost" || url.hostname === "127.0.0.1");
}
