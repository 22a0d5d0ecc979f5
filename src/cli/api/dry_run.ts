import { sanitizeText } from "../../engine/text.ts";
import { contentText } from "../../engine/trace/api_call.ts";
import {
  shownAddress,
  shownHeaders,
  TOKEN_HEADER,
} from "../../engine/trace/api_redaction.ts";
import type { TraceRequest } from "../../engine/trace/step.ts";
import { chooseFlow } from "../call/acquire_token.ts";
import type { Call } from "../call/call.ts";
import type { Context } from "../context.ts";
import { requireClient } from "../call/dry_run.ts";
import { UsageError } from "../errors.ts";
import { toJson } from "../output/json.ts";
import { type AnswerPlace, KIND_NAMES, kindOf } from "./answer.ts";
import type { ApiRequest } from "./request.ts";

function shownRequest(
  { method, url, headers: asked, body }: ApiRequest,
): TraceRequest {
  const headers = { Authorization: TOKEN_HEADER, ...shownHeaders(asked) };
  return {
    ...{ method, url: shownAddress(url), parameters: {}, headers },
    ...(body === undefined ? {} : {
      content: { kind: KIND_NAMES[kindOf(asked)], bytes: body.length },
    }),
  };
}

function requestLines(
  { method, url, headers = {}, content }: TraceRequest,
): readonly string[] {
  return [
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
    ...(content === undefined ? [] : [`  (${contentText(content)})`]),
  ];
}

/**
 * Writes what a call would send, secrets redacted. No token is got for it.
 *
 * @param request The request.
 * @param options The call, how it is written, and the world.
 * @throws {UsageError} If the answer would go to a file, or no client is named.
 */
export function writePreview(
  request: ApiRequest,
  { call, place, context }: {
    readonly call: Call;
    readonly place: AnswerPlace;
    readonly context: Context;
  },
): void {
  const { io, messages } = context;
  if (place.file !== undefined) {
    throw new UsageError(
      "Cannot use --dry-run with a file: there is no answer to write",
      "Leave the file out, or use -o json",
    );
  }
  const flow = chooseFlow(call, context);
  requireClient(call, flow);
  const scopes = call.settings.scopes?.value ?? [];
  const shown = shownRequest(request);
  if (place.format === "json") {
    return io.stdout.write(
      toJson({ flow, type: "call", scopes, request: shown }),
    );
  }
  messages.note(
    `The token would be for ${sanitizeText(scopes.join(" "))}, by ${flow}`,
  );
  io.stdout.write(
    requestLines(shown).map((line) => sanitizeText(line) + "\n").join(""),
  );
}
