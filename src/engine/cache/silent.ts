import type { AcquiredToken, AcquireOptions } from "../client.ts";
import { AuthError } from "../errors.ts";
import type { FlowEvent } from "../events.ts";
import { actorOf, type FlowName } from "../flows/flow_names.ts";
import { refreshToken } from "../flows/refresh_token.ts";
import type { Ports } from "../ports/mod.ts";
import type { GrantRequest } from "../protocol/grant.ts";
import type { TokenCache } from "./memory.ts";

/** Clocks differ by up to five minutes, so a token this near its end is not handed out. */
const EXPIRY_MARGIN_MS = 5 * 60_000;

/** Where a silent acquisition looks. */
export interface SilentContext {
  /** What is kept. */
  readonly cache: TokenCache;
  /** The network and the time. */
  readonly ports: Pick<Ports, "fetch" | "clock">;
  /** What was asked, the flow settled. */
  readonly asked: AcquireOptions & { readonly flow: FlowName };
}

function isUsable(
  token: AcquiredToken,
  { ports, asked }: SilentContext,
): boolean {
  const left = token.expiresAt - ports.clock.now();
  return left > Math.max(asked.minTtlMs ?? 0, EXPIRY_MARGIN_MS);
}

/** The authority has refused the refresh token: only the user can help. */
function isRefused(error: unknown): boolean {
  return error instanceof AuthError &&
    (error.code === "interaction_required" ||
      error.code === "authentication_refused");
}

async function* refresh(
  request: GrantRequest,
  context: SilentContext,
): AsyncGenerator<FlowEvent, AcquiredToken | undefined> {
  const { cache, ports, asked } = context;
  const kept = cache.newestRefreshable();
  if (kept?.refreshToken === undefined) return undefined;
  yield { type: "refreshing" };
  try {
    const { account, refreshToken: secret, flow } = kept;
    const token = yield* refreshToken(
      {
        ...request,
        refreshToken: secret,
        ...(account === null ? {} : { account }),
      },
      ports,
      asked.signal ? { signal: asked.signal } : {},
    );
    return { ...token, source: "refresh", flow };
  } catch (error) {
    if (!isRefused(error)) throw error;
    cache.dropRefreshable();
    if (asked.flow === "refresh-token") throw error;
    return undefined;
  }
}

/**
 * Looks for a token that needs nobody: a kept one, else a refreshed one.
 *
 * @param request The client and what the token is for.
 * @param context Where to look and how.
 * @returns Events, then the token, or `undefined` when a flow has to run.
 * @throws {AuthError} If the refresh failed for a reason that another sign-in would not mend.
 */
export async function* acquireSilently(
  request: GrantRequest,
  context: SilentContext,
): AsyncGenerator<FlowEvent, AcquiredToken | undefined> {
  const { cache, asked } = context;
  const actor = actorOf(asked.flow);
  const key = { scopes: request.scopes, actor, claims: request.claims };
  const kept = asked.force ? undefined : cache.get(key);
  if (kept !== undefined && isUsable(kept, context)) {
    return { ...kept, source: "cache" };
  }
  if (actor === "app") return undefined;
  const token = yield* refresh(request, context);
  if (token !== undefined) cache.set(key, token);
  return token;
}
