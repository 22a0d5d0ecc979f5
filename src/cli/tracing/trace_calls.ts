import { claimsOfChallenge } from "../../engine/entra/challenge.ts";
import { parseClaims } from "../../engine/entra/claims_request.ts";
import { AuthError } from "../../engine/errors.ts";
import type { Clock, Fetch } from "../../engine/ports/mod.ts";
import type { ApiCall } from "../../engine/trace/api_call.ts";
import {
  shownAddress,
  shownHeaders,
} from "../../engine/trace/api_redaction.ts";
import type { TraceContent } from "../../engine/trace/step.ts";
import { KIND_NAMES, kindOf } from "../api/answer.ts";
import { createMemberNames } from "../api/member_names.ts";
import { idsOf } from "../api/problem.ts";

/** Takes a request when its answer begins, and returns what takes the answer. */
export type OnApiCall = (
  call: ApiCall,
) => (answer: TraceContent) => void;

/** What is sent is known whole before it is. */
async function sentContent(
  request: Request,
): Promise<Pick<ApiCall, "content">> {
  if (request.body === null) return {};
  const { byteLength } = await request.arrayBuffer();
  const kind = KIND_NAMES[kindOf(request.headers)];
  return { content: { kind, bytes: byteLength } };
}

/** What was sent, but for what came of it. */
async function sent(
  request: Request,
): Promise<Pick<ApiCall, "method" | "url" | "headers" | "content">> {
  const { method, headers } = request;
  // Where a redirect points, the API that was asked has put keys of its own.
  const hidesQuery = !headers.has("authorization");
  return {
    method,
    url: shownAddress(new URL(request.url), { hidesQuery }),
    headers: shownHeaders(headers),
    ...await sentContent(request),
  };
}

/** Only our own errors have words that can be shown. */
function failureOf(error: unknown, { url, signal }: Request): string {
  if (error instanceof AuthError) return error.message;
  return signal.aborted
    ? "the program was ended"
    : `Cannot reach "${new URL(url).host}"`;
}

function challengeOf({ status, headers }: Response): Pick<ApiCall, "claims"> {
  const text = headers.get("www-authenticate");
  if (status !== 401 || text === null) return {};
  try {
    const claims = claimsOfChallenge(text);
    return claims === undefined ? {} : { claims: parseClaims(claims) };
  } catch {
    return {};
  }
}

/** Passes a body on and says what it was, also when nobody reads it to its end. */
function counted(
  body: ReadableStream<Uint8Array>,
  { kind, onEnd }: {
    readonly kind: TraceContent["kind"];
    readonly onEnd: (content: TraceContent) => void;
  },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const { names: members, push } = createMemberNames();
  let bytes = 0;
  const end = (size: { readonly bytes?: number }) =>
    onEnd({ kind, ...size, ...(members.length === 0 ? {} : { members }) });
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error) => {
        end({});
        throw error;
      });
      if (done) {
        end({ bytes });
        return controller.close();
      }
      bytes += value.byteLength;
      if (kind === "JSON") push(decoder.decode(value, { stream: true }));
      controller.enqueue(value);
    },
    async cancel(reason) {
      end({});
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}

function watched(
  response: Response,
  onEnd: (content: TraceContent) => void,
): Response {
  const { status, statusText, headers, body } = response;
  if (body === null) return response;
  const kind = KIND_NAMES[kindOf(headers)];
  return new Response(counted(body, { kind, onEnd }), {
    ...{ status, statusText, headers },
  });
}

/**
 * Tells every request to an API, and what came back.
 *
 * @param fetch The network.
 * @param options Time, and who is told.
 * @returns The same network.
 */
export function watchCalls(
  fetch: Fetch,
  { clock, onCall }: {
    readonly clock: Pick<Clock, "now">;
    readonly onCall: OnApiCall;
  },
): Fetch {
  return async (request) => {
    const shown = await sent(request.clone());
    const at = clock.now();
    const told = () => ({ ...shown, at, durationMs: clock.now() - at });
    let response: Response;
    try {
      response = await fetch(request);
    } catch (error) {
      onCall({ ...told(), failure: failureOf(error, request), ids: {} });
      throw error;
    }
    const { status } = response;
    const onEnd = onCall({
      ...{ ...told(), status, ids: Object.fromEntries(idsOf(response)) },
      ...challengeOf(response),
    });
    return watched(response, onEnd);
  };
}
