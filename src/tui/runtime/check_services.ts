import type { TokenDiff } from "../../engine/jwt/diff_result.ts";
import type {
  TokenCheck,
  Verification,
} from "../../engine/jwt/verify_result.ts";
import type { Secret } from "../../engine/secret.ts";

/** How a token is verified. */
export interface CheckRequest {
  /** Whose authority is trusted; without it Microsoft's hosts are. */
  readonly profile?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Looks closer at tokens. */
export interface TokenChecks {
  /**
   * Verifies a token.
   *
   * @param token The token.
   * @param request Whose it is.
   * @returns Each check when it is made, then all of it.
   * @throws {AuthError} If the keys cannot be had.
   */
  verify(
    token: Secret,
    request: CheckRequest,
  ): AsyncGenerator<TokenCheck, Verification>;
  /**
   * Compares two tokens.
   *
   * @param first The one.
   * @param second The other.
   * @returns What differs.
   */
  compare(first: Secret, second: Secret): Promise<TokenDiff>;
}
