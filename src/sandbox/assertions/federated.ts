import type { JSONWebKeySet } from "jose";
import { createLocalJWKSet } from "jose/jwks/local";
import { compactVerify } from "jose/jws/compact/verify";
import type { Authority } from "../authority.ts";
import { issuerV1, issuerV2 } from "../claims.ts";
import { externalIssuer, externalKeys } from "../external/issuer.ts";
import { refusal } from "../refusals.ts";
import { publicKeys } from "../tokens.ts";
import type { FederatedCredentialSeed } from "../world.ts";
import { type Assertion, checkTimes } from "./client_assertion.ts";

/**
 * Checks an assertion of another issuer against the client's federated credentials: each of issuer, subject
 * and audience has to be the registered one, letter by letter.
 *
 * @throws {EntraRefusal} 5002730, 70021, 700211, 700212, 700213, 700229, 7002138, 50027, 700024, 700027
 */
export async function checkFederatedAssertion(
  authority: Authority,
  assertion: Assertion,
): Promise<void> {
  const { header, text, client } = assertion;
  const alg = String(header["alg"]);
  if (alg !== "RS256") throw refusal(5002730, { alg });
  checkOwnToken(authority, assertion);
  const credential = matchingCredential(authority, assertion);
  checkTimes(authority, assertion);
  const keys = createLocalJWKSet(keysOf(authority, credential));
  await compactVerify(text, keys, { algorithms: [alg] }).catch(() => {
    throw refusal(700027, { client_id: client.client_id });
  });
}

// Of an authority's own tokens only those of managed identities can stand for an application.
function checkOwnToken(
  { origin }: Authority,
  { payload }: Assertion,
): void {
  const tenantId = String(payload["tid"]);
  const own = [issuerV1(origin, tenantId), issuerV2(origin, tenantId)]
    .includes(String(payload.iss));
  if (own && payload["xms_mirid"] === undefined) throw refusal(700229);
}

function matchingCredential(
  { origin, directory }: Authority,
  { payload, client }: Assertion,
): FederatedCredentialSeed {
  const all = client.federated_credentials ?? [];
  if (all.length === 0) throw refusal(70021, { client_id: client.client_id });
  const issuer = String(payload.iss);
  const ofIssuer = matching(all, {
    presented: issuer,
    registered: (each) => each.issuer.replace("{origin}", origin),
    refuse: () => refusal(700211, { issuer }),
  });
  const subject = payload.sub ?? "";
  const ofSubject = matching(ofIssuer, {
    presented: subject,
    registered: (each) => each.subject,
    refuse: () => refusal(700213, { subject }),
  });
  // Kubernetes writes a list of one.
  const audiences = [payload.aud ?? []].flat().map((audience) =>
    // Tokens of managed identities name the exchange by its id.
    payload["xms_mirid"] === undefined
      ? audience
      : directory.api(audience)?.uri ?? audience
  );
  const found = ofSubject.find(({ audience }) =>
    audiences.length === 1 && audiences[0] === audience
  );
  if (found === undefined) {
    throw refusal(700212, { audience: audiences.join(" ") });
  }
  return found;
}

function matching(
  credentials: readonly FederatedCredentialSeed[],
  { presented, registered, refuse }: {
    presented: string;
    registered: (credential: FederatedCredentialSeed) => string;
    refuse: () => Error;
  },
): readonly FederatedCredentialSeed[] {
  const found = credentials.filter((each) => registered(each) === presented);
  if (found.length > 0) return found;
  const near = credentials.some((each) =>
    registered(each).toLowerCase() === presented.toLowerCase()
  );
  throw near ? refusal(7002138) : refuse();
}

// Nothing is fetched: the sandbox knows its own issuers' keys, others' come with the seed.
function keysOf(
  authority: Authority,
  { issuer, jwks }: FederatedCredentialSeed,
): JSONWebKeySet {
  if (jwks !== undefined) return { keys: [...jwks.keys] };
  if (
    issuer.replace("{origin}", authority.origin) ===
      externalIssuer(authority.origin)
  ) {
    return externalKeys();
  }
  return {
    keys: publicKeys(authority, "").map((key) => ({ ...key, kty: "RSA" })),
  };
}
