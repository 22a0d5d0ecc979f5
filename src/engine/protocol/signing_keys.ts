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
  /** Those that can verify a signature. */
  readonly keys: readonly SigningKey[];
  /** When they were asked for, milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** The keys of authorities by the address of their set, kept from run to run. */
export type SigningKeys = Map<string, SigningKeySet>;

/** The algorithms whose keys can be found. */
export type SigningAlgorithm = "RS256" | "PS256" | "ES256";

/** Where keys are kept and where they come from. */
export interface KeySource {
  /** Those that are kept. */
  readonly kept: SigningKeys;
  /** The address of the key set. */
  readonly jwksUri: string;
  /** What the key has to sign by; RS256, which Entra uses, unless given. */
  readonly algorithm?: SigningAlgorithm;
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

/**
 * Tells whether a key can verify signatures: those for another use, of another
 * kind or with private parts are none of ours.
 *
 * @param key A member of a key set.
 * @returns Whether it can.
 */
export function isSigningKey(key: unknown): key is SigningKey {
  if (key === null || typeof key !== "object") return false;
  const { kty, use, d } = key as Record<string, unknown>;
  return (kty === "RSA" || kty === "EC") &&
    (use === undefined || use === "sig") && d === undefined;
}

function signsBy(
  { kty, alg, crv }: SigningKey,
  algorithm: SigningAlgorithm,
): boolean {
  const fits = algorithm === "ES256"
    ? kty === "EC" && crv === "P-256"
    : kty === "RSA";
  return fits && (alg === undefined || alg === algorithm);
}

/**
 * Tells whether a key may speak for an issuer: it may be good for one only;
 * `{tenantid}` makes it good for every tenant.
 *
 * @param key The key.
 * @param issuer The issuer, as version 2.0 writes it.
 * @returns Whether it may.
 */
export function isKeyOf(key: SigningKey, issuer: string): boolean {
  if (typeof key.issuer !== "string") return true;
  const [before = "", after] = key.issuer.split("{tenantid}");
  return after === undefined
    ? key.issuer === issuer
    : issuer.startsWith(before) && issuer.endsWith(after) &&
      issuer.length > before.length + after.length;
}

async function ask({ jwksUri, wire }: KeySource): Promise<SigningKey[]> {
  const response = await wire.send("jwks", jwksUri, {
    method: "GET",
    headers: { accept: "application/json" },
  });
  const { keys } = await response.json();
  if (Array.isArray(keys)) return keys.filter(isSigningKey);
  throw new AuthError(
    "response_invalid",
    "Cannot check the signature: the authority's key set has no keys",
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

/**
 * Takes the key of a set that a token means.
 *
 * @param keys The set.
 * @param wanted The key's name and what it has to sign by.
 * @returns The key, or `undefined` when there is none, or no telling which.
 */
export function selectKey(
  keys: readonly SigningKey[],
  { kid, algorithm = "RS256" }: {
    readonly kid: string | undefined;
    readonly algorithm?: SigningAlgorithm | undefined;
  },
): SigningKey | undefined {
  const able = keys.filter((key) => signsBy(key, algorithm));
  if (kid !== undefined) return able.find((key) => key.kid === kid);
  // OpenID Connect Core, section 10.1: without a name there may be but one key.
  return able.length === 1 ? able[0] : undefined;
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
  const { algorithm } = source;
  const set = await current(source);
  const key = selectKey(set.keys, { kid, algorithm });
  const age = source.clock.now() - set.fetchedAt;
  if (key !== undefined || age < ASK_AGAIN_MS) return key;
  return selectKey((await refresh(source)).keys, { kid, algorithm });
}
