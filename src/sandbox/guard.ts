/**
 * Whether the request names this sandbox by a loopback name and its own port. A page of another site whose
 * name was made to point to this computer (DNS rebinding) sends that other name.
 */
export function isOwnHost(request: Request, origin: string): boolean {
  const { port, protocol } = new URL(origin);
  const named = [new URL(request.url).host, request.headers.get("host")];
  return named.every((host) =>
    host === null || isLoopback(host, { port, protocol })
  );
}

function isLoopback(
  host: string,
  { port, protocol }: { port: string; protocol: string },
): boolean {
  const url = URL.parse(`${protocol}//${host}`);
  return url !== null && url.port === port &&
    ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname) &&
    url.pathname === "/" && url.username === "" && url.password === "";
}
