import type { JWTPayload } from "jose";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import type { SandboxClock } from "./clock.ts";
import { SIGNING_KEYS, type SigningKey } from "./signing_keys.ts";

/** The public halves, as the keys document shows them. */
export function publicKeys(issuer: string): Record<string, unknown>[] {
  return SIGNING_KEYS.map(({ kid, x5c, jwk }) => ({
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

export function signToken(payload: JWTPayload): Promise<string> {
  const [key] = SIGNING_KEYS;
  return new SignJWT(payload).setProtectedHeader(header(key)).sign(key.jwk);
}

/**
 * Signs a token as Graph's are signed: over a header whose `nonce` is a hash of the one that is shown,
 * so that nobody but the API that knows the trick can check the signature.
 */
export async function signGraphToken(
  payload: JWTPayload,
  nonce: string,
): Promise<string> {
  const [key] = SIGNING_KEYS;
  const signed = await new SignJWT(payload)
    .setProtectedHeader({ ...header(key), nonce: await hashed(nonce) })
    .sign(key.jwk);
  return [encoded({ ...header(key), nonce }), ...signed.split(".").slice(1)]
    .join(".");
}

/** Checks the signature only by the public halves, and the times unless told otherwise. */
export async function verifyToken(
  token: string,
  { clock, ignoreTimes = false }: {
    clock: SandboxClock;
    ignoreTimes?: boolean;
  },
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(
    await withHashedNonce(token),
    ({ kid }) => publicKeyOf(kid),
    {
      algorithms: ["RS256"],
      currentDate: new Date(clock.now()),
      ...(ignoreTimes ? { clockTolerance: Number.MAX_SAFE_INTEGER } : {}),
    },
  );
  return payload;
}

function publicKeyOf(kid: string | undefined) {
  const key = SIGNING_KEYS.find((each) => each.kid === kid);
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

async function hashed(nonce: string): Promise<string> {
  const bytes = new TextEncoder().encode(nonce);
  return base64url(
    new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
  );
}

function encoded(value: unknown): string {
  return base64url(new TextEncoder().encode(JSON.stringify(value)));
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
