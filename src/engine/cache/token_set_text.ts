import type { AcquiredToken } from "../client.ts";
import { Secret } from "../secret.ts";
import {
  createTokenSet,
  type KeptToken,
  type SignIn,
  type TokenSet,
} from "./token_set.ts";

/** A secret has to be written out where it is sealed, and nowhere else. */
type Written<T extends { readonly refreshToken?: Secret }> =
  & Omit<T, "refreshToken">
  & { readonly refreshToken?: string };

interface WrittenSet {
  readonly version: 1;
  readonly tokens: readonly (readonly [string, KeptToken])[];
  readonly signIns: readonly (readonly [string, readonly Written<SignIn>[]])[];
}

function written(signIn: SignIn): Written<SignIn> {
  const { refreshToken, ...rest } = signIn;
  return refreshToken === undefined
    ? rest
    : { ...rest, refreshToken: refreshToken.reveal() };
}

function readSignIn(signIn: Written<SignIn>): SignIn {
  const { refreshToken, ...rest } = signIn;
  return refreshToken === undefined
    ? rest
    : { ...rest, refreshToken: new Secret(refreshToken) };
}

/**
 * Writes a set as text, refresh tokens included: for a store that seals it.
 *
 * @param set The set.
 * @returns The text.
 */
export function writeTokenSet({ tokens, signIns }: TokenSet): string {
  const text: WrittenSet = {
    version: 1,
    tokens: [...tokens],
    signIns: [...signIns].map(([name, all]) => [name, all.map(written)]),
  };
  return JSON.stringify(text);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isEntry(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 &&
    typeof value[0] === "string";
}

function isKept(value: unknown): value is KeptToken {
  if (!isObject(value) || !isObject(value["token"])) return false;
  const { accessToken, expiresAt, scopes } = value["token"] as Partial<
    AcquiredToken
  >;
  return isObject(value["key"]) && typeof value["at"] === "number" &&
    typeof accessToken === "string" && typeof expiresAt === "number" &&
    Array.isArray(scopes);
}

function isSignIn(value: unknown): value is Written<SignIn> {
  if (!isObject(value)) return false;
  const { registration, owner, at, usedAt, refreshToken } = value;
  return typeof registration === "string" && typeof owner === "string" &&
    typeof at === "number" && typeof usedAt === "number" &&
    ["string", "undefined"].includes(typeof refreshToken);
}

function parse(text: string): Partial<WrittenSet> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && value["version"] === 1 ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads what {@linkcode writeTokenSet} wrote. A plain file may have been edited
 * by hand, so what makes no sense is passed over.
 *
 * @param text The text.
 * @returns The set; an empty one if the text is of another kind.
 */
export function readTokenSet(text: string): TokenSet {
  const { tokens, signIns } = parse(text) ?? {};
  const set = createTokenSet();
  for (const entry of Array.isArray(tokens) ? tokens : []) {
    if (isEntry(entry) && isKept(entry[1])) set.tokens.set(entry[0], entry[1]);
  }
  for (const entry of Array.isArray(signIns) ? signIns : []) {
    if (!isEntry(entry) || !Array.isArray(entry[1])) continue;
    set.signIns.set(entry[0], entry[1].filter(isSignIn).map(readSignIn));
  }
  return set;
}
