/** Looks up an environment variable. */
type Look = (name: string) => string | undefined;

/** The proxy of an address. */
export type ProxyChoice =
  /** None is set. */
  | { readonly kind: "none" }
  /** One is set, and this address is reached past it. */
  | { readonly kind: "past"; readonly variable: string }
  /** A variable is set that holds no address. */
  | { readonly kind: "invalid"; readonly variable: string }
  /** Requests go over it. */
  | {
    readonly kind: "used";
    readonly variable: string;
    /** Scheme, host and port alone: the rest may be a password. */
    readonly address: URL;
  };

/** The runtime asks these in this order, the general one first. */
function candidates(protocol: string): readonly string[] {
  const own = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  return ["ALL_PROXY", own].flatMap((name) => [name, name.toLowerCase()]);
}

function isExcepted(hostname: string, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return list.split(",").map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "")
    .some((each) => {
      // The runtime takes no star before a dot.
      const bare = each.replace(/^\./, "");
      return each === "*" || host === bare || host.endsWith(`.${bare}`);
    });
}

function addressOf(text: string): URL | undefined {
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  if (url === null || url.hostname === "") return undefined;
  const port = url.port === "" ? "" : `:${url.port}`;
  return URL.parse(`${url.protocol}//${url.hostname}${port}`) ?? undefined;
}

/**
 * Tells over which proxy an address is reached.
 *
 * @param address The address.
 * @param env Looks up a variable.
 * @returns The proxy, without user name and password.
 */
export function proxyOf(address: URL, env: Look): ProxyChoice {
  const variable = candidates(address.protocol)
    .find((name) => (env(name) ?? "") !== "");
  if (variable === undefined) return { kind: "none" };
  const exceptions = (["NO_PROXY", "no_proxy"] as const)
    .find((name) => (env(name) ?? "") !== "");
  if (
    exceptions !== undefined &&
    isExcepted(address.hostname, env(exceptions) ?? "")
  ) return { kind: "past", variable: exceptions };
  const proxy = addressOf(env(variable) ?? "");
  return proxy === undefined
    ? { kind: "invalid", variable }
    : { kind: "used", variable, address: proxy };
}
