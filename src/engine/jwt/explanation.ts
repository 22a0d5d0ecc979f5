/** A JWT taken apart; nothing about it is verified. */
export interface DecodedToken {
  /** JOSE header, empty when it cannot be read. */
  readonly header: Readonly<Record<string, unknown>>;
  /** Claims, empty when they cannot be read (an encrypted or opaque token). */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Signature as base64url text, empty when there is none. */
  readonly signature: string;
  /** What kind of text it was. */
  readonly kind: "jws" | "jwe" | "opaque";
  /** Where reading stopped and why, one sentence each; empty when all was read. */
  readonly problems: readonly string[];
}

/** The groups in which claims are shown, in this order. */
export type ClaimGroup =
  | "who"
  | "what it may do"
  | "for whom"
  | "how long"
  | "technical";

/** One claim, explained. */
export interface ExplainedClaim {
  /** Its name in the token. */
  readonly name: string;
  /** Its value as the token has it. */
  readonly value: unknown;
  /** Its value in words where that helps: a time, a known name. */
  readonly text?: string;
  /** What the claim means; absent when it is not known. */
  readonly meaning?: string;
  /** The meaning is believed, not confirmed. */
  readonly unconfirmed?: boolean;
  /** Where it belongs. */
  readonly group: ClaimGroup;
}

/** Something a reader should know about a token. */
export interface TokenWarning {
  /** Stable code, for scripts. */
  readonly code:
    | "expired"
    | "not_yet_valid"
    | "alg_none"
    | "encrypted"
    | "opaque"
    | "damaged"
    | "microsoft_api"
    | "groups_overage"
    | "long_lived"
    | "unusual_header";
  /** One sentence. */
  readonly message: string;
}

/** A token in words. */
export interface Explanation {
  /** The token taken apart. */
  readonly token: DecodedToken;
  /** Whose it is: one sentence such as `User ada@contoso.com in tenant …`. */
  readonly summary: string;
  /** `user` for delegated tokens, `app` for application ones, `unknown` otherwise. */
  readonly subject: "user" | "app" | "unknown";
  /** Every claim of the payload, grouped and ordered. */
  readonly claims: readonly ExplainedClaim[];
  /** What a reader should know. */
  readonly warnings: readonly TokenWarning[];
  /** Milliseconds until expiry, negative afterwards; absent without `exp`. */
  readonly expiresInMs?: number;
  /** Always false: reading is not verifying. */
  readonly verified: false;
}
