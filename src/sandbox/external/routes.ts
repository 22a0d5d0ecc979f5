import type { App, AppContext, Routing } from "../app.ts";
import { document } from "../json_answer.ts";
import { answerAzurePipelines } from "./azure_pipelines.ts";
import { answerGitHubActions } from "./github_actions.ts";
import { externalKeys, externalMetadata } from "./issuer.ts";

/** The routes of the external issuer and of the endpoints that hand out its assertions. */
export function externalRoutes(
  app: App,
  { authority, scripted }: Routing,
): void {
  app.get(
    "/external/.well-known/openid-configuration",
    scripted("external", () => document(externalMetadata(authority))),
  );
  app.get(
    "/external/.well-known/jwks",
    scripted("external", () => document({ ...externalKeys() })),
  );
  app.get(
    "/external/github/token",
    scripted("github_actions", (context) =>
      answerGitHubActions(authority, {
        authorization: context.req.header("authorization"),
        audience: context.req.query("audience"),
      })),
  );
  app.post(
    "/external/pipelines/oidctoken",
    scripted(
      "azure_pipelines",
      (context) => answerAzurePipelines(authority, pipelinesRequest(context)),
    ),
  );
}

function pipelinesRequest({ req }: AppContext) {
  return {
    authorization: req.header("authorization"),
    suppressed: req.header("x-tfs-fedauthredirect") === "Suppress",
    apiVersion: req.query("api-version"),
    connection: req.query("serviceConnectionId"),
  };
}
