import { html } from "hono/html";
import type { Authority } from "./authority.ts";
import { page } from "./pages/layout.ts";
import { optional, readParameters } from "./parameters.ts";
import { redirectPlatform } from "./redirect_uris.ts";
import type { Session } from "./store.ts";

/** Ends the browser's session. Refresh tokens stay, as they do at Entra. */
export async function logout(
  { directory }: Authority,
  { tenant, query, session }: {
    tenant: string;
    query: string;
    session: Session;
  },
): Promise<Response> {
  directory.tenantPath(tenant);
  const parameters = readParameters(query);
  session.users.clear();
  const target = optional(parameters, "post_logout_redirect_uri");
  const known = target !== undefined &&
    directory.world.clients.some((client) =>
      redirectPlatform(client, target) !== undefined
    );
  if (!known) {
    return await page({
      title: "Signed out",
      body: html`
        <h1>You signed out</h1>
        <p>This browser's sandbox session has ended. You can close this tab.</p>
      `,
    });
  }
  const url = new URL(target);
  const state = optional(parameters, "state");
  if (state !== undefined) url.searchParams.set("state", state);
  return new Response(null, { status: 302, headers: { location: url.href } });
}
