import type { App, AppContext, Routing } from "../app.ts";
import { readParameters } from "../parameters.ts";
import { answerAppService } from "./app_service.ts";
import { answerArc } from "./arc.ts";
import { answerCloudShell } from "./cloud_shell.ts";
import { answerImds } from "./imds.ts";

/** The routes of the hosts that have managed identities. */
export function identityRoutes(
  app: App,
  { authority, scripted }: Routing,
): void {
  app.get(
    "/metadata/identity/oauth2/token",
    scripted("imds", (context) => answerImds(authority, hostRequest(context))),
  );
  app.get(
    "/arc/metadata/identity/oauth2/token",
    scripted("arc", (context) => answerArc(authority, hostRequest(context))),
  );
  app.get(
    "/msi/token",
    scripted("app_service", (context) =>
      answerAppService(authority, {
        ...hostRequest(context),
        trace: context.get("trace"),
      })),
  );
  app.post(
    "/cloudshell/oauth2/token",
    scripted("cloud_shell", (context) =>
      answerCloudShell(authority, {
        form: readParameters(context.get("body")),
        headers: context.req.raw.headers,
      })),
  );
}

function hostRequest({ req }: AppContext) {
  return {
    query: readParameters(new URL(req.url).search.slice(1)),
    headers: req.raw.headers,
  };
}
