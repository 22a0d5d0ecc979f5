import { hasUserName } from "../../engine/api/resource_hosts.ts";
import { AuthError } from "../../engine/errors.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { createStatusLine } from "../terminal/status_line.ts";
import { bodyOf } from "./body.ts";
import type { ApiCaller } from "./caller.ts";
import { isSuccess, problemOf } from "./problem.ts";
import type { ApiRequest } from "./request.ts";

/** One page is read whole, and takes a hundred times as much memory at worst. */
const LARGEST_PAGE = 16 * 1024 * 1024;
/** Items are written together: a million small ones would keep all else waiting. */
const ENOUGH_TO_WRITE = 64 * 1024;
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
    `Cannot read a page of "${host}": it is longer than 16 MiB`,
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

/** Objects and lists inside each other that are still read. */
const DEEPEST = 256;

/** The place of the quote that ends a string. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** A parser would hold a record for each bracket of a text that is nothing else. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length && depth <= DEEPEST; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
  }
  return depth > DEEPEST;
}

function readPage(text: string, url: URL): Page {
  if (isTooDeep(text)) {
    throw new AuthError(
      "response_invalid",
      `Cannot read a page of "${url.host}": it is nested deeper than ${DEEPEST} levels`,
      { hint: "Leave --all out to get the answer as it is" },
    );
  }
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
  if (next?.origin === url.origin && !hasUserName(next)) {
    return { items: value, next };
  }
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

/** The items as text, in pieces; the first begins with what is before it. */
function* textsOf(items: readonly unknown[], before: string) {
  let text = "";
  for (const [index, item] of items.entries()) {
    text += `${index === 0 ? before : ","}\n${JSON.stringify(item)}`;
    if (text.length < ENOUGH_TO_WRITE) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
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
      for (const text of textsOf(page.items, before)) {
        yield encoder.encode(text);
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
