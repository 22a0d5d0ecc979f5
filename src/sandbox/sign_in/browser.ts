import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import type { Authority } from "../authority.ts";
import { randomValue } from "../random.ts";
import type { Session } from "../store.ts";

const COOKIE = "sandbox_session";

export interface Browser {
  /** Value of the cookie. */
  readonly key: string;
  readonly session: Session;
}

/** The browser that asks, known by its cookie, or a new one. */
export function browserOf({ store }: Authority, context: Context): Browser {
  const known = getCookie(context, COOKIE);
  const session = known === undefined ? undefined : store.sessions.get(known);
  if (known !== undefined && session !== undefined) {
    return { key: known, session };
  }
  const key = randomValue();
  const fresh: Session = { id: crypto.randomUUID(), users: new Map() };
  store.sessions.set(key, fresh);
  return { key, session: fresh };
}

export function rememberBrowser(
  response: Response,
  { browser, origin }: { browser: Browser; origin: string },
): Response {
  response.headers.append(
    "set-cookie",
    generateCookie(COOKIE, browser.key, {
      path: "/",
      httpOnly: true,
      sameSite: "Lax",
      secure: origin.startsWith("https:"),
    }),
  );
  return response;
}
