import type { AcquiredToken } from "../../engine/client.ts";
import type { ExchangeEvent, FlowEvent } from "../../engine/events.ts";
import { explainClaims, formatDuration } from "../../engine/jwt/mod.ts";
import { sanitizeText } from "../../engine/text.ts";

function exchangeLine({ request, response, failure }: ExchangeEvent): string {
  const path = new URL(request.url).pathname.replace(/^\/[^/]+/, "");
  return `→ ${request.method} ${path} … ${response?.status ?? failure}`;
}

/**
 * Tells one event of a flow in one line.
 *
 * @param event The event.
 * @returns The line, or `undefined` when there is nothing to tell.
 */
export function eventLine(event: FlowEvent): string | undefined {
  switch (event.type) {
    case "exchange":
      return exchangeLine(event);
    case "user_code":
      return `enter ${event.userCode} at ${event.verificationUri}`;
    case "authorization_pending":
      return `poll ${event.attempt}: not yet; the next one in ${
        event.intervalMs / 1000
      } s`;
    case "slow_down":
      return `poll ${event.attempt}: slower, please; every ${
        event.intervalMs / 1000
      } s from now on`;
    case "connection_lost":
      return `poll ${event.attempt}: connection lost, still trying`;
    case "authorization_url":
      return event.method === "loopback"
        ? `the browser opens ${event.localUrl}, which leads to the sign-in page`
        : `the browser will end at ${event.redirectUri}, a page that does not exist`;
    case "browser_opened":
      return "the sandbox's Ada signs in";
    case "redirect_received":
      return "the answer is back, its state is right";
    case "refreshing":
      return "a kept refresh token is used; nobody is asked";
    case "signed_in":
      return "who signed in is known before the code is used";
    case "warning":
      return event.message;
    case "command":
      return `→ ${event.command.join(" ")}`;
    case "polling":
    case "browser_failed":
      return undefined;
    default:
      return event satisfies never;
  }
}

const SOURCES: Readonly<Record<string, string>> = {
  cache: "memory",
  refresh: "a refresh",
};

/**
 * Tells what was got.
 *
 * @param token The token.
 * @param now Milliseconds since the epoch.
 * @returns Lines.
 */
export function tokenLines(
  token: AcquiredToken,
  now: number,
): readonly string[] {
  const { summary, claims } = explainClaims(token.accessToken, { now });
  const may = claims.find(({ name }) => name === "scp" || name === "roles");
  const left = formatDuration(token.expiresAt - now);
  return [
    `✔ ${sanitizeText(summary)}`,
    ...(may === undefined
      ? []
      : [`  may: ${sanitizeText([may.value].flat().join(" "))}`]),
    `  valid for ${left}, from ${
      SOURCES[token.source] ?? `the ${token.flow} flow`
    }`,
  ];
}
