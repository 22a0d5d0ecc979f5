/** Whether one of this machine's own addresses can be listened on. */
export type FamilyFacts =
  /** It can. */
  | "listens"
  /** This machine does not have that kind of address. */
  | "missing"
  /** Somebody holds every port that was tried. */
  | "taken"
  /** It may not be listened on. */
  | "denied"
  /** It failed in another way. */
  | "failed";

/** The two addresses that `localhost` may mean. */
export interface ListenFacts {
  /** `127.0.0.1`. */
  readonly ipv4: FamilyFacts;
  /** `::1`, on the same port. */
  readonly ipv6: FamilyFacts;
}

/** A random port of one family may be taken in the other. */
const TRIES = 5;

function outcomeOf(error: unknown): FamilyFacts {
  if (error instanceof Deno.errors.AddrNotAvailable) return "missing";
  if (error instanceof Deno.errors.AddrInUse) return "taken";
  if (
    error instanceof Deno.errors.NotCapable ||
    error instanceof Deno.errors.PermissionDenied
  ) return "denied";
  const isMissing = error instanceof Error &&
    /address family not supported|os error 97\b/i.test(error.message);
  return isMissing ? "missing" : "failed";
}

function isPermitted(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

function tryToListen(
  hostname: string,
  port: number,
): Deno.TcpListener | FamilyFacts {
  // A missing permission would become a question to the user.
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  if (!isPermitted(host)) return "denied";
  try {
    return Deno.listen({ hostname, port });
  } catch (error) {
    return outcomeOf(error);
  }
}

function listenOnce(): ListenFacts {
  const first = tryToListen("127.0.0.1", 0);
  const port = typeof first === "string" ? 0 : first.addr.port;
  const second = tryToListen("::1", port);
  for (const each of [first, second]) {
    if (typeof each !== "string") each.close();
  }
  return {
    ipv4: typeof first === "string" ? first : "listens",
    ipv6: typeof second === "string" ? second : "listens",
  };
}

/**
 * Tries to listen on one port of both addresses, as a sign-in does.
 *
 * @returns What came of it.
 */
export function listenEverywhere(): ListenFacts {
  let facts = listenOnce();
  for (let tried = 1; tried < TRIES && facts.ipv6 === "taken"; tried++) {
    facts = listenOnce();
  }
  return facts;
}
