import type { AcquiredToken } from "../client.ts";
import { type Call, claimsOf, type Core } from "../core.ts";
import { parseScopes } from "../entra/scopes.ts";
import { flowInfo } from "../flows/flow_names.ts";
import { StoreError } from "../errors.ts";
import type { FlowEvent, WarningEvent } from "../events.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";
import { ownerOf, registrationOf } from "./owner.ts";
import type { Hold, TokenCache } from "./token_cache.ts";
import {
  type CacheKey,
  findSignIn,
  findToken,
  isNamed,
  type KeptToken,
  type SignIn,
  tokenName,
} from "./token_set.ts";

/** One call's look at what is kept. */
export interface Search {
  readonly core: Core;
  readonly call: Call;
  readonly key: CacheKey;
  readonly cache: TokenCache;
  /** The store has failed in this call; this process alone keeps what it gets. */
  storeFailed: boolean;
  /** Why a kept refresh token did not do. */
  refusal?: unknown;
}

/** What is kept for a call. */
export interface Found {
  /** Who signed in. */
  readonly signIn?: SignIn;
  /** The token. */
  readonly kept?: KeptToken;
  /** What the token is worth; `stale` where there is none. */
  readonly freshness: Freshness;
}

async function keyOf(core: Core, call: Call): Promise<CacheKey> {
  const { flow, scopes, asked } = call;
  const claims = await claimsOf(core, { asked, whose: "client" });
  const { extraParameters: extra } = asked;
  const owner = ownerOf(flow, asked);
  return {
    registration: registrationOf(core.options),
    scopes: parseScopes(scopes),
    owner: typeof owner === "string" ? owner : await owner,
    ...(claims === undefined && extra === undefined
      ? {}
      : { variant: JSON.stringify([claims, extra]) }),
  };
}

/**
 * Begins to look for a call's token.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @returns The search.
 */
export async function openSearch(core: Core, call: Call): Promise<Search> {
  const key = await keyOf(core, call);
  const cache = core.caches.of(key.owner, core.ports.clock.now());
  return { core, call, key, cache, storeFailed: false };
}

/**
 * Tells whether a token may be a user's: a name that is known to be another's
 * is somebody else's token.
 *
 * @param account Whose it is.
 * @param username Who is meant; anybody when absent.
 * @returns Whether it may.
 */
export function isOfUser(
  account: AcquiredToken["account"],
  username: string | undefined,
): boolean {
  return username === undefined || account?.username === undefined ||
    isNamed(account, username);
}

/**
 * Tells whether a flow would need a person.
 *
 * @param call The call.
 * @returns Whether somebody has to do something.
 */
export function needsPerson({ flow, asked }: Call): boolean {
  return flowInfo(flow).interactive &&
    !(flow === "password" && asked.password !== undefined);
}

/** With these the page asks somebody, whoever has signed in before. */
const ASKING_PROMPTS = ["login", "select_account", "consent", "create"];

/**
 * Tells whether only the flow itself is an answer: who names it and forces it,
 * or has the page ask, means a sign-in, and an ID token alone is never kept.
 */
function isOfFlowAlone(call: Call): boolean {
  const { flow, asked } = call;
  const { force, noInteraction, prompt, responseType } = asked;
  if (flow === "refresh-token") return false;
  // Where nobody may be asked, no sign-in can be meant.
  const isForced = force === true && asked.flow !== undefined &&
    !(noInteraction && needsPerson(call));
  if (isForced) return true;
  return flowInfo(flow).interactive && ASKING_PROMPTS.includes(prompt ?? "") ||
    flow === "implicit" && responseType === "id_token";
}

/** Who signed in, unless the call means somebody else, or nobody who did. */
function whoServes(
  { core, call, key, cache }: Search,
): { readonly signIn?: SignIn } | undefined {
  const { account, loginHint, username } = call.asked;
  if (isOfFlowAlone(call)) return undefined;
  const signIn = findSignIn(cache.known, {
    key,
    account,
    hint: loginHint ?? username ?? core.options.loginHint,
  });
  // Without a sign-in, what is kept is nobody's, or the application's own.
  if (signIn === undefined) return account === undefined ? {} : undefined;
  const isMeant = isOfUser(signIn.account, username) &&
    isOfUser(signIn.account, loginHint);
  return isMeant ? { signIn } : undefined;
}

/**
 * Looks at what this process knows.
 *
 * @param search The search.
 * @returns What serves the call; a token that is asked for anew is passed over.
 */
export function look(search: Search): Found {
  const { core, call, key, cache } = search;
  const { force, claims, minTtlMs } = call.asked;
  const who = whoServes(search);
  if (who === undefined) return { freshness: "stale" };
  const kept = findToken(cache.known, { key, signIn: who.signIn });
  if (kept === undefined || force === true || claims !== undefined) {
    return { ...who, freshness: "stale" };
  }
  const now = core.ports.clock.now();
  return { ...who, kept, freshness: freshnessOf(kept, { now, minTtlMs }) };
}

/** Somebody has to correct a passphrase; all else must not cost the token. */
function isBearable(error: unknown): error is StoreError {
  return error instanceof StoreError && error.reason !== "wrong_passphrase";
}

function storageWarning({ message, hint }: StoreError): WarningEvent {
  return {
    type: "warning",
    code: "storage_failed",
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Does something with the store; when it fails, the call goes on without. */
async function* bear<T>(
  search: Search,
  work: () => Promise<T>,
): AsyncGenerator<FlowEvent, T | undefined> {
  if (search.storeFailed) return undefined;
  try {
    return await work();
  } catch (error) {
    if (!isBearable(error)) throw error;
    search.storeFailed = true;
    yield storageWarning(error);
    return undefined;
  }
}

/**
 * Reads what others have stored, and looks again.
 *
 * @param search The search.
 * @returns A warning if the store fails, then what serves the call.
 */
export async function* lookInStore(
  search: Search,
): AsyncGenerator<FlowEvent, Found> {
  yield* bear(search, () => search.cache.load(search.call.asked.signal));
  return look(search);
}

/** Users' tokens are refreshed one by one, since refresh tokens change. */
function holdName({ key }: Search): string {
  return key.owner === "user"
    ? JSON.stringify([key.registration, key.owner])
    : tokenName(key, null);
}

/**
 * Waits until nobody else changes what is kept.
 *
 * @param search The search.
 * @param signal Ends the wait.
 * @returns A warning if the store fails, then the hold; none without a store.
 */
export function hold(
  search: Search,
  signal: AbortSignal | undefined,
): AsyncGenerator<FlowEvent, Hold | undefined> {
  return bear(search, () => search.cache.hold(holdName(search), signal));
}

/**
 * Writes what is kept.
 *
 * @param search The search.
 * @param held The right to; without it, this process alone keeps it.
 * @returns A warning if the store fails.
 */
export async function* save(
  search: Search,
  held: Hold | undefined,
): AsyncGenerator<FlowEvent, void> {
  const now = search.core.ports.clock.now();
  if (held !== undefined) yield* bear(search, () => held.save(now));
}
