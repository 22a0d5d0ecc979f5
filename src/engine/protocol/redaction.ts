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

/** A body of hostile depth must not exhaust the stack; no answer is this deep. */
const DEEPEST = 16;

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
  if (depth > DEEPEST) return "[too deep]";
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

/** Shorter values are too common to be looked for. */
const SHORTEST_SECRET = 6;

function replaceIn(
  value: unknown,
  { secrets, depth = 0 }: {
    readonly secrets: readonly string[];
    readonly depth?: number;
  },
): unknown {
  if (depth > DEEPEST) return "[too deep]";
  const inside = { secrets, depth: depth + 1 };
  if (typeof value === "string") {
    return secrets.reduce(
      (text, secret) => text.replaceAll(secret, redacted(secret)),
      value,
    );
  }
  if (Array.isArray(value)) {
    return value.map((each) => replaceIn(each, inside));
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      replaceIn(name, inside),
      replaceIn(member, inside),
    ]),
  );
}

/** A server may repeat a value as it was meant, and as it stood in the body. */
function spellingsOf(value: string): string[] {
  const inForm = new URLSearchParams({ "": value }).toString().slice(1);
  return [...new Set([value, inForm, encodeURIComponent(value)])];
}

/**
 * Makes what takes the secrets of a request out of its answer: a server may
 * repeat what it was sent, in any member and in any sentence.
 *
 * @param parameters What was sent.
 * @returns Copies a value without the secrets.
 */
export function createScrubber(
  parameters: URLSearchParams,
): <T>(value: T) => T {
  const secrets = [...parameters]
    .filter(([name]) => SECRET_NAMES.has(name.toLowerCase()))
    .map(([, value]) => value)
    .filter((value) => value.length >= SHORTEST_SECRET)
    .flatMap(spellingsOf);
  return <T>(value: T) => replaceIn(value, { secrets }) as T;
}
