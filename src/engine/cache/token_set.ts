/**
 * What is kept between calls: tokens, who signed in, and how they are found
 * again, in this process or at rest. May import nothing outside the engine.
 *
 * @module
 */
import type { AcquiredToken } from "../client.ts";
import type { FlowName } from "../flows/flow_names.ts";
import type { Secret } from "../secret.ts";
import type { Account } from "../token.ts";
import type { TokenOwner } from "./owner.ts";

/** What tells one kept token from another, but for the account. */
export interface CacheKey {
  /** Authority, tenant, client and how it authenticates. */
  readonly registration: string;
  /** Whose it is. */
  readonly owner: TokenOwner;
  /** What the token is for. */
  readonly scopes: readonly string[];
  /** What else was asked for: `claims` and extra parameters. */
  readonly variant?: string | undefined;
}

/** Somebody who signed in, or on whose behalf tokens were issued. */
export interface SignIn {
  /** For which registration. */
  readonly registration: string;
  /** In whose name. */
  readonly owner: TokenOwner;
  /** Who; `null` when the answer did not tell. */
  readonly account: Account | null;
  /** How. */
  readonly flow: FlowName;
  /** When, milliseconds since the epoch; refreshing does not change it. */
  readonly at: number;
  /** When its refresh token was last new or used, milliseconds since the epoch. */
  readonly usedAt: number;
  /** The newest refresh token; it serves every resource. */
  readonly refreshToken?: Secret;
  /** The newest ID token. */
  readonly idToken?: string;
}

/** An access token under its key. */
export interface KeptToken {
  /** Its key. */
  readonly key: CacheKey;
  /** When it was put here, milliseconds since the epoch. */
  readonly at: number;
  /** The token, without what its sign-in has. */
  readonly token: AcquiredToken;
}

/** Tokens and sign-ins by what finds them. */
export interface TokenSet {
  /** By key and account. */
  readonly tokens: Map<string, KeptToken>;
  /** By registration and owner, the newest first. */
  readonly signIns: Map<string, readonly SignIn[]>;
}

/** Which of several accounts is meant. */
export interface WantedAccount {
  /** User name, object id or home account id: this one or none. */
  readonly account?: string | undefined;
  /** User name: this one if it is known, else the newest. */
  readonly hint?: string | undefined;
}

/** A refresh token that nobody has used for so long is dead: Entra's own limit. */
const SIGN_IN_LIFE_MS = 90 * 24 * 60 * 60_000;
/** Each user's token is an owner of its own, and lives an hour. */
const ON_BEHALF_LIFE_MS = 24 * 60 * 60_000;

/** Opens an empty set. */
export function createTokenSet(): TokenSet {
  return { tokens: new Map(), signIns: new Map() };
}

/**
 * Names a token; order and case do not change what scopes mean.
 *
 * @param key Its key.
 * @param account Whose it is.
 * @returns Its name in a set.
 */
export function tokenName(key: CacheKey, account: Account | null): string {
  const { registration, owner, variant = "", scopes } = key;
  const sorted = scopes.map((scope) => scope.toLowerCase()).sort();
  const who = account?.homeAccountId ?? "";
  return JSON.stringify([registration, owner, variant, who, sorted]);
}

type OwnerKey = Pick<CacheKey, "registration" | "owner">;

function ownerName({ registration, owner }: OwnerKey): string {
  return JSON.stringify([registration, owner]);
}

/**
 * Tells whether an account goes by a name.
 *
 * @param account The account.
 * @param name User name, object id or home account id, in any case.
 * @returns Whether it does.
 */
export function isNamed(account: Account | null, name: string): boolean {
  if (account === null) return false;
  const wanted = name.toLowerCase();
  return [account.username, account.oid, account.homeAccountId]
    .some((each) => each?.toLowerCase() === wanted);
}

/**
 * Finds the sign-in that is meant.
 *
 * @param set Where to look.
 * @param key Whose.
 * @param wanted Which of several accounts.
 * @returns The sign-in, or `undefined`.
 */
export function findSignIn(
  set: TokenSet,
  { key, account, hint }: WantedAccount & { readonly key: OwnerKey },
): SignIn | undefined {
  const all = set.signIns.get(ownerName(key)) ?? [];
  const named = (name: string) =>
    all.find((each) => isNamed(each.account, name));
  if (account !== undefined) return named(account);
  return (hint === undefined ? undefined : named(hint)) ?? all[0];
}

/**
 * Finds a token, expired or not.
 *
 * @param set Where to look.
 * @param key Its key.
 * @param signIn Whose it is, if somebody signed in for it.
 * @returns The token, with the refresh token of its sign-in.
 */
