import { AuthError } from "../errors.ts";
import { isLoopback } from "../entra/authority.ts";

/** Where the answer can be listened for. */
const LISTENED = ["localhost", "127.0.0.1", "[::1]"];

/** Schemes that a browser obeys itself, and hands to no app. */
const OF_BROWSERS = [
  ...["javascript:", "vbscript:", "data:", "blob:", "file:", "filesystem:"],
  ...["about:", "view-source:", "chrome:", "edge:", "resource:", "jar:"],
  ...["ftp:", "ws:", "wss:", "mailto:", "tel:"],
];

/**
 * Checks a redirect URI before it is sent.
 *
 * @param text The URI as it is registered.
 * @throws {AuthError} `invalid_redirect_uri` if no registration can have it.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reply-url | Redirect URI restrictions}
 */
export function checkRedirectUri(text: string): void {
  const url = URL.parse(text);
  const problem = url === null
    ? "it is not an address"
    : OF_BROWSERS.includes(url.protocol)
    ? `no app is reached by ${url.protocol}`
    : url.hash !== ""
    ? "it has a fragment"
    : url.protocol === "http:" && !isLoopback(url.hostname)
    ? "http is for this machine's own addresses only"
    : url.protocol === "http:" && !LISTENED.includes(url.hostname)
    ? `nobody listens on ${url.hostname}`
    : url.port === "0"
    ? "no address has port 0"
    : undefined;
  if (problem === undefined) return;
  throw new AuthError(
    "invalid_redirect_uri",
    `Cannot use the redirect URI "${text}": ${problem}`,
    {
      hint:
        "Use it letter for letter as it stands in the app registration, such as http://localhost",
    },
  );
}

/**
 * Tells whether answers to a redirect URI reach this machine by themselves.
 *
 * @param text The redirect URI.
 * @returns Whether it is http on a loopback address.
 */
export function isLoopbackRedirect(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === "http:" && isLoopback(url.hostname);
}
