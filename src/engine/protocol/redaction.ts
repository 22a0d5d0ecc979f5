/** Parameters and members whose values are secrets or stand in for one. */
const SECRET_NAMES = new Set([
  "access_token",
  "assertion",
  "client_assertion",
  "client_info",
  "client_secret",
  "code",
  "code_verifier",
  "device_code",
  "id_token",
  "id_token_hint",
  "password",
  "refresh_token",
  "state",
  "user_code",
]);

function redacted(value: string): string {
  return `[redacted, ${value.length} characters]`;
}

/**
 * Hides the secret ones among form or query parameters.
 *
 * @param parameters The parameters of a request or of a redirect.
 * @returns Names with values that may be shown.
 */
export function redactParameters(
  parameters: URLSearchParams,
): Record<string, string> {
  const shown: [string, string][] = [];
  for (const [name, value] of parameters) {
    shown.push([
      name,
      SECRET_NAMES.has(name.toLowerCase()) ? redacted(value) : value,
    ]);
  }
  return Object.fromEntries(shown);
}

/**
 * Hides the secret parameters in an address.
 *
 * @param url The address.
 * @returns Its text, secrets replaced and the fragment dropped.
 */
export function redactUrl(url: URL): string {
  const shown = new URL(url);
  shown.hash = "";
  shown.search = new URLSearchParams(redactParameters(url.searchParams))
    .toString();
  return shown.href;
}

/**
 * Hides the secret members of a JSON body, at every depth that servers use.
 *
 * @param body The parsed body.
 * @returns A copy that may be shown.
 */
export function redactBody(body: unknown): unknown {
  return redactValue(body, 0);
}

function redactValue(value: unknown, depth: number): unknown {
  // A body of hostile depth must not exhaust the stack; none is this deep.
  if (depth > 16) return "[too deep]";
  if (Array.isArray(value)) {
    return value.map((item) => redactValue(item, depth + 1));
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SECRET_NAMES.has(name.toLowerCase())
        ? redacted(
          typeof member === "string" ? member : JSON.stringify(member) ?? "",
        )
        // Device codes and tokens are also told in prose.
        : name === "message"
        ? "[redacted text]"
        : redactValue(member, depth + 1),
    ]),
  );
}
