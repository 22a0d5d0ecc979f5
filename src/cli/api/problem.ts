import { parseChallenges } from "../../engine/entra/challenge.ts";
import { ApiError } from "../errors.ts";
import type { ApiRequest } from "./request.ts";

/** What an API says of itself goes no further than this. */
const LONGEST_TEXT = 500;
/** Enough of a body to read what went wrong. */
const ENOUGH = 64 * 1024;

/** Headers that name a request to the API's support. */
const IDS =
  /^((client-)?request-id|x-ms-[a-z-]*(request|correlation|activity)[a-z-]*-?id|apim-request-id|activityid|x-vss-e2eid)$/;

type Members = Readonly<Record<string, unknown>>;

function membersOf(value: unknown): Members {
  return value !== null && typeof value === "object" ? value as Members : {};
}

function short(value: unknown): string | undefined {
  // OData services wrap a message with its language.
  const text = typeof value === "string" ? value : membersOf(value)["value"];
  return typeof text === "string" && text !== ""
    ? text.replace(/\s+/g, " ").trim().slice(0, LONGEST_TEXT)
    : undefined;
}

/** What an API said went wrong. */
interface Problem {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** Graph, ARM and most others; the older ones; Azure Storage. */
function readProblem(whole: string): Problem {
  // A page of a list may be far longer than anything that a problem says.
  const text = whole.slice(0, 2 * ENOUGH);
  try {
    const body = membersOf(JSON.parse(text));
    const found = body["error"] ?? body["odata.error"] ?? body["Error"] ?? body;
    const error = membersOf(found);
    return {
      code: short(error["code"] ?? error["Code"] ?? body["typeKey"]) ??
        short(found),
      message: short(
        error["message"] ?? error["Message"] ?? body["error_description"],
      ),
    };
  } catch {
    const tag = (name: string) =>
      short(new RegExp(`<${name}>([^<]{1,2000})</${name}>`).exec(text)?.[1]);
    return { code: tag("Code"), message: tag("Message") };
  }
}

/**
 * Finds what names a request to the API's support.
 *
 * @param response The answer.
 * @returns Names of headers and their values.
 */
export function idsOf(
  { headers }: Pick<Response, "headers">,
): readonly (readonly [name: string, value: string])[] {
  return [...headers].filter(([name]) => IDS.test(name))
    .map(([name, value]) => [name, short(value) ?? ""]);
}

function hintOf({ status, headers }: Response): string | undefined {
  if (status === 401) {
    const challenge = headers.get("www-authenticate") ?? "";
    const said = parseChallenges(challenge)
      .map(({ parameters }) => parameters.get("error_description"))
      .find((each) => each !== undefined);
    return said === undefined
      ? "See what the token is for: entrada get-token with the same options, and inspect it"
      : short(said);
  }
  if (status === 403) {
    return "The token lacks a permission: ask for its scope with -s, or have an administrator grant it";
  }
  if (status === 429) {
    const wait = short(headers.get("retry-after"));
    return wait === undefined
      ? "The API is busy; try again later"
      : `The API is busy; try again after ${wait}${
        /^\d+$/.test(wait) ? " s" : ""
      }`;
  }
  if (status >= 500) return "The API has a problem; try again later";
  if (status >= 400) return undefined;
  return "A redirect is not followed by itself; use -L, and the token stays with the first host";
}

/**
 * Tells whether an answer is what was asked for.
 *
 * @param response The answer.
 * @returns Whether it is.
 */
export function isSuccess({ status }: Response): boolean {
  return status < 300 || status === 304;
}

/**
 * Puts into words what an API did not do.
 *
 * @param response The answer.
 * @param options What was sent, and the beginning of the body.
 * @returns The error, with the ids that its support asks for.
 */
export function problemOf(
  response: Response,
  { request: { method, url }, text }: {
    readonly request: ApiRequest;
    readonly text: string;
  },
): ApiError {
  const { status, statusText, headers } = response;
  const { code, message } = readProblem(text);
  const location = headers.get("location");
  const said = [
    code === undefined ? "" : ` (${code})`,
    message === undefined ? "" : `: ${message.replace(/\.$/, "")}`,
    status < 400 && location !== null ? `, to ${short(location)}` : "",
  ].join("");
  const ids = idsOf(response).map(([name, value]) => `${name} ${value}`);
  return new ApiError(
    // The query may hold what is nobody's business.
    `Cannot ${method} ${url.host}${url.pathname}: the API answered ${
      `${status} ${statusText}`.trim()
    }${said}`,
    { status, ids, hint: hintOf(response) },
  );
}

/**
 * Passes a body on and keeps its beginning.
 *
 * @param body The body.
 * @returns The same body, and what was read of it so far.
 */
export function withBeginning(body: AsyncIterable<Uint8Array>): {
  readonly parts: AsyncIterable<Uint8Array>;
  readonly text: () => string;
} {
  const decoder = new TextDecoder();
  let text = "";
  async function* passOn() {
    for await (const part of body) {
      if (text.length < ENOUGH) {
        text += decoder.decode(part.subarray(0, ENOUGH), { stream: true });
      }
      yield part;
    }
  }
  return { parts: passOn(), text: () => text };
}
