/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** The scheme in lower case, such as `bearer`. */
  readonly scheme: string;
  /** Its parameters, names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A token of RFC 9110, section 5.6.2. */
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const PARAMETER = new RegExp(
  `^[\\s,]*(${TOKEN})\\s*=\\s*(${QUOTED}|[^\\s,"]+)`,
);
const SCHEME = new RegExp(`^[\\s,]*(${TOKEN})(?=\\s|,|$)`);

function unquoted(value: string): string {
  return value.startsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/g, "$1")
    : value;
}

function readParameters(
  text: string,
): { readonly parameters: Map<string, string>; readonly rest: string } {
  const parameters = new Map<string, string>();
  let rest = text;
  for (;;) {
    const found = PARAMETER.exec(rest);
    if (found === null) return { parameters, rest };
    const [all, name = "", value = ""] = found;
    parameters.set(name.toLowerCase(), unquoted(value));
    rest = rest.slice(all.length);
  }
}

/**
 * Reads the challenges of a `WWW-Authenticate` header, several in one line
 * included. It stops at the first thing that it cannot read.
 *
 * @param text The header's value, or the whole line with its name.
 * @returns The challenges in their order.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1 | RFC 9110, section 11.6.1}
 */
export function parseChallenges(text: string): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = text.replace(/^\s*www-authenticate\s*:/i, "");
  for (;;) {
    const found = SCHEME.exec(rest);
    if (found === null) return challenges;
    const read = readParameters(rest.slice(found[0].length));
    challenges.push({
      scheme: (found[1] ?? "").toLowerCase(),
      parameters: read.parameters,
    });
    rest = read.rest;
  }
}

/**
 * Finds what a resource demands of the next token. Challenges other than
 * `insufficient_claims` ask for something else.
 *
 * @param text A `WWW-Authenticate` header.
 * @returns The `claims` parameter as it was sent, or `undefined`.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/claims-challenge | Claims challenges}
 */
export function claimsOfChallenge(text: string): string | undefined {
  return parseChallenges(text).find(({ scheme, parameters }) =>
    scheme === "bearer" &&
    parameters.get("error") === "insufficient_claims"
  )?.parameters.get("claims");
}
