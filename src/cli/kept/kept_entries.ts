import { freshnessOf } from "../../engine/cache/freshness.ts";
import type { KeptToken, TokenSet } from "../../engine/cache/token_set.ts";
import { readTokenSet } from "../../engine/cache/token_set_text.ts";
import type { TokenStore } from "../../engine/ports/mod.ts";

/** One kept token as `cache list --json` shows it; never the token itself. */
export interface KeptEntry {
  /** The profile, or `null` for a call without one. */
  readonly profile: string | null;
  /** Address of the authority, or the name of a cloud. */
  readonly authority: string;
  /** The tenant as it was asked for; empty where the authority says it. */
  readonly tenant: string;
  /** The client. */
  readonly client_id: string;
  /** `user`, `app`, or on whose behalf. */
  readonly owner: string;
  /** The user, or `null` for an application's own token. */
  readonly account: {
    readonly username: string | null;
    readonly oid: string;
    readonly tid: string;
    readonly home_account_id: string;
  } | null;
  /** What it was asked for. */
  readonly scopes: readonly string[];
  /** The flow that it first came from. */
  readonly flow: string;
  /** End of validity, ISO 8601 in UTC. */
  readonly expires_at: string;
  /** End of validity, seconds since the epoch. */
  readonly expires_on: number;
  /** `fresh`, `aging`, `extended` or `stale`; see the engine. */
  readonly state: string;
  /** Whether it can be renewed without a person. */
  readonly refreshable: boolean;
}

const PROFILE = "profile ";

function profileOf(partition: string): string | null {
  return partition.startsWith(PROFILE)
    ? partition.slice(PROFILE.length).split(" ")[0] ?? null
    : null;
}

function accountOf(
  { token: { account } }: KeptToken,
): KeptEntry["account"] {
  return account && {
    username: account.username ?? null,
    oid: account.oid,
    tid: account.tid,
    home_account_id: account.homeAccountId,
  };
}

function isRefreshable({ key, token }: KeptToken, set: TokenSet): boolean {
  if (key.owner === "app") return true;
  return [...set.signIns.values()].flat().some((signIn) =>
    signIn.refreshToken !== undefined && signIn.owner === key.owner &&
    signIn.registration === key.registration &&
    signIn.account?.homeAccountId === token.account?.homeAccountId
  );
}

function entryOf(
  kept: KeptToken,
  { partition, set, now }: {
    readonly partition: string;
    readonly set: TokenSet;
    readonly now: number;
  },
): KeptEntry {
  const { key, token } = kept;
  const [authority = "", tenant = "", clientId = ""] = JSON.parse(
    key.registration,
  ) as readonly string[];
  return {
    profile: profileOf(partition),
    authority,
    tenant,
    client_id: clientId,
    owner: key.owner.split(" ")[0] ?? "",
    account: accountOf(kept),
    scopes: key.scopes,
    flow: token.flow,
    expires_at: new Date(token.expiresAt).toISOString(),
    expires_on: Math.floor(token.expiresAt / 1000),
    state: freshnessOf(kept, { now }),
    refreshable: isRefreshable(kept, set),
  };
}

/**
 * Tells what a store keeps.
 *
 * @param store The store.
 * @param options The time, and the signal that ends it.
 * @returns The tokens, record by record.
 * @throws {StoreError} If it cannot be read.
 */
export async function keptEntries(
  store: TokenStore,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<readonly KeptEntry[]> {
  const entries: KeptEntry[] = [];
  for (const partition of [...await store.list(signal)].sort()) {
    const set = readTokenSet(await store.read(partition, signal) ?? "");
    for (const kept of set.tokens.values()) {
      entries.push(entryOf(kept, { partition, set, now }));
    }
  }
  return entries;
}
