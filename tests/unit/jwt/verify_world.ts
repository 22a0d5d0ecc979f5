import type { CheckName, TokenCheck } from "../../../src/engine/mod.ts";
import type {
  ExpectedToken,
  PublishedKeys,
  Verification,
  VerifyOptions,
} from "../../../src/engine/jwt/verify_result.ts";
import { verifyToken } from "../../../src/engine/jwt/verify.ts";
import { fakePorts, type FakeWorld } from "../../support/fake_ports.ts";
import { CLIENT, KEY_ID, signedToken, TENANT } from "../../support/tokens.ts";
import { SIGNING_KEY } from "../../support/test_keys.ts";

/** When the tokens of these tests are looked at, milliseconds since the epoch. */
export const NOW = 1_800_000_000_000;

/** The API that tokens of these tests are for. */
export const API = "dddddddd-0000-4000-8000-000000000001";

/** A user's version 2.0 access token for an API of one's own. */
export function claimsOf(
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const claims: Record<string, unknown> = {
    aud: API,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: NOW / 1000 - 300,
    nbf: NOW / 1000 - 300,
    exp: NOW / 1000 + 3600,
    azp: CLIENT,
    scp: "Orders.Read Orders.Write",
    oid: "cccccccc-0000-4000-8000-000000000001",
    sub: "pairwise",
    tid: TENANT,
    ver: "2.0",
    ...more,
  };
  return Object.fromEntries(
    Object.entries(claims).filter(([, value]) => value !== undefined),
  );
}

/** A member of a key set. */
export function publicKey(
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const { kty, n, e } = SIGNING_KEY;
  return { kty, n, e, kid: KEY_ID, use: "sig", ...more };
}

/** What a token is verified with. */
export interface VerifyCase {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: JsonWebKey;
  readonly text?: (token: string) => string;
  readonly expected?: ExpectedToken;
  readonly keys?: readonly unknown[];
  readonly now?: number;
}

/** Verifies a token that is right but for what the case says, with given keys. */
export async function verifyCase(
  { claims, header, key, text = String, ...rest }: VerifyCase = {},
): Promise<Verification> {
  const token = signedToken(claimsOf(claims), {
    ...(header === undefined ? {} : { header }),
    ...(key === undefined ? {} : { key }),
  });
  const { expected, keys = [publicKey()], now = NOW } = rest;
  return await verifyToken(text(token), {
    keys: { jwks: { keys } },
    now,
    ...(expected === undefined ? {} : { expected }),
  });
}

/** Verifies a token by the keys that its issuer publishes. */
export async function verifyPublished(
  token: string,
  { world, ...options }:
    & Pick<VerifyOptions, "expected">
    & Pick<PublishedKeys, "authority" | "kept">
    & { readonly world?: FakeWorld },
) {
  const ports = fakePorts({ start: NOW, ...world });
  const { expected, ...keys } = options;
  const verification = await verifyToken(token, {
    keys: { ports, ...keys },
    now: NOW,
    ...(expected === undefined ? {} : { expected }),
  });
  return { ...verification, ports };
}

/** What one check found. */
export function found(
  { checks }: Pick<Verification, "checks">,
  name: CheckName,
): TokenCheck {
  const check = checks.find((each) => each.check === name);
  if (check === undefined) throw new Error(`no check of ${name}`);
  return check;
}
