import { AuthError } from "../errors.ts";
import { claimsOfChallenge } from "./challenge.ts";

type Members = { readonly [name: string]: unknown };

function isMembers(value: unknown): value is Members {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function readJson(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Resources send either alphabet, with or without padding. */
function decodeBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.fromBase64(
      text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""),
    );
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuse(why: string): AuthError {
  return new AuthError("invalid_parameter", `Cannot use the claims: ${why}`, {
    hint:
      'Give them as JSON such as {"access_token":{"nbf":{"essential":true}}}, as the base64 text of a challenge, or as the whole WWW-Authenticate header',
  });
}

function readAny(text: string): Members {
  const plain = text.trim();
  const direct = readJson(plain) ?? readJson(decodeBase64(plain) ?? "");
  if (direct !== undefined) return direct;
  if (!/\bbearer\b|\bpop\b|www-authenticate/i.test(plain)) {
    throw refuse("they are neither a JSON object nor its base64 text");
  }
  const challenge = claimsOfChallenge(plain);
  if (challenge === undefined) {
    throw refuse("the header has no insufficient_claims challenge");
  }
  const claims = readJson(decodeBase64(challenge) ?? "") ??
    readJson(challenge);
  if (claims !== undefined) return claims;
  throw refuse("those of the header are not the base64 text of a JSON object");
}

/**
 * Reads a claims request in any form in which people have one: JSON, the
 * base64 text of a challenge, or the whole `WWW-Authenticate` header.
 *
 * @param text What the user gave.
 * @returns The `claims` parameter, compact JSON.
 * @throws {AuthError} `invalid_parameter` if there is no claims request in it.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/claims-challenge | Claims challenges}
 */
export function parseClaims(text: string): string {
  return JSON.stringify(readAny(text));
}

/** `__proto__` from JSON is an own member; assigning it would not make one. */
function merge(first: Members, second: Members): Members {
  const merged = new Map(Object.entries(first));
  for (const [name, value] of Object.entries(second)) {
    const before = merged.get(name);
    merged.set(
      name,
      isMembers(before) && isMembers(value) ? merge(before, value) : value,
    );
  }
  return Object.fromEntries(merged);
}

/**
 * Merges claims requests member by member; the later one wins.
 *
 * @param requests JSON texts; those that are not given are skipped.
 * @returns One JSON text, or `undefined` when there was none.
 * @throws {AuthError} `invalid_parameter` if one of them is not a JSON object.
 */
export function mergeClaims(
  ...requests: readonly (string | undefined)[]
): string | undefined {
  const given = requests.filter((text) => text !== undefined);
  if (given.length === 0) return undefined;
  const merged = given.map(readAny).reduce(merge, {});
  return JSON.stringify(merged);
}

/**
 * Makes the claims request that tells what a client can handle; `cp1` means
 * that it answers claims challenges, which makes tokens longer-lived.
 *
 * @param capabilities Such as `cp1`.
 * @returns JSON text, or `undefined` when there are none.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation | Continuous access evaluation}
 */
export function capabilityClaims(
  capabilities: readonly string[],
): string | undefined {
  if (capabilities.length === 0) return undefined;
  return JSON.stringify({ access_token: { xms_cc: { values: capabilities } } });
}
