import { isLoopback } from "../engine/entra/authority.ts";
import { AuthError } from "../engine/errors.ts";
import type { Fetch } from "../engine/ports/mod.ts";
import { environmentVariable } from "./environment.ts";

/** From the first byte sent to the last one read. */
const TOTAL_MS = 30_000;
/** Of the decoded body; a token answer has a few kilobytes. */
const LARGEST_BODY = 1024 * 1024;

/** How {@linkcode createFetch} is bounded. */
export interface FetchLimits {
  /** Milliseconds from the request to the end of the answer. */
  readonly totalMs?: number;
  /** Bytes of the decoded body. */
  readonly largestBody?: number;
  /** The connections to use, in place of those of the process. */
  readonly client?: Deno.HttpClient;
}

/** The length that an answer says of itself; a compressed one says nothing. */
function saidLength({ headers }: Response): number {
  const text = headers.get("content-length");
  return text === null || headers.has("content-encoding")
    ? Infinity
    : Number(text);
}

/** Stops at the limit, so that a small compressed answer cannot fill the memory. */
async function readBody(
  response: Response,
  largest: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // A stream of parts would take 0.6 MiB, more than the answer itself.
  if (saidLength(response) <= largest) {
    return new Uint8Array(await response.arrayBuffer());
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > largest) {
      throw new AuthError(
        "response_invalid",
        `Cannot read the answer: it has more than ${largest} bytes`,
        {
          hint:
            "Check the authority's address, and whether a proxy stands in between",
        },
      );
    }
    parts.push(part);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    body.set(part, offset);
    offset += part.byteLength;
  }
  return body;
}

const PROXIES = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/**
 * Opens connections straight to a host. The environment's proxy cannot be
 * switched off for a client, but another one in its place can: the host itself.
 *
 * @param address Where the request goes.
 * @returns The connections; to be closed.
 */
export function directClient(address: string): Deno.HttpClient {
  const { hostname, port, protocol } = new URL(address);
  return Deno.createHttpClient({
    proxy: {
      transport: "tcp",
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port) || (protocol === "https:" ? 443 : 80),
    },
  });
}

/** The connections end with the answer, or with whoever reads no further. */
function closedAtEnd(response: Response, client: Deno.HttpClient): Response {
  const { status, statusText, headers, body } = response;
  if (body === null) {
    client.close();
    return response;
  }
  const end = new TransformStream<Uint8Array<ArrayBuffer>>({
    flush: () => client.close(),
    cancel: () => client.close(),
  });
  return new Response(body.pipeThrough(end), { status, statusText, headers });
}

/**
 * The network port for APIs: the platform's `fetch`, the answer read as it
 * comes, of any length.
 *
 * @param request What to send.
 * @returns The answer.
 */
export const fetchApi: Fetch = async (request) => {
  if (!needsDirect(request.url)) return await fetch(request);
  const client = directClient(request.url);
  try {
    return closedAtEnd(await fetch(request, { client }), client);
  } catch (error) {
    client.close();
    throw error;
  }
};

/** What goes to this machine, maybe in the clear, has no business at a proxy. */
function needsDirect(address: string): boolean {
  return isLoopback(new URL(address).hostname) &&
    PROXIES.some((name) => environmentVariable(name));
}

/**
 * Makes the network port: the platform's `fetch` with an end in time and size,
 * the answer read whole.
 *
 * @param limits The bounds; by default 30 s and 1 MiB.
 * @returns The port.
 */
export function createFetch(limits: FetchLimits = {}): Fetch {
  const { totalMs = TOTAL_MS, largestBody = LARGEST_BODY, client } = limits;
  return async (request) => {
    if (client === undefined && needsDirect(request.url)) {
      using direct = directClient(request.url);
      return await createFetch({ ...limits, client: direct })(request);
    }
    // The first `setTimeout` of a process costs 3 ms, this one a tenth of it.
    const signal = AbortSignal.any([
      request.signal,
      AbortSignal.timeout(totalMs),
    ]);
    const response = await fetch(
      request,
      client === undefined ? { signal } : { signal, client },
    );
    const { status, statusText, headers } = response;
    const body = await readBody(response, largestBody);
    // 204 and 304 may not be made with a body, not even an empty one.
    return new Response(body.byteLength === 0 ? null : body, {
      status,
      statusText,
      headers,
    });
  };
}
