import { AuthError } from "../errors.ts";
import type { Clock } from "../ports/mod.ts";
import { ServerAnswer } from "./server_answer.ts";
import type { Wire } from "./wire.ts";

/** A public key, and the issuer that it is for where the set says so. */
export interface SigningKey extends JsonWebKey {
  /** Its name. */
  readonly kid?: string;
  /** The one issuer that it is good for; `{tenantid}` stands for every tenant. */
  readonly issuer?: unknown;
}

/** The keys of one authority. */
export interface SigningKeySet {
  /** Those that can verify an ID token. */
  readonly keys: readonly SigningKey[];
  /** When they were asked for, milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** The keys of authorities by the address of their set, kept from run to run. */
export type SigningKeys = Map<string, SigningKeySet>;

/** Where keys are kept and where they come from. */
export interface KeySource {
  /** Those that are kept. */
  readonly kept: SigningKeys;
  /** The address of the key set. */
  readonly jwksUri: string;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** Keys roll without notice; Microsoft asks for about one look an hour. */
const FRESH_MS = 60 * 60_000;
/** How long old keys may serve while the authority cannot be reached. */
const USABLE_MS = 24 * 60 * 60_000;
/** An unknown key must not make every token a request. */
const ASK_AGAIN_MS = 5 * 60_000;
/** Pauses between attempts: what was approved is not lost to one bad second. */
const RETRY_AFTER_MS = [1_000, 2_000, 4_000];

/** Keys for another use, of another kind or with private parts are none of ours. */
function isUsable(key: unknown): key is SigningKey {
  if (key === null || typeof key !== "object") return false;
  const { kty, use, alg, d } = key as Record<string, unknown>;
  return kty === "RSA" && (use === undefined || use === "sig") &&
    (alg === undefined || alg === "RS256") && d === undefined;
}

async function ask({ jwksUri, wire }: KeySource): Promise<SigningKey[]> {
  const response = await wire.send("jwks", jwksUri, {
    method: "GET",
    headers: { accept: "application/json" },
  });
  const { keys } = await response.json();
  if (Array.isArray(keys)) return keys.filter(isUsable);
  throw new AuthError(
    "response_invalid",
    "Cannot check the ID token: the authority's key set has no keys",
    { hint: "Check the authority's address" },
  );
}

function isPassing(error: unknown): boolean {
  if (error instanceof ServerAnswer) {
    const { status = 400 } = error.details;
    return status === 429 || status >= 500;
  }
  return error instanceof AuthError &&
    ["network_error", "timed_out", "server_error"].includes(error.code);
}

async function askPatiently(source: KeySource): Promise<SigningKey[]> {
  for (const pauseMs of RETRY_AFTER_MS) {
    try {
      return await ask(source);
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await source.clock.sleep(pauseMs, source.signal);
  }
  return await ask(source);
}

function select(
  { keys }: SigningKeySet,
  kid: string | undefined,
): SigningKey | undefined {
  if (kid !== undefined) return keys.find((key) => key.kid === kid);
  // OpenID Connect Core, section 10.1: without a name there may be but one key.
  return keys.length === 1 ? keys[0] : undefined;
}

async function refresh(source: KeySource): Promise<SigningKeySet> {
  const keys = await askPatiently(source);
  const set = { keys, fetchedAt: source.clock.now() };
  source.kept.set(source.jwksUri, set);
  return set;
}

async function current(source: KeySource): Promise<SigningKeySet> {
  const kept = source.kept.get(source.jwksUri);
  if (kept === undefined) return await refresh(source);
  const age = Math.abs(source.clock.now() - kept.fetchedAt);
  if (age < FRESH_MS) return kept;
  try {
    return await refresh(source);
  } catch (error) {
    source.signal?.throwIfAborted();
    if (age < USABLE_MS && isPassing(error)) return kept;
    throw error;
  }
}

/**
 * Finds a key; asks the authority when none is kept, when those that are have
 * grown old, and, though not often, when the key is not among them.
 *
 * @param kid Its name.
 * @param source Where keys are kept and where they come from.
 * @returns The key, or `undefined` when the authority has none of that name.
 * @throws {AuthError} `network_error`, `server_error` or `response_invalid` if the set cannot be had.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/signing-key-rollover | Signing key rollover}
 */
export async function findSigningKey(
  kid: string | undefined,
  source: KeySource,
): Promise<SigningKey | undefined> {
  const set = await current(source);
  const key = select(set, kid);
  const age = source.clock.now() - set.fetchedAt;
  if (key !== undefined || age < ASK_AGAIN_MS) return key;
  return select(await refresh(source), kid);
}
