import type { Command } from "./process.ts";
import { ROOT } from "./product.ts";

const FOLDER = `${ROOT}/.bench`;
const FLAGS = ["--quiet", "--no-config", `--lock=${FOLDER}/peers.lock`];

/** As text for the reason that `peers.ts` gives. */
const MSAL = `
import { ConfidentialClientApplication } from "npm:@azure/msal-node@7.2.1";
import { measureLoops } from "${ROOT}/scripts/bench/warm/loop.ts";
const authority = "https://login.microsoftonline.com/" +
  "11111111-2222-4333-8444-555555555555";
const answer = {
  token_type: "Bearer", expires_in: 3599, access_token: "a-token",
};
const network = {
  sendGetRequestAsync: () => Promise.reject(new Error("nothing to get")),
  sendPostRequestAsync: () =>
    Promise.resolve({ headers: {}, body: answer, status: 200 }),
};
const app = new ConfidentialClientApplication({
  auth: {
    clientId: "22222222-3333-4444-8555-666666666666",
    clientSecret: "not-a-secret",
    authority,
    authorityMetadata: JSON.stringify({
      issuer: authority + "/v2.0",
      token_endpoint: authority + "/oauth2/v2.0/token",
      authorization_endpoint: authority + "/oauth2/v2.0/authorize",
      jwks_uri: authority + "/discovery/v2.0/keys",
    }),
    cloudDiscoveryMetadata: JSON.stringify({
      tenant_discovery_endpoint: authority,
      "api-version": "1.1",
      metadata: [{
        preferred_network: "login.microsoftonline.com",
        preferred_cache: "login.windows.net",
        aliases: ["login.microsoftonline.com", "login.windows.net"],
      }],
    }),
  },
  system: { networkClient: network },
});
const asked = { scopes: ["api://bench/.default"] };
const loop = {
  name: "MSAL Node, app token",
  once: () => app.acquireTokenByClientCredential(asked),
};
console.log(JSON.stringify(await measureLoops([loop], Number(Deno.args[0]))));
`;

/**
 * Gets the peer ready that asks for a cached token in one process.
 *
 * @param rounds How many rounds it measures.
 */
export async function prepareWarmPeer(rounds: number): Promise<Command> {
  const path = `${FOLDER}/warm-msal-node.ts`;
  await Deno.writeTextFile(path, MSAL);
  await new Deno.Command(Deno.execPath(), {
    args: ["cache", ...FLAGS, path],
    stdout: "null",
    stderr: "null",
  }).output();
  return {
    argv: [
      ...[Deno.execPath(), "run", "--allow-all", ...FLAGS] as const,
      ...[path, String(rounds)],
    ],
  };
}
