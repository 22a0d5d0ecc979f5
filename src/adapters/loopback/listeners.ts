import { AuthError } from "../../engine/errors.ts";

/** The two addresses that `localhost` may mean; a browser tries either first. */
const FAMILIES = ["127.0.0.1", "::1"];
/** How often a random port is tried before giving up. */
const TRIES = 10;

/** Servers on one port of this machine. */
export interface Listeners {
  /** The port that all of them share. */
  readonly port: number;
  /** Stops listening; what is being answered is finished. */
  close(): Promise<void>;
}

/** How requests are answered; the port tells which host is our own. */
export type Answer = (request: Request, port: number) => Promise<Response>;

/** This machine has no IPv6, so nobody else can listen there either. */
function isMissingFamily(error: unknown): boolean {
  return error instanceof Deno.errors.AddrNotAvailable ||
    (error instanceof Error &&
      /address family not supported|os error 97\b/i.test(error.message));
}

function isTaken(error: unknown): boolean {
  return error instanceof Deno.errors.AddrInUse ||
    error instanceof Deno.errors.PermissionDenied;
}

/**
 * Holds a port in both families or not at all: if another process had the
 * other one, the browser might bring the code to it.
 */
async function tryPort(
  wanted: number,
  answer: Answer,
): Promise<Listeners | undefined> {
  const servers: Deno.HttpServer<Deno.NetAddr>[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.shutdown()));
  };
  let port = wanted;
  for (const hostname of FAMILIES) {
    try {
      const server = Deno.serve(
        { hostname, port, onListen() {} },
        (request) => answer(request, port),
      );
      servers.push(server);
      port = server.addr.port;
    } catch (error) {
      if (hostname === "::1" && isMissingFamily(error)) continue;
      await close();
      if (isTaken(error)) return undefined;
      throw error;
    }
  }
  return { port, close };
}

function describe(ports: readonly number[]): string {
  return ports.length > 3 ? `${ports[0]} to ${ports.at(-1)}` : ports.join(", ");
}

/**
 * Listens on this machine only.
 *
 * @param ports The ports to try; none means a random free one.
 * @param answer Answers requests.
 * @returns The servers.
 * @throws {AuthError} `redirect_unavailable` if no port is free in both address families.
 */
export async function listenOnLoopback(
  ports: readonly number[] | undefined,
  answer: Answer,
): Promise<Listeners> {
  for (const port of ports ?? new Array<number>(TRIES).fill(0)) {
    const listeners = await tryPort(port, answer);
    if (listeners !== undefined) return listeners;
  }
  const which = ports === undefined
    ? "no free port"
    : `port ${describe(ports)} is taken`;
  throw new AuthError(
    "redirect_unavailable",
    `Cannot listen for the browser's answer: ${which}`,
    {
      hint:
        "Name another port by --port or --port-range, or use the device-code flow",
    },
  );
}
