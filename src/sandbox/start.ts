import { delay } from "./clock.ts";
import type { SandboxControl } from "./control.ts";
import {
  createSandboxHandler,
  type SandboxBehaviour,
  type SandboxHandler,
} from "./handler.ts";
import { createReadyLine, type ReadyLine } from "./ready_line.ts";

const GRACE_MS = 1000;
const HOSTNAMES = ["127.0.0.1", "localhost", "::1"] as const;

/** Options of {@linkcode startSandbox}. */
export interface SandboxOptions extends SandboxBehaviour {
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** A loopback address; `127.0.0.1` when left out. `localhost` listens on 127.0.0.1 under that name. */
  readonly hostname?: "127.0.0.1" | "localhost" | "::1";
  /** Certificate and private key, both PEM: the sandbox is then served over https. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Ends the sandbox when aborted. */
  readonly signal?: AbortSignal;
}

/** A running sandbox. */
export interface Sandbox {
  /** Scheme, host and port, such as `http://127.0.0.1:41234`. */
  readonly origin: string;
  /** The first tenant's authority: the origin and the tenant id. */
  readonly authority: string;
  /** What `entrada sandbox --json` prints when it is ready. */
  readonly ready: ReadyLine;
  /** The control API, in process. */
  readonly control: SandboxControl;
  /**
   * Ends every connection and stops listening.
   *
   * @returns when the port is free again
   */
  close(): Promise<void>;
}

/**
 * Starts a local authority with Entra's shape, for demos and tests. It listens on a loopback address only,
 * knows no real account, and signs with keys that are public.
 *
 * @param options where to listen and how to behave; every member has a default
 * @returns the running sandbox
 * @throws {RangeError} when the host is not a loopback address, or a number of seconds is not positive
 * @throws {TypeError} when the world cannot work
 * @see https://learn.microsoft.com/entra/identity-platform/v2-protocols
 *
 * @example A token for a daemon
 * ```ts
 * import { startSandbox } from "./mod.ts";
 *
 * const sandbox = await startSandbox();
 * const daemon = sandbox.ready.clients.find(({ name }) => name === "Contoso Nightly Report");
 * const response = await fetch(`${sandbox.authority}/oauth2/v2.0/token`, {
 *   method: "POST",
 *   body: new URLSearchParams({
 *     grant_type: "client_credentials",
 *     client_id: daemon?.client_id ?? "",
 *     client_secret: daemon?.client_secret ?? "",
 *     scope: "https://graph.microsoft.com/.default",
 *   }),
 * });
 * console.assert(response.ok);
 * await response.body?.cancel();
 * await sandbox.close();
 * ```
 */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const { hostname = "127.0.0.1", tls, signal } = options;
  if (!HOSTNAMES.includes(hostname)) {
    throw new RangeError(
      `Cannot start the sandbox: "${hostname}" is not a loopback address`,
    );
  }
  signal?.throwIfAborted();
  const stopped = new AbortController();
  const served: { handler?: SandboxHandler } = {};
  const server = listen(options, served);
  let ended: Promise<void> | undefined;
  const close = () => {
    signal?.removeEventListener("abort", close);
    stopped.abort();
    return ended ??= server.end();
  };
  signal?.addEventListener("abort", close);
  try {
    const host = hostname === "::1" ? "[::1]" : hostname;
    const origin = `${tls ? "https" : "http"}://${host}:${server.port}`;
    const sleep = (ms: number) => delay(ms, stopped.signal);
    const handler = createSandboxHandler({ ...options, origin, sleep });
    served.handler = handler;
    const ready = createReadyLine(handler);
    const { authority } = ready;
    return { origin, authority, ready, control: handler.control, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Listener {
  readonly port: number;
  end(): Promise<void>;
}

// The origin has the port in it, so the handler can only be made once the server listens.
function listen(
  { hostname = "127.0.0.1", port = 0, tls }: SandboxOptions,
  served: { handler?: SandboxHandler },
): Listener {
  const cut = new AbortController();
  const open = new Set<Promise<void>>();
  let ending = false;
  const server = Deno.serve(
    {
      hostname: hostname === "localhost" ? "127.0.0.1" : hostname,
      port,
      signal: cut.signal,
      onListen() {},
      onError: () => new Response("The sandbox failed\n", { status: 500 }),
      ...tls,
    },
    (request, { completed }) => {
      // Rejects when the client goes away first, which is an end as well.
      const done = completed.catch(() => {}).finally(() => open.delete(done));
      open.add(done);
      return (ending ? undefined : served.handler?.fetch(request)) ??
        new Response(null, { status: 503 });
    },
  );
  return {
    port: server.addr.port,
    async end() {
      ending = true;
      // Answers under way may finish; a client that neither sends nor reads on
      // is cut off. Not by `shutdown()` first: aborting after it throws where
      // nobody can catch it (Deno 2.9.6).
      const finished = new AbortController();
      await Promise.race([
        Promise.all(open).then(() => finished.abort()),
        delay(GRACE_MS, finished.signal),
      ]);
      finished.abort();
      cut.abort();
      await server.finished;
    },
  };
}
