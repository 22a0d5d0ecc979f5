import type { AuthorityOptions } from "../entra/authority.ts";
import type { Ports } from "../ports/mod.ts";
import type { SigningKeys } from "../protocol/signing_keys.ts";
import type { DecodedToken } from "./explanation.ts";

/** What is checked of a token, in this order. */
export type CheckName =
  | "form"
  | "type"
  | "header"
  | "algorithm"
  | "issuer"
  | "signature"
  | "tenant"
  | "audience"
  | "expiry"
  | "not_before"
  | "issued"
  | "version"
  | "scope"
  | "role"
  | "client"
  | "subject";

/**
 * What a check found; never changes once released. Each check has its own:
 *
 * - form: `signed_jwt`, `malformed`, `encrypted`, `opaque`
 * - type: `type_allowed`, `type_unexpected`, `id_token`
 * - header: `header_plain`, `header_key_ignored`, `crit_refused`
 * - algorithm: `algorithm_allowed`, `algorithm_missing`, `algorithm_none`,
 *   `algorithm_symmetric`, `algorithm_unsupported`
 * - issuer: `issuer_matches`, `issuer_microsoft`, `issuer_missing`,
 *   `issuer_mismatch`, `issuer_tenant_mismatch`, `issuer_unknown`
 * - signature: `signature_valid`, `signature_invalid`, `key_not_found`,
 *   `key_unusable`, `key_of_other_issuer`
 * - tenant: `tenant_matches`, `tenant_missing`, `tenant_mismatch`,
 *   `tenant_unknown`
 * - audience: `audience_matches`, `audience_missing`, `audience_mismatch`,
 *   `audience_form_differs`
 * - expiry: `not_expired`, `expired_within_skew`, `expired`, `expiry_missing`,
 *   `expiry_malformed`
 * - not_before: `already_valid`, `not_before_within_skew`, `not_yet_valid`,
 *   `not_before_malformed`
 * - issued: `issued_in_past`, `issued_in_future`, `issued_malformed`
 * - version: `version_consistent`, `version_matches`, `version_mismatch`
 * - scope: `scope_granted`, `scope_missing`, `scope_absent`
 * - role: `role_granted`, `role_missing`, `role_absent`
 * - client: `client_matches`, `client_missing`, `client_mismatch`
 * - subject: `subject_matches`, `subject_mismatch`, `subject_unknown`
 * - skipped, signature: `nonce_in_header`, since nobody but the API can tell
 * - skipped, any: `not_asked`, `not_checked`, `claim_absent`
 */
export type CheckCode =
  | "signed_jwt"
  | "malformed"
  | "encrypted"
  | "opaque"
  | "type_allowed"
  | "type_unexpected"
  | "id_token"
  | "header_plain"
  | "header_key_ignored"
  | "crit_refused"
  | "algorithm_allowed"
  | "algorithm_missing"
  | "algorithm_none"
  | "algorithm_symmetric"
  | "algorithm_unsupported"
  | "issuer_matches"
  | "issuer_microsoft"
  | "issuer_missing"
  | "issuer_mismatch"
  | "issuer_tenant_mismatch"
  | "issuer_unknown"
  | "signature_valid"
  | "signature_invalid"
  | "nonce_in_header"
  | "key_not_found"
  | "key_unusable"
  | "key_of_other_issuer"
  | "tenant_matches"
  | "tenant_missing"
  | "tenant_mismatch"
  | "tenant_unknown"
  | "audience_matches"
  | "audience_missing"
  | "audience_mismatch"
  | "audience_form_differs"
  | "not_expired"
  | "expired_within_skew"
  | "expired"
  | "expiry_missing"
  | "expiry_malformed"
  | "already_valid"
  | "not_before_within_skew"
  | "not_yet_valid"
  | "not_before_malformed"
  | "issued_in_past"
  | "issued_in_future"
  | "issued_malformed"
  | "version_consistent"
  | "version_matches"
  | "version_mismatch"
  | "scope_granted"
  | "scope_missing"
  | "scope_absent"
  | "role_granted"
  | "role_missing"
  | "role_absent"
  | "client_matches"
  | "client_missing"
  | "client_mismatch"
  | "subject_matches"
  | "subject_mismatch"
  | "subject_unknown"
  | "not_asked"
  | "not_checked"
  | "claim_absent";

/** What one check found. */
export interface TokenCheck {
  /** What was checked. */
  readonly check: CheckName;
  /** Whether it is right; `"skipped"` where there was nothing to check by. */
  readonly ok: boolean | "skipped";
  /** What was found, for scripts. */
  readonly code: CheckCode;
  /** One sentence; may hold text of the token, which may be anybody's. */
  readonly message: string;
  /** What can be done about it. */
  readonly hint?: string;
}

/** What a token has to be; what is absent is not asked. */
export interface ExpectedToken {
  /** Whom it is for: identifier URI or application id, one of several where there are several. */
  readonly audience?: string | readonly string[];
  /** Its `iss`, letter for letter. */
  readonly issuer?: string;
  /** The tenant: id, domain, `common`, `organizations` or `consumers`. */
  readonly tenant?: string;
  /** Delegated permissions that it must have, all of them. */
  readonly scopes?: readonly string[];
  /** Application roles that it must have, all of them. */
  readonly roles?: readonly string[];
  /** The client that asked for it, as `azp` or `appid`. */
  readonly client?: string;
  /** Whether it speaks for a user or for an application. */
  readonly subject?: "app" | "user";
  /** Its form. */
  readonly version?: "1.0" | "2.0";
}

/** Keys that the caller has. */
export interface GivenKeys {
  /** Parsed JSON of a JWK set, `{"keys": [...]}`. */
  readonly jwks: unknown;
}

/** Keys that the issuer publishes. */
export interface PublishedKeys {
  /** The network and the time. */
  readonly ports: Pick<Ports, "fetch" | "clock">;
  /**
   * The authority that is trusted. Without it, Microsoft's own hosts are, and
   * the expected issuer.
   */
  readonly authority?: AuthorityOptions;
  /** Keys that were fetched before; give the same map again to fetch less. */
  readonly kept?: SigningKeys;
}

/** How a token is verified. */
export interface VerifyOptions {
  /** Where the keys come from. */
  readonly keys: GivenKeys | PublishedKeys;
  /** The time to go by, milliseconds since the epoch. */
  readonly now: number;
  /** What the token has to be. */
  readonly expected?: ExpectedToken;
  /** Ends the requests for keys. */
  readonly signal?: AbortSignal;
}

/** One check was made. */
export interface CheckEvent {
  /** `"check"`. */
  readonly type: "check";
  /** What it found. */
  readonly check: TokenCheck;
}

/** What became of a token that was verified. */
export interface Verification {
  /** The token taken apart. */
  readonly token: DecodedToken;
  /** Every check, in order. */
  readonly checks: readonly TokenCheck[];
  /** Whether the signature was checked and is right. */
  readonly verified: boolean;
  /**
   * Whether the signature is right and no check failed. That says nothing of
   * what was not asked: an API has to ask for its own audience and for the
   * tenant or the issuer that it trusts.
   */
  readonly valid: boolean;
}
