import type { Authority } from "../authority.ts";
import { signExternalAssertion } from "./issuer.ts";

/** Stands for `SYSTEM_ACCESSTOKEN`. Made up, as all secrets of the sandbox. */
export const PIPELINES_ACCESS_TOKEN = "sandbox-system-access-token";
export const PIPELINES_CONNECTION = "5f2d8c14-9b3e-4a76-8e01-d7c6a9f04b25";
export const PIPELINES_SUBJECT = "sc://contoso/orders/sandbox";

/**
 * The endpoint that `SYSTEM_OIDCREQUESTURI` names.
 *
 * @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
 */
export async function answerAzurePipelines(
  authority: Authority,
  { authorization, suppressed, apiVersion, connection }: {
    authorization: string | undefined;
    /** `X-TFS-FedAuthRedirect: Suppress`: the caller is a program and wants no sign-in page. */
    suppressed: boolean;
    apiVersion: string | undefined;
    connection: string | undefined;
  },
): Promise<Response> {
  const headers = { "x-vss-e2eid": crypto.randomUUID() };
  if (authorization?.replace(/^bearer /i, "") !== PIPELINES_ACCESS_TOKEN) {
    return suppressed
      ? failure(401, { message: "The access token is not valid.", headers })
      : new Response(null, {
        status: 302,
        headers: { ...headers, location: `${authority.origin}/` },
      });
  }
  if (apiVersion === undefined) {
    return failure(400, { message: "No api-version was supplied.", headers });
  }
  if (connection?.toLowerCase() !== PIPELINES_CONNECTION) {
    return failure(404, {
      message: `No service connection has the id '${connection ?? ""}'.`,
      headers,
    });
  }
  const oidcToken = await signExternalAssertion(authority, {
    subject: PIPELINES_SUBJECT,
  });
  return Response.json({ oidcToken }, { headers });
}

function failure(
  status: number,
  { message, headers }: { message: string; headers: Record<string, string> },
): Response {
  return Response.json({ message }, { status, headers });
}
