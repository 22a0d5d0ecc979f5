import { asksForSecondFactor, type ClaimsRequest } from "../claims_request.ts";
import type { UserSeed } from "../world.ts";

/** Whether a password alone is not enough: by the user's registration, or by the claims asked for. */
export function needsSecondFactor(
  user: UserSeed,
  claims: ClaimsRequest,
): boolean {
  return user.mfa === true || asksForSecondFactor(claims);
}

/** How a user has signed in who did all that was asked of them (`amr`). */
export function methodsOf(
  user: UserSeed,
  claims: ClaimsRequest,
): readonly string[] {
  return needsSecondFactor(user, claims) ? ["pwd", "mfa"] : ["pwd"];
}
