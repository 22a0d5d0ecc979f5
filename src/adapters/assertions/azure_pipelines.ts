import { AuthError } from "../../engine/errors.ts";
import type { AssertionSource } from "../../engine/protocol/assertion.ts";
import type { AssertionPorts } from "./mod.ts";
import { requiredVariable } from "./required_variable.ts";
import {
  askTokenService,
  jobAuthorization,
  tokenServiceUrl,
} from "./token_service.ts";

const ACTION = "Cannot get the assertion of Azure Pipelines";
const URL_VARIABLE = "SYSTEM_OIDCREQUESTURI";
const TOKEN_VARIABLE = "SYSTEM_ACCESSTOKEN";
/** Set by the tasks AzureCLI@2 and AzurePowerShell@5. */
const CONNECTION_VARIABLE = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";
const HINT =
  "Run it in a job of Azure Pipelines, and map the token: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)";

function connectionOf(
  given: string | undefined,
  environment: (name: string) => string | undefined,
): string {
  const id = given ?? environment(CONNECTION_VARIABLE);
  if (id) return id;
  throw new AuthError(
    "missing_credential",
    `${ACTION}: the service connection is not named`,
    {
      hint:
        "Give its id, the resourceId in the address of its page in the project's settings",
    },
  );
}

/**
 * The identity of a service connection in an Azure Pipelines job.
 *
 * @param reference Id of the service connection; by default the one of the task.
 * @param ports The network and the environment.
 * @returns The source.
 * @see {@link https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create | Create an OIDC token}
 */
export function azurePipelinesAssertion(
  reference: { readonly serviceConnectionId?: string },
  { environment, fetch }: Pick<AssertionPorts, "environment" | "fetch">,
): AssertionSource {
  return async ({ signal }) => {
    signal?.throwIfAborted();
    const read = (name: string) =>
      requiredVariable(name, { environment, action: ACTION, hint: HINT });
    const url = tokenServiceUrl(read(URL_VARIABLE), {
      action: ACTION,
      variable: URL_VARIABLE,
    });
    const id = connectionOf(reference.serviceConnectionId, environment);
    url.searchParams.set("api-version", "7.1");
    url.searchParams.set("serviceConnectionId", id);
    const request = new Request(url, {
      method: "POST",
      headers: {
        authorization: jobAuthorization(read(TOKEN_VARIABLE), {
          action: ACTION,
          variable: TOKEN_VARIABLE,
        }),
        "content-type": "application/json",
        // Without it a refusal is a redirect to a sign-in page.
        "x-tfs-fedauthredirect": "Suppress",
      },
      redirect: "manual",
      ...(signal ? { signal } : {}),
    });
    return await askTokenService(
      { action: ACTION, request, member: "oidcToken", hint: HINT },
      fetch,
    );
  };
}
