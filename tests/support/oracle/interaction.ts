import type { IncomingMessage, ServerResponse } from "node:http";
import type { Realm } from "./front.ts";
import { signInPage } from "./pages.ts";
import { userNamed } from "./tenant.ts";

/** The sign-in page of page mode: whoever signs in consents. */
export async function interaction(
  { tenant, provider }: Realm,
  { request, response, fields }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly fields: URLSearchParams;
  },
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const show = (message: string) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(
      signInPage(request.url ?? "", { hint: params.login_hint, message }),
    );
  };
  if (request.method !== "POST") return show("");
  if (fields.get("action") === "cancel") {
    return await provider.interactionFinished(request, response, {
      error: "access_denied",
      error_description: "the user cancelled",
    });
  }
  const user = userNamed(tenant, fields.get("username") ?? "");
  if (user === undefined || user.password !== fields.get("password")) {
    return show("The user name or password is not right");
  }
  await provider.interactionFinished(request, response, {
    login: { accountId: user.oid, amr: ["pwd"] },
  });
}
