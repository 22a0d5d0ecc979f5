import { parseAuthorityAddress } from "../entra/authority_address.ts";
import type { Authority } from "../entra/authority.ts";
import { tenantKind } from "../entra/tenants.ts";
import type { ExchangeEvent } from "../events.ts";
import { discover } from "../protocol/discover.ts";
import { decodeToken } from "./decode.ts";
import type { DecodedToken } from "./explanation.ts";
import { findToken } from "./find_token.ts";
import { checkAudience } from "./verify_audience.ts";
import { checkOf } from "./verify_check.ts";
import { checkClaims, checkTenant } from "./verify_claims.ts";
import {
  algorithmOf,
  checkAlgorithm,
  checkForm,
  checkHeader,
  checkType,
} from "./verify_header.ts";
import { checkIssuer, type IssuerFinding } from "./verify_issuer.ts";
import { checkSignature } from "./verify_signature.ts";
import { checkTimes } from "./verify_times.ts";
import type {
  CheckEvent,
  ExpectedToken,
  TokenCheck,
  Verification,
  VerifyOptions,
} from "./verify_result.ts";

/** What is wrong already is no reason to ask anybody. */
const NOT_CHECKED = "Not checked: what comes before it is wrong";

type Steps<Result> = AsyncGenerator<CheckEvent | ExchangeEvent, Result>;

function event(check: TokenCheck): CheckEvent {
  return { type: "check", check };
}

/**
 * Reads the names that an API goes by.
 *
 * @param audience One name, several, or none.
 * @returns All of them.
 */
export function namesOf(
  audience: ExpectedToken["audience"],
): readonly string[] {
  if (audience === undefined) return [];
  return typeof audience === "string" ? [audience] : audience;
}

/** What a token calls itself has to be known before its tenant can be compared. */
async function* tenantIdOf(
  tenant: string | undefined,
  { authority, options: { keys, signal } }: {
    readonly authority: Authority | undefined;
    readonly options: VerifyOptions;
  },
): AsyncGenerator<ExchangeEvent, string | undefined> {
  const isDomain = tenant !== undefined && tenantKind(tenant) === "domain";
  if (!isDomain || authority?.kind !== "entra" || "jwks" in keys) return tenant;
  const address = parseAuthorityAddress(`${authority.origin}/${tenant}/v2.0`);
  const { issuer } = yield* discover(address, { ports: keys.ports, signal });
  return URL.parse(issuer)?.pathname.split("/")[1] ?? tenant;
}

async function* signatureOf(
  token: string,
  { decoded, failed, finding, options: { keys, signal } }: {
    readonly decoded: DecodedToken;
    readonly failed: boolean;
    readonly finding: IssuerFinding;
    readonly options: VerifyOptions;
  },
): AsyncGenerator<ExchangeEvent, TokenCheck> {
  const algorithm = algorithmOf(decoded.header);
  if (failed || algorithm === undefined) {
    return checkOf("signature").skip("not_checked", NOT_CHECKED);
  }
  const { authority } = finding;
  const known = { decoded, algorithm, keys, authority, signal };
  return yield* checkSignature(token, known);
}

function hasFailed(checks: readonly TokenCheck[]): boolean {
  return checks.some(({ ok }) => ok === false);
}

function headerChecks({ header }: DecodedToken): readonly TokenCheck[] {
  return [checkType(header), checkHeader(header), checkAlgorithm(header)];
}

/** All the checks; what cannot be read has only the first. */
async function* checksOf(
  text: string,
  { decoded, options }: {
    readonly decoded: DecodedToken;
    readonly options: VerifyOptions;
  },
): AsyncGenerator<TokenCheck | ExchangeEvent> {
  const { expected = {}, keys, now, signal } = options;
  const { payload, kind } = decoded;
  const token = findToken(text);
  const form = checkForm(decoded, { text, token });
  yield form;
  if (kind !== "jws") return;
  const header = headerChecks(decoded);
  yield* header;
  const published = "jwks" in keys ? undefined : keys;
  const bad = hasFailed([form, ...header]);
  const finding = bad
    ? { check: checkOf("issuer").skip("not_checked", NOT_CHECKED) }
    : yield* checkIssuer(payload, { expected, published, signal });
  yield finding.check;
  const failed = hasFailed([form, ...header, finding.check]);
  yield yield* signatureOf(token, { decoded, failed, finding, options });
  const tenant = yield* tenantIdOf(expected.tenant ?? finding.tenant, {
    authority: finding.authority,
    options,
  });
  yield checkTenant(payload, tenant);
  yield checkAudience(payload, namesOf(expected.audience));
  yield* checkTimes(payload, now);
  yield* checkClaims(payload, expected);
}

/**
 * Verifies a token and tells each check when it is made.
 *
 * @param text The token, or text as {@linkcode decodeToken} takes it.
 * @param options The keys, the time, and what the token has to be.
 * @returns The checks and the exchanges with the issuer, then all of it.
 * @throws {AuthError} As {@linkcode verifyToken} does.
 */
export async function* verifySteps(
  text: string,
  options: VerifyOptions,
): Steps<Verification> {
  const decoded = decodeToken(text);
  const checks: TokenCheck[] = [];
  for await (const each of checksOf(text, { decoded, options })) {
    if ("type" in each) yield each;
    else {
      checks.push(each);
      yield event(each);
    }
  }
  const verified = checks.some(({ check, ok }) =>
    check === "signature" && ok === true
  );
  return {
    token: decoded,
    checks,
    verified,
    valid: verified && !hasFailed(checks),
  };
}

/**
 * Verifies a token: who signed it, whom it is for, and what else it has to be.
 * Keys are asked for at Microsoft's hosts, at the authority that is trusted
 * and at the issuer that is expected, never at an address of the token's own
 * choice.
 *
 * @param text The token, or text as {@linkcode decodeToken} takes it.
 * @param options The keys, the time, and what the token has to be.
 * @returns Every check, and what becomes of them.
 * @throws {AuthError} `token_malformed` if the text is empty or too long;
 * `network_error`, `server_error`, `response_invalid`, `invalid_authority` if
 * the keys cannot be had.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens | Validate tokens}
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725.html | RFC 8725, JWT best current practices}
 */
export async function verifyToken(
  text: string,
  options: VerifyOptions,
): Promise<Verification> {
  const steps = verifySteps(text, options);
  let next = await steps.next();
  while (!next.done) next = await steps.next();
  return next.value;
}
