import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import type { CredentialFiles } from "../credential_files.ts";
import { fileAssertion, TOKEN_FILE } from "./file.ts";
import { requiredVariable } from "./required_variable.ts";

/**
 * The assertion of a pod's service account, as the webhook of Azure Workload
 * Identity projects it. The webhook also sets `AZURE_CLIENT_ID` and
 * `AZURE_TENANT_ID`, which settings read.
 *
 * @param files The file system and the environment.
 * @returns The source.
 * @see {@link https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html | Azure Workload Identity}
 */
export function kubernetesAssertion(files: CredentialFiles): AssertionSource {
  return async (context) => {
    context.signal?.throwIfAborted();
    const path = requiredVariable(TOKEN_FILE, {
      environment: files.environment,
      action: "Cannot read the assertion of Kubernetes",
      hint:
        'The webhook of Azure Workload Identity sets it: give the pod the label azure.workload.identity/use: "true" and its service account',
    });
    return await fileAssertion({ path }, files)(context);
  };
}
