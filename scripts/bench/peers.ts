import type { Bench } from "./figure.ts";
import type { Authority } from "./local_authority.ts";
import type { Command } from "./process.ts";
import { ROOT } from "./product.ts";

/** Another program that gets the same token. */
export interface Peer {
  readonly name: string;
  readonly command: Command;
}

const ASKED = `
const env = (name: string) => Deno.env.get("BENCH_" + name) ?? "";
const tenant = env("ORIGIN") + "/" + env("TENANT_ID");
`;

/**
 * Programs as text: were they files of the repository, every tool that walks it
 * would take their packages for the product's and lock them with its own.
 */
const ON_DENO: Readonly<Record<string, string>> = {
  "msal-node": `
import { ConfidentialClientApplication } from "npm:@azure/msal-node@7.2.1";
${ASKED}
const app = new ConfidentialClientApplication({
  auth: {
    clientId: env("CLIENT_ID"),
    clientSecret: env("CLIENT_SECRET"),
    authority: tenant,
    knownAuthorities: [new URL(env("ORIGIN")).host],
  },
});
const scopes = [env("SCOPE")];
const result = await app.acquireTokenByClientCredential({ scopes });
console.log(result?.accessToken);
`,
  "azure-identity": `
import { ClientSecretCredential } from "npm:@azure/identity@4.14.1";
${ASKED}
const credential = new ClientSecretCredential(
  env("TENANT_ID"),
  env("CLIENT_ID"),
  env("CLIENT_SECRET"),
  { authorityHost: env("ORIGIN"), disableInstanceDiscovery: true },
);
console.log((await credential.getToken(env("SCOPE"))).token);
`,
  // Without discovery, its fastest way.
  "openid-client": `
import * as client from "npm:openid-client@6.8.9";
${ASKED}
const configuration = new client.Configuration(
  { issuer: tenant + "/v2.0", token_endpoint: tenant + "/oauth2/v2.0/token" },
  env("CLIENT_ID"),
  {},
  client.ClientSecretPost(env("CLIENT_SECRET")),
);
client.allowInsecureRequests(configuration);
const scope = env("SCOPE");
const answer = await client.clientCredentialsGrant(configuration, { scope });
console.log(answer.access_token);
`,
};

const ON_PYTHON = `
import os, msal
env = lambda name: os.environ["BENCH_" + name]
app = msal.ConfidentialClientApplication(
    env("CLIENT_ID"), client_credential=env("CLIENT_SECRET"),
    authority=env("ORIGIN") + "/" + env("TENANT_ID"), instance_discovery=False)
print(app.acquire_token_for_client([env("SCOPE")])["access_token"])
`;

const FOLDER = `${ROOT}/.bench`;
const FLAGS = ["--quiet", "--no-config", `--lock=${FOLDER}/peers.lock`];

/**
 * Gets others ready that do what `get-token` does. One that is not installed
 * fails when it is run.
 *
 * @param bench Where the body of curl's request is kept, and whom to ask.
 */
export async function preparePeers(
  { authority, folder }: Bench,
): Promise<readonly Peer[]> {
  const { env } = authority;
  const scripts = new Map<string, string>();
  for (const [name, text] of Object.entries(ON_DENO)) {
    const path = `${FOLDER}/${name}.ts`;
    await Deno.writeTextFile(path, text);
    scripts.set(name, path);
  }
  // Now, because the runs trust the local authority and nobody else.
  await new Deno.Command(Deno.execPath(), {
    args: ["cache", ...FLAGS, ...scripts.values()],
    stdout: "null",
    stderr: "null",
  }).output();
  return [
    ...[...scripts].map(([name, path]): Peer => ({
      name: `Deno, ${name}`,
      command: {
        argv: [Deno.execPath(), "run", "--allow-all", ...FLAGS, path],
        env,
      },
    })),
    // Debian installs Python's MSAL for this one.
    {
      name: "Python, msal",
      command: { argv: ["/usr/bin/python3", "-c", ON_PYTHON], env },
    },
    { name: "curl", command: await curl(authority, `${folder}/body.txt`) },
  ];
}

/** The secret goes through a file: arguments can be read by everyone. */
async function curl(authority: Authority, body: string): Promise<Command> {
  const { origin, root, env } = authority;
  await Deno.writeTextFile(
    body,
    new URLSearchParams({
      grant_type: "client_credentials",
      client_id: env["BENCH_CLIENT_ID"] ?? "",
      client_secret: env["BENCH_CLIENT_SECRET"] ?? "",
      scope: env["BENCH_SCOPE"] ?? "",
    }).toString(),
  );
  const trust = root === undefined ? [] : ["--cacert", root];
  return {
    argv: [
      "curl",
      ...["--silent", "--fail", ...trust, "--data", `@${body}`],
      `${origin}/${env["BENCH_TENANT_ID"]}/oauth2/v2.0/token`,
    ],
  };
}
