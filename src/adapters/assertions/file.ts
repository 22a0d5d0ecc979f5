import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import { Secret } from "../../engine/secret.ts";
import {
  type CredentialFiles,
  credentialText,
  readCredentialFile,
} from "../credential_files.ts";
import { requiredVariable } from "./required_variable.ts";

/** Names the file in which the platform keeps a fresh assertion. */
export const TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";

/**
 * An assertion in a file. It is read on every use, because what writes it
 * replaces it before it expires.
 *
 * @param reference Its path; by default the one that `AZURE_FEDERATED_TOKEN_FILE` names.
 * @param files The file system and the environment.
 * @returns The source.
 */
export function fileAssertion(
  reference: { readonly path?: string },
  files: CredentialFiles,
): AssertionSource {
  return async ({ signal }) => {
    signal?.throwIfAborted();
    const path = reference.path ?? requiredVariable(TOKEN_FILE, {
      environment: files.environment,
      action: "Cannot read the assertion: no file is named",
      hint: `Name the file, or set ${TOKEN_FILE} to its path`,
    });
    const what = "the assertion";
    const bytes = await readCredentialFile({ path, what, signal }, files);
    signal?.throwIfAborted();
    return new Secret(credentialText(bytes).trim());
  };
}