export function findToken(
  set: TokenSet,
  { key, signIn }: {
    readonly key: CacheKey;
    readonly signIn: SignIn | undefined;
  },
): KeptToken | undefined {
  const found = set.tokens.get(tokenName(key, signIn?.account ?? null));
  if (found === undefined || signIn?.refreshToken === undefined) return found;
  return {
    ...found,
    token: { ...found.token, refreshToken: signIn.refreshToken },
  };
}

function signInOf(
  set: TokenSet,
  { key, account }: {
    readonly key: OwnerKey;
    readonly account: Account | null;
  },
): SignIn | undefined {
  return set.signIns.get(ownerName(key))?.find((each) =>
    each.account?.homeAccountId === account?.homeAccountId
  );
}

function setSignIn(set: TokenSet, signIn: SignIn): void {
  const name = ownerName(signIn);
  const id = signIn.account?.homeAccountId;
  const others = (set.signIns.get(name) ?? [])
    .filter((each) => each.account?.homeAccountId !== id);
  set.signIns.set(
    name,
    [signIn, ...others].sort((one, other) => other.at - one.at),
  );
}

/**
 * Keeps a token; its refresh token takes the place of the account's older one.
 *
 * @param set Where to keep it.
 * @param kept The token, its key, and when.
 */
export function addToken(set: TokenSet, { key, token, at }: KeptToken): void {
  const { account, flow, source } = token;
  const { refreshToken, ...rest } = token;
  const { registration, owner } = key;
  const before = signInOf(set, { key, account });
  const idToken = token.idToken ?? before?.idToken;
  const newest = refreshToken ?? before?.refreshToken;
  if (account !== null || newest !== undefined) {
    setSignIn(set, {
      registration,
      owner,
      account,
      flow,
      at: source === "refresh" ? before?.at ?? at : at,
      usedAt: at,
      ...(newest === undefined ? {} : { refreshToken: newest }),
      ...(idToken === undefined ? {} : { idToken }),
    });
  }
  set.tokens.set(tokenName(key, account), { key, at, token: rest });
}

/**
 * Forgets a refresh token that the authority has refused.
 *
 * @param set Where it is kept.
 * @param signIn Whose it is.
 */
export function dropRefreshToken(set: TokenSet, signIn: SignIn): void {
  const { refreshToken: _refused, ...rest } = signIn;
  setSignIn(set, rest);
}

/**
 * Forgets an account, with all its tokens.
 *
 * @param set Where they are kept.
 * @param name User name, object id or home account id.
 * @returns How many tokens and sign-ins were forgotten.
 */
export function forgetAccount(set: TokenSet, name: string): number {
  let forgotten = 0;
  for (const [key, { token }] of set.tokens) {
    if (isNamed(token.account, name) && set.tokens.delete(key)) forgotten++;
  }
  for (const [key, all] of set.signIns) {
    const left = all.filter((each) => !isNamed(each.account, name));
    forgotten += all.length - left.length;
    if (left.length === 0) set.signIns.delete(key);
    else set.signIns.set(key, left);
  }
  return forgotten;
}

/** How long a token may be of any use: also while the authority is down. */
function endOf({ token }: KeptToken): number {
  return Math.max(token.expiresAt, token.extendedExpiresAt ?? 0);
}

function isDead({ usedAt, owner }: SignIn, now: number): boolean {
  const life = owner.startsWith("on-behalf-of")
    ? ON_BEHALF_LIFE_MS
    : SIGN_IN_LIFE_MS;
  return now - usedAt > life;
}

/**
 * Forgets what cannot be of use any more.
 *
 * @param set Where it is kept.
 * @param now Milliseconds since the epoch.
 */
export function pruneTokens(set: TokenSet, now: number): void {
  for (const [name, kept] of set.tokens) {
    if (endOf(kept) <= now) set.tokens.delete(name);
  }
  const dying = [...set.signIns].filter(([, all]) =>
    all.length === 0 || all.some((each) => isDead(each, now))
  );
  if (dying.length === 0) return;
  // Only now, since it names every token of what may be thousands.
  const used = new Set(
    [...set.tokens.values()].map(({ key }) => ownerName(key)),
  );
  for (const [name, all] of dying) {
    const left = all.filter((each) => used.has(name) || !isDead(each, now));
    if (left.length === 0) set.signIns.delete(name);
    else if (left.length < all.length) set.signIns.set(name, left);
  }
}

/**
 * Tells when nothing in a set can be of use any more.
 *
 * @param set The set.
 * @returns Milliseconds since the epoch; 0 for an empty set.
 */
export function lastUse(set: TokenSet): number {
  const ends = [...set.tokens.values()].map(endOf);
  const signIns = [...set.signIns.values()].flat()
    .filter((each) => each.refreshToken !== undefined)
    .map((each) => each.usedAt + SIGN_IN_LIFE_MS);
  return [...ends, ...signIns].reduce((one, other) => Math.max(one, other), 0);
}
