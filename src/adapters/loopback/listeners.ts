import { AuthError } from "../../engine/errors.ts";
import { systemClock } from "../clock.ts";

/** The two addresses that `localhost` may mean; a browser tries either first. */
const FAMILIES = ["127.0.0.1", "::1"];
/** What is being answered may take so long to be read once the wait is over. */
const GRACE_MS = 50;
/** How often a random port is tried before giving up. */
const TRIES = 10;

/** Servers on one port of this machine. */
export interface Listeners {
  /** The port that all of them share. */
  readonly port: number;
  /** Stops listening, at once or after a short grace for what is being answered. */
  close(): Promise<void>;
}

/** How requests are answered; the port tells which host is our own. */
export type Answer = (request: Request, port: number) => Promise<Response>;

/**
 * Stops to listen. A shutdown waits for as long as anybody keeps a request
 * open, so it is given a moment and then left to itself, where it keeps
 * neither the caller nor the process.
 */
async function closeAll(
  servers: readonly Deno.HttpServer<Deno.NetAddr>[],
): Promise<void> {
  const closed = new AbortController();
  const grace = systemClock.sleep(GRACE_MS, closed.signal).catch(() => {});
  const shutdowns = Promise.all(servers.map((server) => server.shutdown()));
  await Promise.race([shutdowns, grace]);
  closed.abort();
  await grace;
  for (const server of servers) server.unref();
}

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
  const close = () => closeAll(servers);
  let port = wanted;
  for (const hostname of FAMILIES) {
    try {
      const server = Deno.serve(
        {
          hostname,
          port,
          onListen() {},
          onError: () => new Response(null, { status: 500 }),
        },
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
