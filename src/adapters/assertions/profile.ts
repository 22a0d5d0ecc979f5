import { AuthError } from "../../engine/errors.ts";
import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import type { AssertionPorts } from "./mod.ts";
import { TOKEN_EXCHANGE } from "./token_service.ts";

/**
 * The token of another profile as an assertion: a managed identity's, or one
 * of an issuer that is not Entra.
 *
 * @param reference The profile, and whom its token is for.
 * @param ports What gets the token of a profile.
 * @returns The source.
 */
export function profileAssertion(
  reference: { readonly profile: string; readonly audience?: string },
  ports: Pick<AssertionPorts, "profileAssertion">,
): AssertionSource {
  return async ({ audience = reference.audience, signal }) => {
    signal?.throwIfAborted();
    if (ports.profileAssertion === undefined) {
      throw new AuthError(
        "missing_credential",
        `Cannot get the assertion of the profile "${reference.profile}": there are no profiles here`,
        { hint: "Take the assertion from a file, a variable or a command" },
      );
    }
    return await ports.profileAssertion(reference.profile, {
      audience: audience ?? TOKEN_EXCHANGE,
      ...(signal ? { signal } : {}),
    });
  };
}
