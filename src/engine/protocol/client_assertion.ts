import * as oauth from "oauth4webapi";
import { checkAssertion } from "./assertion.ts";
import type { ClientCertificate } from "./certificate.ts";
import type {
  ClientAuthentication,
  ClientAuthOptions,
} from "./client_authentication.ts";

/** The authentications that sign, or have signed for them. */
export type ClientAssertion = Extract<
  ClientAuthentication,
  { readonly type: "certificate" | "assertion" }
>;

const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** Entra advises 5 to 10 minutes; its own libraries take 10. */
const LIFE_S = 600;

/** RFC 9562, 5.4: the same randomness, written as Entra's documentation asks. */
function toGuid(random: string): string {
  const bytes = Uint8Array.fromBase64(random, { alphabet: "base64url" })
    .slice(0, 16);
  bytes[6] = (bytes[6] ?? 0) & 0x0f | 0x40;
  bytes[8] = (bytes[8] ?? 0) & 0x3f | 0x80;
  return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Entra finds the certificate by its thumbprint, never by `kid`. */
function headerOf(certificate: ClientCertificate) {
  const { algorithm, thumbprintSha256, thumbprintSha1, chain } = certificate;
  return {
    typ: "JWT",
    ...(algorithm === "PS256"
      ? { "x5t#S256": thumbprintSha256 }
      : { x5t: thumbprintSha1 }),
    ...(chain === undefined ? {} : { x5c: [...chain] }),
  };
}

function withCertificate(
  { certificate, now }: Extract<ClientAssertion, { type: "certificate" }>,
): oauth.ClientAuth {
  return (as, client, body, headers) => {
    const sign = oauth.PrivateKeyJwt(certificate.key, {
      [oauth.modifyAssertion](header, payload) {
        delete header.kid;
        Object.assign(header, headerOf(certificate));
        const at = now === undefined
          ? Number(payload.iat)
          : Math.floor(now() / 1000);
        Object.assign(payload, {
          aud: as.token_endpoint,
          jti: toGuid(String(payload.jti)),
          iat: at,
          nbf: at,
          exp: at + LIFE_S,
        });
      },
    });
    return sign(as, client, body, headers);
  };
}

function withAssertion(
  { assertion, now }: Extract<ClientAssertion, { type: "assertion" }>,
  { signal }: ClientAuthOptions,
): oauth.ClientAuth {
  return async (_as, client, body) => {
    const given = await assertion(signal === undefined ? {} : { signal });
    signal?.throwIfAborted();
    body.set("client_id", client.client_id);
    body.set("client_assertion_type", TYPE);
    body.set("client_assertion", checkAssertion(given, now?.()));
  };
}

/**
 * Proves who the client is by a signed assertion, made or fetched anew for each
 * request.
 *
 * @param authentication The certificate, or the source of assertions.
 * @param options What ends the wait for an assertion.
 * @returns The same as `oauth4webapi` takes it.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2 | RFC 7523, section 2.2}
 */
export function clientAssertionAuth(
  authentication: ClientAssertion,
  options: ClientAuthOptions,
): oauth.ClientAuth {
  return authentication.type === "certificate"
    ? withCertificate(authentication)
    : withAssertion(authentication, options);
}
