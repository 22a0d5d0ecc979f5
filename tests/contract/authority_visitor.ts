// A person with a browser: keeps cookies, follows redirects, fills in forms and presses their first button.
import assert from "node:assert/strict";

/** How a visit goes. */
export interface Visit {
  readonly username?: string;
  readonly password?: string;
  /** Typed where a page asks for a device code. */
  readonly userCode?: string;
  /** Presses "cancel" wherever there is such a button. */
  readonly cancels?: boolean;
  /** The visit ends when the browser is sent here. */
  readonly until?: string;
}

/** Where a visit ended. */
export interface Arrival {
  /** What the redirect URI received, when it did. */
  readonly parameters: URLSearchParams | undefined;
  readonly response: Response;
  readonly page: string;
}

interface Form {
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
}

const MOST_STEPS = 15;

/** Visits an address and goes on until the browser arrives or a page has no form. */
export async function visit(
  address: string,
  visit: Visit = {},
): Promise<Arrival> {
  const cookies = new Map<string, string>();
  let next: { url: string; body?: URLSearchParams } = { url: address };
  for (let step = 0; step < MOST_STEPS; step++) {
    const response = await request(next, cookies);
    const page = await response.text();
    const location = response.headers.get("location");
    if (location !== null) {
      const url = new URL(location, next.url);
      const parameters = arrived(url.href, visit);
      if (parameters !== undefined) return { parameters, response, page };
      next = { url: url.href };
      continue;
    }
    const form = formOf(page, visit);
    const complains = /role="alert">[^<]/.test(page);
    if (form === undefined || complains) {
      return { parameters: undefined, response, page };
    }
    const body = new URLSearchParams([...form.fields]);
    const action = new URL(form.action, next.url).href;
    if (visit.until !== undefined && isAt(action, visit.until)) {
      return { parameters: body, response, page };
    }
    next = { url: action, body };
  }
  throw assert.fail(`The visit does not end: ${next.url}`);
}

async function request(
  { url, body }: { url: string; body?: URLSearchParams },
  cookies: Map<string, string>,
): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`);
  const response = await fetch(url, {
    redirect: "manual",
    headers: { accept: "text/html", cookie: cookie.join("; ") },
    ...(body === undefined ? {} : { method: "POST", body }),
  });
  for (const line of response.headers.getSetCookie()) {
    const pair = line.split(";")[0] ?? "";
    const cut = pair.indexOf("=");
    cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
  return response;
}

function isAt(url: string, redirectUri: string): boolean {
  const [left, right] = [new URL(url), new URL(redirectUri)];
  return left.origin === right.origin && left.pathname === right.pathname;
}

function arrived(url: string, { until }: Visit): URLSearchParams | undefined {
  if (until === undefined || !isAt(url, until)) return undefined;
  const { hash, searchParams } = new URL(url);
  return hash.length > 1 ? new URLSearchParams(hash.slice(1)) : searchParams;
}

function formOf(page: string, visit: Visit): Form | undefined {
  const [whole, action] = page.match(
    /<form[^>]*\saction="([^"]*)"[\s\S]*?<\/form>/,
  ) ?? [];
  if (whole === undefined || action === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const input of tags(whole, "input")) {
    const { name, value = "" } = input;
    const chosen = input.type !== "radio" ||
      (visit.username === undefined
        ? input.checked !== undefined
        : value === visit.username);
    if (name !== undefined && chosen) fields.set(name, value);
  }
  for (
    const [name, value] of [
      ["username", visit.username],
      ["password", visit.password],
      ["user_code", visit.userCode],
    ] as const
  ) {
    if (fields.has(name) && value !== undefined) fields.set(name, value);
  }
  const buttons = tags(whole, "button");
  const cancel = buttons.find((button) => button.value === "cancel");
  const pressed = visit.cancels && cancel ? cancel : buttons[0];
  if (pressed?.name !== undefined) {
    fields.set(pressed.name, pressed.value ?? "");
  }
  return { action: decoded(action), fields };
}

function tags(html: string, name: string): Record<string, string>[] {
  return [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, "g"))].map(
    ([, attributes = ""]) =>
      Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)(?:\s*=\s*"([^"]*)")?/g)].map(
          ([, attribute = "", value = ""]) => [attribute, decoded(value)],
        ),
      ),
  );
}

function decoded(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'")
    .replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
