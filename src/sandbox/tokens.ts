import type { JWTPayload } from "jose";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import type { SandboxClock } from "./clock.ts";
import type { KeyRing } from "./key_ring.ts";
import type { SigningKey } from "./signing_keys.ts";

/** Whoever signs or checks needs the keys of the moment. */
interface Keyed {
  readonly keys: KeyRing;
}

/** The public halves, as the keys document shows them. */
export function publicKeys(
  { keys }: Keyed,
  issuer: string,
): Record<string, unknown>[] {
  return keys.published().map(({ kid, x5c, jwk }) => ({
    kty: "RSA",
    use: "sig",
    kid,
    x5t: kid,
    n: jwk.n,
    e: jwk.e,
    x5c,
    issuer,
  }));
}

export function signToken(
  { keys }: Keyed,
  payload: JWTPayload,
): Promise<string> {
  const key = keys.signing();
  return new SignJWT(payload).setProtectedHeader(header(key)).sign(key.jwk);
}

/**
 * Signs a token as Graph's are signed: over a header whose `nonce` is a hash of the one that is shown,
 * so that nobody but the API that knows the trick can check the signature.
 */
export async function signGraphToken(
  { keys }: Keyed,
  { payload, nonce }: { payload: JWTPayload; nonce: string },
): Promise<string> {
  const key = keys.signing();
  const signed = await new SignJWT(payload)
    .setProtectedHeader({ ...header(key), nonce: await hashed(nonce) })
    .sign(key.jwk);
  return [encoded({ ...header(key), nonce }), ...signed.split(".").slice(1)]
    .join(".");
}

/** Checks the signature only by the public halves, and the times unless told otherwise. */
export async function verifyToken(
  token: string,
  { clock, keys, ignoreTimes = false }: Keyed & {
    clock: SandboxClock;
    ignoreTimes?: boolean;
  },
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(
    await withHashedNonce(token),
    ({ kid }) => publicKeyOf(keys, kid),
    {
      algorithms: ["RS256"],
      currentDate: new Date(clock.now()),
      ...(ignoreTimes ? { clockTolerance: Number.MAX_SAFE_INTEGER } : {}),
    },
  );
  return payload;
}

function publicKeyOf(keys: KeyRing, kid: string | undefined) {
  const key = keys.published().find((each) => each.kid === kid);
  if (key === undefined) throw new Error("The key is not known");
  return { kty: "RSA", n: key.jwk.n, e: key.jwk.e, alg: "RS256" };
}

function header({ kid }: SigningKey) {
  return { typ: "JWT", alg: "RS256", x5t: kid, kid };
}

async function withHashedNonce(token: string): Promise<string> {
  const [first = "", ...rest] = token.split(".");
  const shown: unknown = JSON.parse(new TextDecoder().decode(
    Uint8Array.fromBase64(first, { alphabet: "base64url" }),
  ));
  if (typeof shown !== "object" || shown === null || !("nonce" in shown)) {
    return token;
  }
  const nonce = await hashed(String(shown.nonce));
  return [encoded({ ...shown, nonce }), ...rest].join(".");
}

/** `at_hash` and `c_hash`: the left half of the hash (OpenID Connect Core, 3.1.3.6 and 3.3.2.11). */
export async function halfHash(text: string): Promise<string> {
  return base64url((await sha256(text)).slice(0, 16));
}

async function hashed(nonce: string): Promise<string> {
  return base64url(await sha256(nonce));
}

async function sha256(text: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function encoded(value: unknown): string {
  return base64url(new TextEncoder().encode(JSON.stringify(value)));
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
