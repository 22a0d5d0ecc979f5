import { AuthError } from "../../engine/errors.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { createStatusLine } from "../terminal/status_line.ts";
import { bodyOf } from "./body.ts";
import type { ApiCaller } from "./caller.ts";
import { isSuccess, problemOf } from "./problem.ts";
import type { ApiRequest } from "./request.ts";

/** One page is read whole, and no longer than this. */
const LARGEST_PAGE = 64 * 1024 * 1024;
/** An API that goes on for longer goes on for ever. */
const MOST_PAGES = 100_000;

/** What a page holds. */
interface Page {
  readonly items: readonly unknown[];
  readonly next?: URL;
}

function tooLong({ host }: URL): AuthError {
  return new AuthError(
    "response_invalid",
    `Cannot read a page of "${host}": it is longer than 64 MiB`,
    { hint: "Ask for fewer items a page, with $top" },
  );
}

async function readText(
  parts: AsyncIterable<Uint8Array>,
  url: URL,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of parts) {
    text += decoder.decode(part, { stream: true });
    if (text.length > LARGEST_PAGE) throw tooLong(url);
  }
  return text + decoder.decode();
}

/** Numbers that JavaScript cannot hold, and the newer JSON that keeps them. */
interface ExactJson {
  parse(
    text: string,
    reviver: (
      key: string,
      value: unknown,
      context: { readonly source?: string },
    ) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}

function parseExactly(text: string): unknown {
  const exact = JSON as unknown as ExactJson;
  return exact.parse(
    text,
    (_key, value, { source }) =>
      typeof value === "number" && source !== undefined &&
        String(value) !== source
        ? exact.rawJSON(source)
        : value,
  );
}

const NEXT = ["@odata.nextLink", "nextLink", "odata.nextLink"];

function readPage(text: string, url: URL): Page {
  let body: unknown;
  try {
    body = parseExactly(text);
  } catch {
    body = undefined;
  }
  const members = (body ?? {}) as Readonly<Record<string, unknown>>;
  const { value } = members;
  if (!Array.isArray(value)) {
    throw new UsageError(
      `Cannot fetch every page of ${url.host}${url.pathname}: the answer has no list in "value"`,
      "Leave --all out",
    );
  }
  const link = NEXT.map((name) => members[name]).find((each) =>
    typeof each === "string" && each !== ""
  );
  if (link === undefined) return { items: value };
  const next = URL.parse(String(link), url);
  // The token would go wherever the answer says.
  if (next?.origin === url.origin) return { items: value, next };
  throw new AuthError(
    "response_invalid",
    `Cannot fetch the next page: it is at "${
      next?.host ?? "no address"
    }", and the token is for "${url.host}"`,
    { hint: "Fetch that address by itself if it is meant" },
  );
}

/** Counts on standard error while pages come in. */
function createCount(context: Context) {
  const { io, messages, options } = context;
  const live = io.stderr.isTerminal && !options.quiet && !options.trace;
  const line = createStatusLine({ io, messages, live });
  let pages = 0;
  let items = 0;
  const text = () =>
    `${pages} ${pages === 1 ? "page" : "pages"}, ${items} ${
      items === 1 ? "item" : "items"
    }`;
  let isDone = false;
  io.remind(1_000, () => {
    if (!isDone) line.show(text, "Fetching every page");
  });
  return {
    add(count: number) {
      pages += 1;
      items += count;
    },
    stop() {
      isDone = true;
      line.stop();
    },
    text,
  };
}

/**
 * Fetches every page, and makes one list of them that is never held whole.
 *
 * @param first The answer to the request.
 * @param options The request, who sends the next ones, and the world.
 * @returns The text of one JSON object with the list in `value`, as it comes.
 * @throws {ApiError} If a page cannot be had.
 * @throws {AuthError} `response_invalid` if a page leads elsewhere, or back.
 */
export async function* allPages(
  first: Response,
  { request, caller, context }: {
    readonly request: ApiRequest;
    readonly caller: ApiCaller;
    readonly context: Context;
  },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const count = createCount(context);
  const seen = new Set([request.url.href]);
  try {
    let response = first;
    let { url } = request;
    let before = '{"value":[';
    for (;;) {
      const text = await readText(bodyOf(response, { url, context }), url);
      if (!isSuccess(response)) {
        throw problemOf(response, { request: { ...request, url }, text });
      }
      const page = readPage(text, url);
      count.add(page.items.length);
      for (const item of page.items) {
        yield encoder.encode(`${before}\n${JSON.stringify(item)}`);
        before = ",";
      }
      if (page.next === undefined) break;
      url = page.next;
      if (seen.has(url.href) || seen.size >= MOST_PAGES) throw endless(url);
      seen.add(url.href);
      response = await caller.send({ ...request, url });
    }
    yield encoder.encode(before === "," ? "\n]}\n" : `${before}]}\n`);
    context.messages.note(`Fetched ${count.text()}`);
  } finally {
    count.stop();
  }
}

function endless({ host }: URL): AuthError {
  return new AuthError(
    "response_invalid",
    `Cannot fetch every page of "${host}": its pages never end`,
    { hint: "The same page was named again; fetch the pages one by one" },
  );
}
