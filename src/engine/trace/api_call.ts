import { askedBy, isRedacted } from "./explain_exchange.ts";
import type { TraceContent, TraceParameter, TraceStep } from "./step.ts";

/** A request to an API with what came back, all of which may be shown. */
export interface ApiCall {
  /** The method. */
  readonly method: string;
  /** The address, secrets in its query redacted. */
  readonly url: string;
  /** The headers; the token by the name of a variable. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was sent. */
  readonly content?: TraceContent;
  /** HTTP status; absent when nothing came back. */
  readonly status?: number;
  /** Headers of the answer that name the request to the API's support. */
  readonly ids: Readonly<Record<string, string>>;
  /** Claims that the API demands of the next token, as they were sent. */
  readonly claims?: string;
  /** Why nothing came back, when nothing did. */
  readonly failure?: string;
  /** When the request was sent, milliseconds since the epoch. */
  readonly at: number;
  /** How long it took until the answer began, in milliseconds. */
  readonly durationMs: number;
}

type Words = Pick<TraceStep, "title" | "purpose">;

const CALL: Words = {
  title: "Call the API",
  purpose:
    "The request carries the token in its header; the API checks it by itself.",
};
const NEXT_PAGE: Words = {
  title: "Fetch the next page",
  purpose: "The answer before named the address of what follows.",
};
const REDIRECT: Words = {
  title: "Follow the redirect",
  purpose:
    "The answer before pointed to another host, which does not get the token.",
};
const CALL_AGAIN: Words = {
  title: "Call the API again",
  purpose: "The same request, after what the API said the first time.",
};

const NEXT_LINK = /nextLink$/;

/** What a call is, by what the API has answered before. */
function wordsFor(
  { headers, url, method }: ApiCall,
  before: TraceStep | undefined,
): Words {
  if (!("Authorization" in headers)) return REDIRECT;
  const { request, response } = before ?? {};
  if (request?.url === url && request.method === method) return CALL_AGAIN;
  const isPage = response?.content?.members?.some((name) =>
    NEXT_LINK.test(name)
  );
  return isPage ? NEXT_PAGE : CALL;
}

/**
 * Puts what was sent or came back into a few words.
 *
 * @param content What it is.
 * @returns Such as `JSON, 120 bytes: id, name`.
 */
export function contentText(
  { kind, bytes, members }: TraceContent,
): string {
  const size = bytes === undefined ? "not read to its end" : `${bytes} bytes`;
  const names = members === undefined || members.length === 0
    ? ""
    : `: ${members.join(", ")}`;
  return `${kind}, ${size}${names}`;
}

type Part = TraceParameter["part"];

function parameter(
  [name, value]: readonly [string, string],
  part: Part,
): TraceParameter {
  const isToken = part === "request" && name === "Authorization";
  return {
    name,
    value,
    isSecret: isToken || isRedacted(value),
    part,
    ...(isToken
      ? {
        meaning:
          "The access token: whoever has it may do what it allows, until it ends.",
        reference: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
      }
      : {}),
  };
}

function bodyOf(
  content: TraceContent | undefined,
  part: Part,
): readonly TraceParameter[] {
  return content === undefined
    ? []
    : [parameter(["body", contentText(content)], part)];
}

function resultOf({ status, failure, claims }: ApiCall): string {
  if (status === undefined) return `no answer: ${failure ?? "unknown"}`;
  return claims === undefined ? String(status) : `${status}, claims challenge`;
}

function responseOf({ status, ids }: ApiCall): Pick<TraceStep, "response"> {
  if (status === undefined) return {};
  return { response: { status, headers: ids } };
}

/**
 * Makes a request to an API and its answer one step.
 *
 * @param call The request and its answer.
 * @param before The request to an API before it, when there was one.
 * @returns The step.
 */
export function apiStep(
  call: ApiCall,
  before: TraceStep | undefined,
): TraceStep {
  const { method, url, headers, content, status, at, durationMs, ids } = call;
  return {
    kind: "exchange",
    from: "client",
    to: "api",
    ...wordsFor(call, before),
    at,
    durationMs,
    request: {
      ...{ method, url, parameters: {}, headers },
      ...(content === undefined ? {} : { content }),
    },
    ...responseOf(call),
    parameters: [
      ...askedBy({ method, url, parameters: {} }).asked.map((one) =>
        parameter(one, "request")
      ),
      ...Object.entries(headers).map((one) => parameter(one, "request")),
      ...bodyOf(content, "request"),
      ...Object.entries(ids).map((one) => parameter(one, "response")),
    ],
    outcome: status !== undefined && status < 400 ? "done" : "failed",
    result: resultOf(call),
  };
}

/**
 * Tells what an API demands of the next token as a step of its own.
 *
 * @param claims The claims, as they were sent.
 * @param at When, in milliseconds since the epoch.
 * @returns The step.
 */
export function challengeStep(claims: string, at: number): TraceStep {
  return {
    kind: "note",
    from: "api",
    to: "client",
    title: "Demand other claims",
    purpose:
      "The token is good, and not good enough: the API says which claims it wants, and the client asks for a token that has them.",
    at,
    parameters: [{
      ...parameter(["claims", claims], "response"),
      reference:
        "https://learn.microsoft.com/entra/identity-platform/claims-challenge",
    }],
    outcome: "done",
  };
}

/**
 * Adds what an answer turned out to be, once it was read.
 *
 * @param step The request and its answer.
 * @param content What the answer is.
 * @returns The step.
 */
export function withContent(step: TraceStep, content: TraceContent): TraceStep {
  const { response } = step;
  if (response === undefined) return step;
  return {
    ...step,
    response: { ...response, content },
    parameters: [...step.parameters, ...bodyOf(content, "response")],
  };
}
