import type { Fetch } from "../../engine/ports/mod.ts";

/**
 * Stands in for the person at the browser. The sandbox answers at once when it
 * is told who signs in, so that all there is to do is follow its answer.
 */
export interface Visitor {
  /** Opens a sign-in page and brings its answer to the listener. */
  readonly open: (url: URL) => Promise<void>;
  /** Opens a sign-in page and tells the address at which the browser ends. */
  readonly landing: (url: URL) => Promise<string>;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

function plain(attribute: string): string {
  return attribute.replace(
    /&(?:amp|lt|gt|quot|#39);/g,
    (entity) => ENTITIES[entity] ?? entity,
  );
}

/** The one form of a form_post answer. */
function readForm(page: string): Request {
  const [, action] = /<form[^>]*action="([^"]*)"/.exec(page) ?? [];
  if (action === undefined) throw new Error("The sign-in page has no form");
  const fields = page.matchAll(
    /<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g,
  );
  const body = new URLSearchParams();
  for (const [, name = "", value = ""] of fields) {
    body.set(plain(name), plain(value));
  }
  return new Request(plain(action), { method: "POST", body });
}

/**
 * Makes a visitor.
 *
 * @param fetch The network.
 * @returns The visitor.
 */
export function createVisitor(fetch: Fetch): Visitor {
  const get = (url: string) => fetch(new Request(url, { redirect: "manual" }));

  /** The page itself, or the address that it leads to. */
  async function follow(
    url: string,
  ): Promise<{ page: string } | { landed: string }> {
    const response = await get(url);
    const location = response.headers.get("location");
    if (location === null) return { page: await response.text() };
    await response.body?.cancel();
    return { landed: new URL(location, url).href };
  }

  return {
    async open(url) {
      const start = await follow(url.href);
      const answer = "landed" in start ? await follow(start.landed) : start;
      if ("landed" in answer) {
        throw new Error("The sign-in page answers elsewhere");
      }
      const done = await fetch(readForm(answer.page));
      await done.body?.cancel();
    },
    async landing(url) {
      const answer = await follow(url.href);
      if ("landed" in answer) return answer.landed;
      throw new Error("The sign-in page does not answer by itself");
    },
  };
}
