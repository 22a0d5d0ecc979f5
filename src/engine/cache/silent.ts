import type { AcquiredToken } from "../client.ts";
import { AuthError } from "../errors.ts";
import type { FlowEvent } from "../events.ts";
import type { RefreshTokenRequest } from "../flows/refresh_token.ts";
import type { Clock } from "../ports/mod.ts";
import type { GrantRequest } from "../protocol/grant.ts";
import type { Token } from "../token.ts";
import type { CacheKey, TokenCache } from "./memory.ts";

/** Clocks differ by up to five minutes, so a token this near its end is not handed out. */
const EXPIRY_MARGIN_MS = 5 * 60_000;

/** What a token must be to serve without a flow. */
export interface SilentWish {
  /** Under which key it is kept. */
  readonly key: CacheKey;
  /** Life that it must still have, in milliseconds. */
  readonly minTtlMs?: number;
  /** Whether a kept access token is passed over. */
  readonly force?: boolean;
  /** The user whose token it must be, where a name was given. */
  readonly username?: string;
  /** Whether a refused refresh is the end, because nothing else was asked for. */
  readonly onlyRefresh?: boolean;
}

/** Where a silent acquisition looks. */
export interface SilentContext {
  /** What is kept. */
  readonly cache: TokenCache;
  /** The time. */
  readonly clock: Clock;
  /** Makes the request of a refresh; may have to ask the authority where it is. */
  readonly request: () => AsyncGenerator<FlowEvent, GrantRequest>;
  /** Runs a refresh. */
  readonly refresh: (
    request: RefreshTokenRequest,
  ) => AsyncGenerator<FlowEvent, Token>;
}

function isUsable(
  token: AcquiredToken,
  { wish, now }: { readonly wish: SilentWish; readonly now: number },
): boolean {
  const left = token.expiresAt - now;
  return left > Math.max(wish.minTtlMs ?? 0, EXPIRY_MARGIN_MS);
}

/** A name that is known to be another's is somebody else's token. */
function isOfUser(
  { account }: AcquiredToken,
  username: string | undefined,
): boolean {
  return username === undefined || account?.username === undefined ||
    account.username.toLowerCase() === username.toLowerCase();
}

/** The authority has refused the refresh token: only the user can help. */
function isRefused(error: unknown): boolean {
  return error instanceof AuthError &&
    (error.code === "interaction_required" ||
      error.code === "authentication_refused");
}

async function* refresh(
  kept: AcquiredToken,
  context: SilentContext,
): AsyncGenerator<FlowEvent, AcquiredToken | undefined> {
  const { account, refreshToken: secret, idToken, flow } = kept;
  if (secret === undefined) return undefined;
  const request = yield* context.request();
  yield { type: "refreshing" };
  const token = yield* context.refresh({
    ...request,
    refreshToken: secret,
    ...(account === null ? {} : { account }),
    ...(idToken === undefined ? {} : { idToken }),
  });
  return { ...token, source: "refresh", flow };
}

/**
 * Looks for a token that needs nobody: a kept one, else a refreshed one.
 *
 * @param wish What the token must be.
 * @param context Where to look and how.
 * @returns Events, then the token, or `undefined` when a flow has to run.
 * @throws {AuthError} If the refresh failed for a reason that another sign-in would not mend.
 */
export async function* acquireSilently(
  wish: SilentWish,
  context: SilentContext,
): AsyncGenerator<FlowEvent, AcquiredToken | undefined> {
  const { cache, clock } = context;
  const { key, username } = wish;
  const kept = wish.force ? undefined : cache.get(key);
  if (
    kept !== undefined && isUsable(kept, { wish, now: clock.now() }) &&
    isOfUser(kept, username)
  ) {
    return { ...kept, source: "cache" };
  }
  const newest = cache.newestRefreshable(key.owner);
  if (newest === undefined || !isOfUser(newest, username)) return undefined;
  try {
    const token = yield* refresh(newest, context);
    if (token !== undefined) cache.set(key, token);
    return token;
  } catch (error) {
    if (!isRefused(error)) throw error;
    cache.dropRefreshable(key.owner);
    if (wish.onlyRefresh) throw error;
    return undefined;
  }
}
