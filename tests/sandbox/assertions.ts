// How the tests prove a client by an assertion: signed by jose, so by none of the sandbox's own code.
import { importPKCS8, type JWTPayload, SignJWT } from "jose";
import { SANDBOX_CERTIFICATE } from "../../src/sandbox/mod.ts";
import { CONTOSO, DAEMON, type Fields } from "./visitor.ts";

export const ORIGIN = "http://127.0.0.1:8480";
/** The time at which the tests' sandbox stands still, in seconds. */
export const NOW = Date.UTC(2026, 2, 4, 5, 6, 7) / 1000;

export const SHA256 = { "x5t#S256": SANDBOX_CERTIFICATE.thumbprint_sha256 };
export const SHA1 = { x5t: SANDBOX_CERTIFICATE.thumbprint_sha1 };

export interface AssertionChanges {
  readonly alg?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  /** A member that is `undefined` is left out. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly key?: string;
}

/** An assertion of the daemon in which nothing is wrong, apart from the changes. */
export async function signAssertion(
  {
    alg = "PS256",
    header = SHA256,
    payload = {},
    key = SANDBOX_CERTIFICATE.private_key_pem,
  }: AssertionChanges = {},
): Promise<string> {
  const claims: JWTPayload = {
    aud: `${ORIGIN}/${CONTOSO}/oauth2/v2.0/token`,
    iss: DAEMON.id,
    sub: DAEMON.id,
    jti: crypto.randomUUID(),
    iat: NOW,
    nbf: NOW,
    exp: NOW + 600,
    ...payload,
  };
  return await new SignJWT(claims)
    .setProtectedHeader({ typ: "JWT", ...header, alg })
    .sign(await importPKCS8(key, alg));
}

/** A client credentials request of the daemon with an assertion. */
export function assertionForm(assertion: string, changes: Fields = {}): Fields {
  return {
    grant_type: "client_credentials",
    client_id: DAEMON.id,
    scope: "https://graph.microsoft.com/.default",
    client_assertion_type:
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    ...changes,
  };
}

/** base64url of an object, for tokens that no library would make. */
export function segment(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}
