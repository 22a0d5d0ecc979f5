import type { TokenDiff } from "../../engine/jwt/diff_result.ts";
import type { Rejection } from "../../engine/jwt/reject.ts";
import type {
  TokenCheck,
  Verification,
} from "../../engine/jwt/verify_result.ts";
import type { Secret } from "../../engine/secret.ts";
import type { TargetWish } from "../state/check.ts";

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
   * Tells why an API would reject a token; nobody is asked.
   *
   * @param token The token.
   * @param target The API, and what it asks for.
   * @returns The reasons, and every check.
   * @throws {AuthError} If there is no such API.
   */
  reject(token: Secret, target: TargetWish): Promise<Rejection>;
  /**
   * Compares two tokens.
   *
   * @param first The one.
   * @param second The other.
   * @returns What differs.
   */
  compare(first: Secret, second: Secret): Promise<TokenDiff>;
}
