import type { Bench } from "./figure.ts";
import { CLIENT_ID, SCOPE, TENANT_ID } from "./local_authority.ts";
import type { Peer } from "./peers.ts";
import { ROOT } from "./product.ts";

const FOLDER = `${ROOT}/.bench/node`;
const AUTHORITY = `https://login.microsoftonline.com/${TENANT_ID}`;
const METADATA = {
  issuer: `${AUTHORITY}/v2.0`,
  token_endpoint: `${AUTHORITY}/oauth2/v2.0/token`,
  authorization_endpoint: `${AUTHORITY}/oauth2/v2.0/authorize`,
  jwks_uri: `${AUTHORITY}/discovery/v2.0/keys`,
};
const TOKEN = "ey-kept.by.msal";

/** What MSAL keeps of an application's token; its editions differ in who has none. */
function cacheText(nobody: "" | null): string {
  const nowS = Math.floor(Date.now() / 1000);
  const environment = nobody === null
    ? "login.microsoftonline.com"
    : "login.windows.net";
  const entry = {
    home_account_id: nobody,
    environment,
    credential_type: "AccessToken",
    client_id: CLIENT_ID,
    realm: TENANT_ID,
    target: SCOPE,
    secret: TOKEN,
    token_type: "Bearer",
    cached_at: String(nowS),
    expires_on: String(nowS + 86_400),
    extended_expires_on: String(nowS + 86_400),
  };
  const key = ["", environment, "accesstoken", CLIENT_ID, TENANT_ID, SCOPE]
    .join("-");
  return JSON.stringify({ AccessToken: { [key]: entry } });
}

const ON_NODE = `
const { readFileSync } = require("node:fs");
const { ConfidentialClientApplication } = require("@azure/msal-node");
const app = new ConfidentialClientApplication({
  auth: {
    clientId: ${JSON.stringify(CLIENT_ID)},
    clientSecret: "not-a-secret",
    authority: ${JSON.stringify(AUTHORITY)},
    authorityMetadata: ${JSON.stringify(JSON.stringify(METADATA))},
    cloudDiscoveryMetadata: JSON.stringify({
      tenant_discovery_endpoint: ${JSON.stringify(AUTHORITY)},
      "api-version": "1.1",
      metadata: [{
        preferred_network: "login.microsoftonline.com",
        preferred_cache: "login.windows.net",
        aliases: ["login.microsoftonline.com", "login.windows.net"],
      }],
    }),
  },
  cache: {
    cachePlugin: {
      beforeCacheAccess: (context) =>
        context.tokenCache.deserialize(readFileSync("cache.json", "utf8")),
      afterCacheAccess: () => {},
    },
  },
});
app.acquireTokenByClientCredential({ scopes: [${JSON.stringify(SCOPE)}] })
  .then(({ accessToken }) => process.stdout.write(accessToken));
`;

const ON_PYTHON = `
import msal
class Http:
    def get(self, url, **kwargs):
        return Answer()
    def post(self, url, **kwargs):
        raise RuntimeError('nothing is kept')
    def close(self):
        pass
class Answer:
    status_code = 200
    headers = {}
    text = '${JSON.stringify(METADATA)}'
    def raise_for_status(self):
        pass
cache = msal.SerializableTokenCache()
cache.deserialize(open("${FOLDER}/cache-python.json").read())
app = msal.ConfidentialClientApplication(
    "${CLIENT_ID}", client_credential="not-a-secret",
    authority="${AUTHORITY}", token_cache=cache, instance_discovery=False,
    http_client=Http())
found = app.acquire_token_silent(["${SCOPE}"], account=None)
print(found["access_token"])
`;

async function run(command: string, args: readonly string[]): Promise<void> {
  await new Deno.Command(command, {
    args: [...args],
    cwd: FOLDER,
    stdout: "null",
    stderr: "null",
  }).output();
}

/**
 * Gets others ready that hand out a token which they have in a file.
 *
 * @returns Them; one that is not installed fails when it is run.
 */
export async function preparePeersThatKeep(
  { folder }: Bench,
): Promise<readonly Peer[]> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const dependencies = { "@azure/msal-node": "7.2.1" };
  const files = {
    "package.json": JSON.stringify({ dependencies }),
    "cache.json": cacheText(""),
    "cache-python.json": cacheText(null),
    "kept.cjs": ON_NODE,
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${FOLDER}/${name}`, text);
  }
  await run(Deno.execPath(), ["install", "--quiet"]);
  return [
    {
      name: "Node, msal-node",
      command: { argv: ["/usr/bin/env", "-C", FOLDER, "node", "kept.cjs"] },
    },
    {
      name: "Python, msal",
      command: { argv: ["/usr/bin/python3", "-c", ON_PYTHON] },
    },
    {
      // Its start alone: a token takes it longer.
      name: "az, start alone",
      command: {
        argv: ["az", "account", "list", "--only-show-errors"],
        env: { AZURE_CONFIG_DIR: `${folder}/az`, AZURE_CORE_NO_COLOR: "1" },
      },
    },
  ];
}
