/**
 * Assertions by which a client proves itself (RFC 7523): signed with a registered certificate's key, or issued
 * by another authority that the registration trusts. May import the sandbox's keys, stores and seeds.
 *
 * @module
 */
import type { JWTPayload } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import { decodeJwt } from "jose/jwt/decode";
import type { Authority } from "../authority.ts";
import { epochSeconds } from "../clock.ts";
import type { TenantPath } from "../directory.ts";
import { type EntraRefusal, refusal, renamed } from "../refusals.ts";
import type { ClientSeed } from "../world.ts";
import { checkCertificateAssertion } from "./certificate.ts";
import { checkFederatedAssertion } from "./federated.ts";

// A client's clock may be late; nothing makes up for an assertion that is over.
const NOT_BEFORE_LEEWAY_SECONDS = 300;

/** An assertion that can be read; nothing of it is proven. */
export interface Assertion {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: JWTPayload;
  readonly client: ClientSeed;
  readonly path: TenantPath;
}

/**
 * @throws {EntraRefusal} 50027, 50012, 50048, 700024, 700027, 5002730, and of federated ones 70021, 700211,
 * 700212, 700213, 700229, 7002138
 */
export async function checkClientAssertion(
  authority: Authority,
  { assertion, client, path }: {
    assertion: string;
    client: ClientSeed;
    path: TenantPath;
  },
): Promise<void> {
  const read = { ...readAssertion(assertion), client, path };
  // The issuer of a self-made assertion is the client's id, every other issuer is an address.
  const foreign = URL.canParse(String(read.payload.iss));
  const check = foreign ? checkFederatedAssertion : checkCertificateAssertion;
  await check(authority, read);
}

function readAssertion(
  text: string,
): Pick<Assertion, "text" | "header" | "payload"> {
  try {
    const header = { ...decodeProtectedHeader(text) };
    return { text, header, payload: decodeJwt(text) };
  } catch {
    throw invalidAssertion("it is not a signed JWT");
  }
}

export function invalidAssertion(reason: string): EntraRefusal {
  const invalid = refusal(50027, { parameter: "client_assertion", reason });
  return renamed(invalid, "invalid_client");
}

/** @throws {EntraRefusal} 50027, 700024 */
export function checkTimes(
  { clock }: Pick<Authority, "clock">,
  { payload: { exp, nbf }, client }: Assertion,
): void {
  if (exp === undefined) throw invalidAssertion("it has no 'exp'");
  const now = epochSeconds(clock);
  if (exp <= now || (nbf ?? 0) > now + NOT_BEFORE_LEEWAY_SECONDS) {
    throw refusal(700024, { client_id: client.client_id });
  }
}
