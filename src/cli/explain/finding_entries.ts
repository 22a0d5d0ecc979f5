import type { TokenWarning } from "../../engine/jwt/explanation.ts";
import type { CheckCode } from "../../engine/jwt/verify_result.ts";
import type { Entry } from "./entry.ts";

type FindingCode = CheckCode | TokenWarning["code"];

const AGAIN = "Get the token again from where it was issued.";
const COPY = "Copy it again, whole and without anything around it.";
const OTHER_API = "Ask for a token of that API: its URI with /.default.";
const OTHER_TENANT = "Sign in to the tenant that the API belongs to.";
const CLOCK = "Check the clock of this machine: entrada doctor compares it.";
const MAKER = "Ask who made the token: Entra makes none like it.";

/** Exhaustive by type: a new code does not compile without its words. */
const FINDINGS: Readonly<
  Record<FindingCode, readonly [meaning: string, fix?: string]>
> = {
  signed_jwt: ["The token is a signed JWT, whole."],
  malformed: ["The token is damaged, or there is text around it.", COPY],
  damaged: ["The token is damaged; what can be read of it is shown.", COPY],
  encrypted: [
    "Only the API that the token is for can read and verify it.",
    "Verify it in that API, where the key is.",
  ],
  opaque: [
    "The text is no JWT: only the service that issued it can read it.",
    "Send it to whom it is for; tokens of personal accounts and refresh tokens are so on purpose.",
  ],
  type_allowed: ["The header names a type that access and ID tokens have."],
  type_unexpected: [
    "The header names another type: a proof, a logout token or an assertion.",
    "Verify it by the rules of its own kind.",
  ],
  id_token: [
    "It is an ID token: it tells an application who signed in, and opens no API.",
    "Send the access token.",
  ],
  header_plain: ["The header asks for nothing unusual."],
  header_key_ignored: [
    "The header brings a key of its own, which anybody could have put there; it was not used.",
  ],
  unusual_header: ["The header has members that Entra's tokens do not have."],
  crit_refused: [
    "The header asks for extensions that have to be understood, and are not.",
    MAKER,
  ],
  algorithm_allowed: ["The algorithm is RS256, PS256 or ES256."],
  algorithm_missing: ["The header names no algorithm.", MAKER],
  algorithm_none: [
    "The token is not signed: anybody could have made it.",
    "Never accept such a token.",
  ],
  alg_none: [
    "The token is not signed: anybody could have made it.",
    "Never accept such a token.",
  ],
  algorithm_symmetric: [
    "Signed with a shared secret: whoever can verify the token can also make it.",
    MAKER,
  ],
  algorithm_unsupported: ["The algorithm is not accepted.", MAKER],
  issuer_matches: ["The issuer is the one that was named."],
  issuer_microsoft: ["The issuer is a tenant at Microsoft; none was named."],
  issuer_missing: ["The token does not say who issued it (iss).", MAKER],
  issuer_mismatch: [
    "Another issuer than the one that was named; versions 1.0 and 2.0 have different ones.",
    "Compare the claim iss, and name the one that the API's tokens have with --iss.",
  ],
  issuer_tenant_mismatch: [
    "The issuer and the tenant in the token differ: Entra makes no such token.",
    "Do not accept it.",
  ],
  issuer_unknown: [
    "The issuer is not Microsoft, and nobody named it; anybody can run one.",
    "Name the one that you trust with --authority or --iss.",
  ],
  signature_valid: ["A key of the issuer signed exactly this token."],
  signature_invalid: [
    "The token was changed, or somebody else made it.",
    AGAIN,
  ],
  nonce_in_header: [
    "Nobody but its API can verify it: what is signed is another header than the one that is sent, as Microsoft Graph has it.",
    "Do not verify tokens of others' APIs: send them, and let the API judge.",
  ],
  key_not_found: [
    "The issuer has no key of the name in the header (kid): the token is older than the keys, of another cloud, or of an application with a key of its own.",
    "Compare the issuer; then get the token anew.",
  ],
  key_unusable: [
    "There is a key of that name, but it cannot verify this: it is for another use, too short or damaged.",
    "Give the issuer's current keys.",
  ],
  key_of_other_issuer: [
    "The key is good for another issuer's tokens only.",
    "Do not accept the token.",
  ],
  tenant_matches: ["The token is of the tenant that was named."],
  tenant_missing: ["The token names no tenant (tid)."],
  tenant_mismatch: ["The token is of another tenant.", OTHER_TENANT],
  tenant_unknown: [
    "The tenant was named by a domain, which a token does not have; nobody was asked which id that is.",
    "Name the tenant by its id.",
  ],
  audience_matches: ["The token is for the API that was named (aud)."],
  audience_missing: ["The token does not say whom it is for (aud).", MAKER],
  audience_mismatch: ["The token is for another API (aud).", OTHER_API],
  audience_form_differs: [
    "The API is the right one, named in another form: by its id in version 2.0, by its URI in version 1.0.",
    "Let the API accept the form that it gets.",
  ],
  microsoft_api: [
    "The token is for an API of Microsoft's: its form may change, and others should not rely on it.",
  ],
  not_expired: ["The token is valid now (exp)."],
  expired_within_skew: [
    "The token has just expired; an API that allows for clocks may still take it.",
    "Get a new one: entrada refresh.",
  ],
  expired: ["The token has expired (exp).", "Get a new one: entrada refresh."],
  expiry_missing: ["The token does not say when it expires (exp).", MAKER],
  expiry_malformed: ["The time at which it expires is no time.", MAKER],
  long_lived: [
    "The token is valid for unusually long: whoever holds it can use it that long.",
  ],
  already_valid: ["The time from which it is valid has come (nbf)."],
  not_before_within_skew: [
    "It will be valid in a moment; an API that allows for clocks takes it already.",
    CLOCK,
  ],
  not_yet_valid: ["The token is not valid yet (nbf).", CLOCK],
  not_before_malformed: ["The time from which it is valid is no time.", MAKER],
  issued_in_past: ["The token was issued before now (iat)."],
  issued_in_future: ["The token was issued later than now (iat).", CLOCK],
  issued_malformed: ["The time at which it was issued is no time.", MAKER],
  version_consistent: ["Its version (ver) fits its issuer."],
  version_matches: ["It has the version that was named (ver)."],
  version_mismatch: [
    "It has another version (ver); the API decides which one its tokens have.",
    "Set requestedAccessTokenVersion in the API's manifest.",
  ],
  scope_granted: ["It has the delegated permissions that were named (scp)."],
  scope_missing: [
    "A delegated permission is missing (scp).",
    "Ask for it with -s; somebody may have to consent.",
  ],
  scope_absent: [
    "It has no delegated permissions (scp): an application speaks for itself.",
    "Use a flow in which a user signs in.",
  ],
  role_granted: ["It has the application roles that were named (roles)."],
  role_missing: [
    "An application role is missing (roles).",
    "An administrator has to grant it; then get a new token.",
  ],
  role_absent: [
    "It has no application roles (roles).",
    "An administrator has to grant one; then get a new token.",
  ],
  client_matches: ["The client that was named asked for it (azp, appid)."],
  client_missing: ["The token does not say which client asked for it."],
  client_mismatch: [
    "Another client asked for it (azp, appid).",
    "Get the token with the client that the API expects.",
  ],
  subject_matches: ["It speaks for whom it should: a user, or an application."],
  subject_mismatch: [
    "It speaks for a user where an application is expected, or the other way round.",
    "Use another flow: client-credentials is an application's.",
  ],
  subject_unknown: ["It cannot be told whether it speaks for a user."],
  groups_overage: [
    "The user's groups do not fit into the token.",
    "Ask Microsoft Graph for them: /me/getMemberObjects.",
  ],
  not_asked: ["Nothing was named to compare with."],
  not_checked: ["An earlier check failed, so this one was left out."],
  claim_absent: ["The token does not have the claim, and need not."],
};

/**
 * What `verify` and `inspect` find in a token.
 *
 * @returns An entry each.
 */
export function findingEntries(): readonly Entry[] {
  return Object.entries(FINDINGS).map(([name, [meaning, fix]]): Entry => ({
    kind: "finding",
    name,
    meaning,
    ...(fix === undefined ? {} : { fix }),
  }));
}
