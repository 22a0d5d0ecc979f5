import { SIGNING, STRANGER } from "../../support/oracle/key_pairs.ts";
import { CLIENT, OID, TENANT } from "../../support/tokens.ts";

const ORIGIN = "https://login.microsoftonline.com";
const KEY_ID = "the-key-of-the-authority";
const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** Claims that differ from the right ones; `undefined` leaves one out. */
export type Claims = Readonly<Record<string, unknown>>;

/** How an ID token is signed when it is not signed right. */
export type Signing =
  | "nothing"
  | "stranger"
  | "stripped"
  | "tampered"
  | "unknown key"
  | "HS256"
  | "garbage"
  | "encrypted";

function encoded(value: Uint8Array | string | object): string {
  const bytes = value instanceof Uint8Array ? value : new TextEncoder().encode(
    typeof value === "string" ? value : JSON.stringify(value),
  );
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

function keyOf(pem: string): Promise<CryptoKey> {
  const bytes = Uint8Array.fromBase64(pem.replace(/-----.+-----/g, ""));
  return crypto.subtle.importKey("pkcs8", bytes, RSA, true, ["sign"]);
}

/** The authority's keys document. */
export async function keySet(): Promise<{ keys: object[] }> {
  const key = await keyOf(SIGNING.key);
  const { kty, n, e } = await crypto.subtle.exportKey("jwk", key);
  const issuer = `${ORIGIN}/{tenantid}/v2.0`;
  return { keys: [{ kty, n, e, use: "sig", kid: KEY_ID, issuer }] };
}

function payloadOf(claims: Claims): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const all: Record<string, unknown> = {
    aud: CLIENT,
    iss: `${ORIGIN}/${TENANT}/v2.0`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3_600,
    sub: "pairwise",
    oid: OID,
    tid: TENANT,
    name: "Ada Example",
    preferred_username: "ada@contoso.example",
    ver: "2.0",
    ...claims,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
}

async function signed(
  payload: object,
  { pem = SIGNING.key, kid = KEY_ID } = {},
): Promise<string> {
  const header = { alg: "RS256", typ: "JWT", kid };
  const input = `${encoded(header)}.${encoded(payload)}`;
  const bytes = new TextEncoder().encode(input);
  const signature = await crypto.subtle.sign(RSA, await keyOf(pem), bytes);
  return `${input}.${encoded(new Uint8Array(signature))}`;
}

/** The mistake of a verifier that takes any algorithm: the public key as a shared secret. */
async function signedBySecret(payload: object): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const secret = new TextEncoder().encode(SIGNING.certificate);
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, [
    "sign",
  ]);
  const header = { alg: "HS256", kid: KEY_ID };
  const input = `${encoded(header)}.${encoded(payload)}`;
  const bytes = new TextEncoder().encode(input);
  const signature = await crypto.subtle.sign("HMAC", key, bytes);
  return `${input}.${encoded(new Uint8Array(signature))}`;
}

/** Another payload under a signature that was right for the first. */
async function tampered(payload: object): Promise<string> {
  const [header, , signature] = (await signed(payload)).split(".");
  return [header, encoded({ ...payload, name: "Mallory" }), signature].join(
    ".",
  );
}

/** The server's ID token for Ada, but for what is changed. */
export async function signIdToken(
  claims: Claims,
  signing?: Signing,
): Promise<string> {
  const payload = payloadOf(claims);
  switch (signing) {
    case undefined:
      return await signed(payload);
    case "nothing":
      return `${encoded({ alg: "none" })}.${encoded(payload)}.`;
    case "stranger":
      return await signed(payload, { pem: STRANGER.key });
    case "unknown key":
      return await signed(payload, { pem: STRANGER.key, kid: "stranger" });
    case "stripped":
      return (await signed(payload)).replace(/[^.]*$/, "");
    case "tampered":
      return await tampered(payload);
    case "HS256":
      return await signedBySecret(payload);
    case "garbage":
      return "this is no token";
    case "encrypted":
      return `${encoded({ alg: "RSA-OAEP", enc: "A256GCM" })}.a.b.c.d`;
  }
}
