import type { AcquiredToken } from "../client.ts";
import { AuthError, ServerError } from "../errors.ts";
import type { KeptToken } from "./token_set.ts";

/** Clocks differ by up to five minutes, so a token this near its end is not handed out. */
export const EXPIRY_MARGIN_MS = 5 * 60_000;

/**
 * What a kept token is worth: `fresh`; `aging`, which is good but should be
 * renewed; `extended`, which may serve only while the authority is down; `stale`.
 */
export type Freshness = "fresh" | "aging" | "extended" | "stale";

/** What a token is judged by. */
export interface FreshnessOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Life that it must still have, in milliseconds. */
  readonly minTtlMs?: number | undefined;
}

/**
 * Judges a kept token.
 *
 * @param kept The token.
 * @param options The time, and how much life is asked for.
 * @returns What it is worth.
 */
export function freshnessOf(
  { token, at }: KeptToken,
  { now, minTtlMs = 0 }: FreshnessOptions,
): Freshness {
  // Kept in the future: the clock was set back, and its end is not to be trusted.
  if (at - now > EXPIRY_MARGIN_MS) return "stale";
  if (token.expiresAt - now > Math.max(minTtlMs, EXPIRY_MARGIN_MS)) {
    return now >= (token.refreshAt ?? Infinity) ? "aging" : "fresh";
  }
  const end = Math.max(token.expiresAt, token.extendedExpiresAt ?? 0);
  return end - now > minTtlMs ? "extended" : "stale";
}

/**
 * Until when a token may be handed out without another look.
 *
 * @param token The token.
 * @returns Milliseconds since the epoch.
 */
export function freshUntil({ expiresAt, refreshAt }: AcquiredToken): number {
  return Math.min(expiresAt - EXPIRY_MARGIN_MS, refreshAt ?? Infinity);
}

/** The authority is not there, or cannot answer. */
function isDown(error: unknown): boolean {
  return error instanceof AuthError &&
    ["network_error", "server_error", "timed_out", "response_invalid"]
      .includes(error.code);
}

/**
 * Tells whether a kept token may stand in for one that could not be had.
 *
 * @param freshness What the kept one is worth.
 * @param error Why no other could be had.
 * @returns Whether it may.
 */
export function mayStandIn(freshness: Freshness, error: unknown): boolean {
  return freshness === "aging" || freshness === "extended" && isDown(error);
}

/** What is missing is the user's word, not the refresh token. */
const STILL_GOOD = [
  "consent_required",
  "basic_action",
  "additional_action",
  "message_only",
  "user_password_expired",
];

/**
 * Tells whether the authority will not take a refresh token any more.
 *
 * @param error What the refresh threw.
 * @returns Whether it is of no more use.
 */
export function isDead(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false;
  const { error: name, suberror = "" } = error.details;
  return name === "invalid_grant" && !STILL_GOOD.includes(suberror);
}

/**
 * Tells whether the user could get what a refresh could not: a scope that does
 * not exist, say, nobody gets by signing in again.
 *
 * @param error What the refresh threw.
 * @returns Whether another sign-in may help.
 */
export function isForUser(error: unknown): boolean {
  return isDead(error) ||
    error instanceof AuthError && error.code === "interaction_required";
}
