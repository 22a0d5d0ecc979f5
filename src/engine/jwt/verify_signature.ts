import { type Authority, expectedIssuer } from "../entra/authority.ts";
import type { ExchangeEvent } from "../events.ts";
import {
  findSigningKey,
  isKeyOf,
  isSigningKey,
  selectKey,
  type SigningAlgorithm,
  type SigningKey,
} from "../protocol/signing_keys.ts";
import { step } from "../protocol/step.ts";
import { createWire } from "../protocol/wire.ts";
import type { DecodedToken } from "./explanation.ts";
import { ownMember } from "./json_object.ts";
import { checkOf, quoted } from "./verify_check.ts";
import type { GivenKeys, PublishedKeys, TokenCheck } from "./verify_result.ts";

const check = checkOf("signature");

/** A key, or why there is none. */
type Found =
  | { readonly key: SigningKey }
  | { readonly refusal: TokenCheck };

/** What a signature is checked by. */
export interface SignatureOptions {
  /** The token taken apart. */
  readonly decoded: DecodedToken;
  readonly algorithm: SigningAlgorithm;
  readonly keys: GivenKeys | PublishedKeys;
  /** Whose keys are asked for; absent when they are given. */
  readonly authority: Authority | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The name of the key in the header, when it is one. */
function keyName({ header }: DecodedToken): string | undefined {
  const kid = ownMember(header, "kid");
  return typeof kid === "string" ? kid : undefined;
}

function membersOf(jwks: unknown): readonly unknown[] {
  const keys = typeof jwks === "object" && jwks !== null && "keys" in jwks
    ? jwks.keys
    : [];
  return Array.isArray(keys) ? keys : [];
}

function isNamed(key: unknown, kid: string | undefined): boolean {
  return kid !== undefined && typeof key === "object" && key !== null &&
    "kid" in key && key.kid === kid;
}

function notFound(kid: string | undefined, whose: string): Found {
  const refusal = check.fail(
    "key_not_found",
    kid === undefined
      ? `The header names no key (kid), and ${whose} has not exactly one that fits`
      : `The key ${quoted(kid)} is not one of ${whose}`,
    "The token may be older than the keys, of another cloud, or of an application with a key of its own",
  );
  return { refusal };
}

function unusable(kid: string | undefined): TokenCheck {
  return check.fail(
    "key_unusable",
    `The key ${
      quoted(kid)
    } cannot verify this: it is for another use, of another kind, too short or damaged`,
  );
}

function findGiven(
  { jwks }: GivenKeys,
  { decoded, algorithm }: SignatureOptions,
): Found {
  const kid = keyName(decoded);
  const all = membersOf(jwks);
  const key = selectKey(all.filter(isSigningKey), { kid, algorithm });
  if (key !== undefined) return { key };
  return all.some((each) => isNamed(each, kid))
    ? { refusal: unusable(kid) }
    : notFound(kid, "the keys that were given");
}

async function* findPublished(
  { ports, kept = new Map() }: PublishedKeys,
  { decoded, algorithm, signal, jwksUri }: SignatureOptions & {
    readonly jwksUri: string;
  },
): AsyncGenerator<ExchangeEvent, Found> {
  const kid = keyName(decoded);
  const wire = createWire(ports, signal);
  const { clock } = ports;
  const source = { kept, jwksUri, algorithm, wire, clock, signal };
  const key = yield* step(wire, {
    action: "Cannot get the keys of the issuer",
    run: () => findSigningKey(kid, source),
  });
  return key === undefined ? notFound(kid, "the issuer's keys") : { key };
}

async function* findKey(
  options: SignatureOptions,
): AsyncGenerator<ExchangeEvent, Found> {
  const { keys, authority, decoded } = options;
  if ("jwks" in keys) return findGiven(keys, options);
  if (authority === undefined) {
    const message = "Not checked: whose key it is, is unknown";
    return { refusal: check.skip("not_checked", message) };
  }
  const { jwksUri } = authority;
  const found = yield* findPublished(keys, { ...options, jwksUri });
  if ("refusal" in found) return found;
  const issuer = expectedIssuer(authority, ownMember(decoded.payload, "tid"));
  if (isKeyOf(found.key, issuer ?? authority.issuer)) return found;
  return {
    refusal: check.fail(
      "key_of_other_issuer",
      `The key ${quoted(found.key.kid)} is good for another issuer only`,
    ),
  };
}

async function verify(
  token: string,
  { key, algorithm }: {
    readonly key: SigningKey;
    readonly algorithm: SigningAlgorithm;
  },
): Promise<TokenCheck> {
  const { importJWK } = await import("jose/key/import");
  const { compactVerify } = await import("jose/jws/compact/verify");
  try {
    const imported = await importJWK({ ...key }, algorithm);
    await compactVerify(token, imported, { algorithms: [algorithm] });
  } catch (error) {
    const isWrong = error instanceof Error && "code" in error &&
      error.code === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
    return isWrong
      ? check.fail(
        "signature_invalid",
        "The signature is wrong: the token was changed, or somebody else made it",
        "Get the token again from where it was issued; copying may have damaged it",
      )
      : unusable(key.kid);
  }
  const name = key.kid === undefined ? "" : ` by the key ${quoted(key.kid)}`;
  return check.pass("signature_valid", `Signed${name} of the issuer`);
}

/**
 * Checks the signature of a token whose header has been found to be right.
 *
 * @param token The token, compact.
 * @param options The keys, and what is known of the token.
 * @returns The exchanges with the issuer, then the check.
 * @throws {AuthError} `network_error`, `server_error` or `response_invalid` if the keys cannot be had.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature | Validate the signature}
 */
export async function* checkSignature(
  token: string,
  options: SignatureOptions,
): AsyncGenerator<ExchangeEvent, TokenCheck> {
  const { decoded, algorithm } = options;
  // Microsoft signs over the hash of the nonce, not over the header as it is sent.
  if (typeof ownMember(decoded.header, "nonce") === "string") {
    return check.skip(
      "nonce_in_header",
      "Nobody but the API it is for can verify this: it is signed over another header than the one that is sent (nonce), as tokens of Microsoft Graph are",
      "Do not verify tokens of others' APIs: send them, and let the API judge",
    );
  }
  const found = yield* findKey(options);
  if ("refusal" in found) return found.refusal;
  return await verify(token, { key: found.key, algorithm });
}
