import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import { Secret } from "../../engine/secret.ts";
import type { CredentialFiles } from "../credential_files.ts";
import { requiredVariable } from "./required_variable.ts";

/**
 * An assertion in an environment variable.
 *
 * @param reference The variable's name.
 * @param ports The environment.
 * @returns The source.
 */
export function environmentAssertion(
  { name }: { readonly name: string },
  { environment }: Pick<CredentialFiles, "environment">,
): AssertionSource {
  return ({ signal }) =>
    Promise.try(() => {
      signal?.throwIfAborted();
      const value = requiredVariable(name, {
        environment,
        action: "Cannot read the assertion",
        hint: "Set it to the JWT that the issuer made",
      });
      return new Secret(value);
    });
}
