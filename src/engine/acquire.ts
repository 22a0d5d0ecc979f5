import { dropRefreshToken, isNamed, type SignIn } from "./cache/token_set.ts";
import { isDead, isForUser, mayStandIn } from "./cache/freshness.ts";
import {
  type Found,
  hold,
  look,
  lookInStore,
  needsPerson,
  openSearch,
  save,
  type Search,
} from "./cache/search.ts";
import type { AcquiredToken, FlowRun } from "./client.ts";
import {
  type Call,
  type Core,
  flowRequest,
  grantRequest,
  runOptions,
} from "./core.ts";
import { AuthError } from "./errors.ts";
import type { FlowEvent } from "./events.ts";

type Attempt<T = AcquiredToken | undefined> = AsyncGenerator<FlowEvent, T>;

/** How long a token that is still good may be kept waiting for a newer one. */
const RENEWAL_LIMIT_MS = 5000;

/** A pasted refresh token comes before whatever is kept. */
function isPasted({ flow, asked }: Call): boolean {
  return flow === "refresh-token" && asked.refreshToken !== undefined;
}

/**
 * Makes a kept token one that is handed out.
 *
 * @param found What is kept.
 * @returns The token, if there is one.
 */
export function handOut({ kept }: Found): AcquiredToken | undefined {
  return kept && { ...kept.token, source: "cache" };
}

function handOutAging(found: Found): AcquiredToken | undefined {
  return found.freshness === "aging" ? handOut(found) : undefined;
}

/** Who signed in must be who was meant. */
function checkAccount({ account }: AcquiredToken, { asked }: Call): void {
  const wanted = asked.account;
  if (wanted === undefined || account === null || isNamed(account, wanted)) {
    return;
  }
  throw new AuthError(
    "authentication_refused",
    `Cannot use this sign-in: "${
      account.username ?? account.oid
    }" signed in, and "${wanted}" was asked for`,
    { hint: "Sign in with the other account, or name none" },
  );
}

async function* refresh(
  { account, refreshToken, idToken, flow }: SignIn,
  { search: { core, call }, signal }: {
    readonly search: Search;
    readonly signal: AbortSignal | undefined;
  },
): Attempt {
  if (refreshToken === undefined) return undefined;
  const request = yield* grantRequest(core, call);
  yield { type: "refreshing" };
  const token = yield* core.runFlow("refresh-token", {
    ...request,
    refreshToken,
    ...(account === null ? {} : { account }),
    ...(idToken === undefined ? {} : { idToken }),
  }, runOptions(core, signal));
  return { ...token, source: "refresh", flow };
}

async function* runNow(
  { core, call }: Search,
  signal: AbortSignal | undefined,
): Attempt<AcquiredToken> {
  const { flow, asked } = call;
  const grant = yield* grantRequest(core, call);
  const request = flowRequest(grant, { options: core.options, asked });
  const token = yield* core.runFlow(flow, request, runOptions(core, signal));
  const acquired: AcquiredToken = { ...token, source: "flow", flow };
  checkAccount(acquired, call);
  return acquired;
}

function keep({ cache, core, key }: Search, token: AcquiredToken): void {
  // With an ID token alone there is nothing that could serve another call.
  if (token.accessToken === "") return;
  cache.keep({ key, token, at: core.ports.clock.now() });
}

/** Refreshes, unless the authority has refused that for good. */
async function* tryRefresh(
  search: Search,
  { signIn, signal }: {
    readonly signIn: SignIn | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Attempt {
  if (signIn === undefined) return undefined;
  try {
    return yield* refresh(signIn, { search, signal });
  } catch (error) {
    if (isDead(error)) dropRefreshToken(search.cache.known, signIn);
    if (!isForUser(error) || search.call.flow === "refresh-token") throw error;
    search.refusal = error;
    return undefined;
  }
}

/** Whoever held it before may have got the token that is wanted here. */
async function* renewHeld(
  search: Search,
  signal: AbortSignal | undefined,
): Attempt {
  const held = yield* hold(search, signal);
  try {
    const found = look(search);
    if (found.freshness === "fresh") return handOut(found);
    let token: AcquiredToken | undefined;
    try {
      token = yield* tryRefresh(search, { signIn: found.signIn, signal });
      if (token === undefined && !needsPerson(search.call)) {
        token = yield* runNow(search, signal);
      }
    } finally {
      if (token !== undefined) keep(search, token);
      // A refresh token that was refused has to go from the store, too.
      if (token !== undefined || found.signIn !== undefined) {
        yield* save(search, held);
      }
    }
    return token ?? handOutAging(found);
  } finally {
    await held?.release();
  }
}

/** Gets a newer token without anybody's help, or hands out what will do. */
async function* renew(search: Search, found: Found): Attempt {
  const { call, core } = search;
  const { signal } = call.asked;
  const isAging = found.freshness === "aging";
  const limit = isAging
    ? core.ports.clock.deadline?.(RENEWAL_LIMIT_MS)
    : undefined;
  const signals = [signal, limit].filter((each) => each !== undefined);
  try {
    return yield* renewHeld(
      search,
      signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    );
  } catch (error) {
    const last = look(search);
    if (signal?.aborted || !mayStandIn(last.freshness, error)) throw error;
    if (last.freshness === "extended") {
      yield {
        type: "warning",
        code: "extended_lifetime",
        message:
          "The authority cannot be reached; this token is past its time, and APIs may take it meanwhile",
      };
    }
    return handOut(last);
  }
}

async function* runAndKeep(search: Search): FlowRun {
  const { signal } = search.call.asked;
  const token = yield* runNow(search, signal);
  const held = yield* hold(search, signal);
  try {
    keep(search, token);
    yield* save(search, held);
  } finally {
    await held?.release();
  }
  return token;
}

/**
 * Runs one flow, whatever is kept, and keeps its token.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @returns Events, then the token.
 * @throws {AuthError} What the flow throws.
 */
export async function* run(core: Core, call: Call): FlowRun {
  if (call.flow === "refresh-token" && !isPasted(call)) {
    const asked = { ...call.asked, force: true };
    const search = await openSearch(core, { ...call, asked });
    const found = yield* lookInStore(search);
    const token = yield* renew(search, found);
    if (token !== undefined) return token;
  }
  return yield* runAndKeep(await openSearch(core, call));
}

function refuseToAsk(cause: unknown): AuthError {
  return new AuthError(
    "interaction_required",
    "Cannot get a token without asking the user",
    {
      cause,
      hint:
        "To sign in where a person can, use entrada login, or leave --no-interaction out",
    },
  );
}

/**
 * Gets a token, silently if it can be.
 *
 * @param core What the calls of the client share.
 * @param call The call.
 * @returns Events, then the token.
 * @throws {AuthError} If no token can be had.
 */
export async function* acquire(core: Core, call: Call): FlowRun {
  if (isPasted(call)) return yield* run(core, call);
  const search = await openSearch(core, call);
  let found = look(search);
  if (found.freshness !== "fresh") found = yield* lookInStore(search);
  const kept = found.freshness === "fresh" ? handOut(found) : undefined;
  if (kept !== undefined) return kept;
  const isSilent = !needsPerson(call) ||
    found.signIn?.refreshToken !== undefined;
  const token = isSilent ? yield* renew(search, found) : handOutAging(found);
  if (token !== undefined) return token;
  if (call.asked.noInteraction && needsPerson(call)) {
    throw refuseToAsk(search.refusal);
  }
  return yield* runAndKeep(search);
}
