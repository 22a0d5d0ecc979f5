import { AuthError } from "../errors.ts";
import { type IdTokenExpectation, verifyIdToken } from "./id_token.ts";
import type { ReadUser } from "./redeem.ts";

/** What an answer has to say of the user. */
export interface UserExpectation extends IdTokenExpectation {
  /** Whether an answer without an ID token is wrong. */
  readonly required?: boolean;
}

/**
 * Makes the judge of the user that an answer tells of. Flows without a user
 * import nothing of it, because verifying a signature takes many modules.
 *
 * @param expected What must fit.
 * @returns Reads the answer's ID token.
 */
export function expectUser(expected: UserExpectation = {}): ReadUser {
  return async (text, talk) => {
    if (typeof text === "string") {
      return await verifyIdToken(text, talk, expected);
    }
    if (text === undefined && !expected.required) return undefined;
    throw new AuthError(
      "id_token_invalid",
      "Cannot accept the answer: there is no ID token in it",
      { hint: "Check that the authority speaks OpenID Connect" },
    );
  };
}
