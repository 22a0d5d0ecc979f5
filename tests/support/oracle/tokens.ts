import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { createLocalJWKSet } from "jose/jwks/local";
import type { JWTPayload } from "jose";
import { jwtVerify } from "jose/jwt/verify";
import { SIGNING } from "./key_pairs.ts";

function publicJwk(pem: string) {
  const certificate = new X509Certificate(pem);
  const { n, e, kty } = certificate.publicKey.export({ format: "jwk" });
  return { certificate, jwk: { kty: String(kty), n: String(n), e: String(e) } };
}

/** Both thumbprints of a certificate (RFC 7515, 4.1.7 and 4.1.8). */
export function thumbprints(pem: string): { x5t: string; x5tS256: string } {
  const { raw } = new X509Certificate(pem);
  return {
    x5t: createHash("sha1").update(raw).digest("base64url"),
    x5tS256: createHash("sha256").update(raw).digest("base64url"),
  };
}

/** The public key of a certificate, for a client's registration. */
export function certificateJwk(pem: string): Record<string, string> {
  return { ...publicJwk(pem).jwk, use: "sig" };
}

export const KEY_ID = thumbprints(SIGNING.certificate).x5t;

/** The private key as the engine takes it. */
export const SIGNING_JWK: Readonly<Record<string, unknown>> = {
  ...createPrivateKey(SIGNING.key).export({ format: "jwk" }),
  kid: KEY_ID,
  use: "sig",
  alg: "RS256",
};

/** The keys document. */
export function keysDocument(origin: string): { keys: object[] } {
  const { certificate, jwk } = publicJwk(SIGNING.certificate);
  const key = {
    ...jwk,
    use: "sig",
    kid: KEY_ID,
    x5t: KEY_ID,
    x5c: [certificate.raw.toString("base64")],
    issuer: `${origin}/{tenantid}/v2.0`,
  };
  return { keys: [key] };
}

const publicKeys = createLocalJWKSet({
  keys: [{ ...publicJwk(SIGNING.certificate).jwk, kid: KEY_ID, alg: "RS256" }],
});

/** Checks signature and times with the public key alone. */
export async function verified(token: string): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, publicKeys, {
    algorithms: ["RS256"],
  });
  return payload;
}

/** Entra's claims in an access token, in the version that the API asks for. */
export interface AccessTokenSubject {
  readonly origin: string;
  readonly tenantId: string;
  readonly version: 1 | 2;
  readonly audience: string;
  readonly clientId: string;
  readonly clientAuthMethod: string;
  readonly user?: { oid: string; username: string; name: string } | undefined;
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
}

export function accessTokenClaims(
  payload: JWTPayload,
  subject: AccessTokenSubject,
): JWTPayload {
  const { origin, tenantId, version, user, clientId, roles } = subject;
  const v1 = version === 1;
  const proof = { none: "0", private_key_jwt: "2" }[subject.clientAuthMethod] ??
    "1";
  const { iat, exp, sub } = payload;
  return {
    aud: subject.audience,
    iss: v1 ? `${origin}/sts/${tenantId}/` : `${origin}/${tenantId}/v2.0`,
    ...(iat === undefined ? {} : { iat, nbf: iat }),
    ...(exp === undefined ? {} : { exp }),
    ...(v1
      ? { appid: clientId, appidacr: proof }
      : { azp: clientId, azpacr: proof }),
    ...(user === undefined ? { idtyp: "app", oid: clientId, sub: clientId } : {
      name: user.name,
      oid: user.oid,
      ...(sub === undefined ? {} : { sub }),
      ...(v1
        ? { upn: user.username, unique_name: user.username }
        : { preferred_username: user.username }),
      scp: subject.permissions.join(" "),
    }),
    ...(roles.length > 0 ? { roles: [...roles] } : {}),
    tid: tenantId,
    uti: crypto.randomUUID(),
    ver: v1 ? "1.0" : "2.0",
  };
}
