/** What takes the place of an access token in whatever is shown. */
export const TOKEN_HEADER = "Bearer $ACCESS_TOKEN";

/** Names that APIs give to keys, signatures and tokens in their addresses. */
const SECRET_NAME =
  /^(sig|code|state|assertion|pwd|.*(key|token|secret|signature|password|passwd|credential|auth).*)$/i;

/** A JWT, wherever it stands. */
const TOKEN = /eyJ[\w-]{8,}(?:\.[\w-]*)*/g;

/** Headers that say how an API is asked, and never who asks. */
const PLAIN_HEADERS = [
  "accept",
  "accept-language",
  "client-request-id",
  "consistencylevel",
  "content-type",
  "if-match",
  "if-none-match",
  "prefer",
  "range",
  "x-ms-client-request-id",
  "x-ms-version",
];

function redacted(text: string): string {
  return `[redacted, ${text.length} characters]`;
}

function withoutTokens(text: string): string {
  return text.replace(TOKEN, redacted);
}

/** How an address is shown. */
export interface AddressOptions {
  /** Whether nothing of its query may be seen: an API has made it, with keys in it. */
  readonly hidesQuery?: boolean;
}

/**
 * Shows the address of an API: keys, signatures and tokens in its query are
 * redacted, and the rest stays as it was written.
 *
 * @param url The address.
 * @param options How.
 * @returns Its text.
 */
export function shownAddress(
  url: URL,
  { hidesQuery = false }: AddressOptions = {},
): string {
  const path = withoutTokens(url.origin + url.pathname);
  if (url.search === "") return path;
  // OData's own sign is what people write and read.
  const all = url.search.slice(1).replaceAll("%24", "$");
  const query = all.split("&").map((part) => {
    const [name = "", ...rest] = part.split("=");
    const value = rest.join("=");
    const [plain] = new URLSearchParams(part).keys();
    const isSecret = hidesQuery || SECRET_NAME.test(plain ?? name);
    if (value === "" && !hidesQuery) return withoutTokens(part);
    if (!isSecret) return `${withoutTokens(name)}=${withoutTokens(value)}`;
    return rest.length === 0 ? redacted(name) : `${name}=${redacted(value)}`;
  });
  return `${path}?${query.join("&")}`;
}

/**
 * Shows the headers of a request to an API: the token by the name of a
 * variable, and values by their length unless they are harmless.
 *
 * @param headers The headers.
 * @returns Names with values that may be shown.
 */
export function shownHeaders(headers: Headers): Record<string, string> {
  const shown = [...headers].map(([name, value]) => {
    if (name === "authorization") return ["Authorization", TOKEN_HEADER];
    return [
      name,
      PLAIN_HEADERS.includes(name) ? withoutTokens(value) : redacted(value),
    ];
  });
  return Object.fromEntries(shown);
}
