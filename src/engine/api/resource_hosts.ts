/**
 * Calls of APIs: where each API of Microsoft's lives, where a token may go,
 * and how a request gets its token. May import nothing outside the engine.
 *
 * @module
 */
import { isLoopback, isSafeTransport } from "../entra/authority_address.ts";
import { GRAPH, resourceOf, resourceScope } from "../entra/scopes.ts";
import { AuthError } from "../errors.ts";

/** An API whose token names the host itself, because each has its own. */
const ITSELF = "";

/**
 * Hosts and the APIs that answer there; a name that begins with a dot stands
 * for every host that ends so. A host with two APIs stands there twice.
 */
const HOSTS: readonly (readonly [host: string, resource: string])[] = [
  ["graph.microsoft.com", "https://graph.microsoft.com"],
  ["graph.microsoft.us", "https://graph.microsoft.us"],
  ["dod-graph.microsoft.us", "https://dod-graph.microsoft.us"],
  [
    "microsoftgraph.chinacloudapi.cn",
    "https://microsoftgraph.chinacloudapi.cn",
  ],
  ["graph.windows.net", "https://graph.windows.net/"],
  ["management.azure.com", "https://management.azure.com/"],
  [".management.azure.com", "https://management.azure.com/"],
  ["management.core.windows.net", "https://management.azure.com/"],
  ["management.usgovcloudapi.net", "https://management.usgovcloudapi.net/"],
  ["management.chinacloudapi.cn", "https://management.chinacloudapi.cn/"],
  [".vault.azure.net", "https://vault.azure.net"],
  [".vault.usgovcloudapi.net", "https://vault.usgovcloudapi.net"],
  [".vault.azure.cn", "https://vault.azure.cn"],
  [".managedhsm.azure.net", "https://managedhsm.azure.net"],
  ...["blob", "queue", "table", "file", "dfs"].flatMap((service) =>
    ["windows.net", "usgovcloudapi.net", "chinacloudapi.cn"].map((cloud) =>
      [`.${service}.core.${cloud}`, "https://storage.azure.com"] as const
    )
  ),
  [".storage.azure.net", "https://storage.azure.com"],
  ["onelake.dfs.fabric.microsoft.com", "https://storage.azure.com"],
  [".database.windows.net", "https://database.windows.net/"],
  [".database.usgovcloudapi.net", "https://database.usgovcloudapi.net/"],
  [".database.chinacloudapi.cn", "https://database.chinacloudapi.cn/"],
  ["dev.azure.com", "499b84ac-1321-427f-aa17-267ca6975798"],
  [".dev.azure.com", "499b84ac-1321-427f-aa17-267ca6975798"],
  [".visualstudio.com", "499b84ac-1321-427f-aa17-267ca6975798"],
  ["outlook.office365.com", "https://outlook.office365.com/"],
  ["outlook.office.com", "https://outlook.office365.com/"],
  [".sharepoint.com", ITSELF],
  [".sharepoint.us", ITSELF],
  [".sharepoint.cn", ITSELF],
  ["manage.office.com", "https://manage.office.com"],
  ["api.yammer.com", "https://api.yammer.com"],
  ["api.powerbi.com", "https://analysis.windows.net/powerbi/api"],
  ["api.fabric.microsoft.com", "https://api.fabric.microsoft.com"],
  ["api.powerplatform.com", "https://api.powerplatform.com"],
  [".dynamics.com", ITSELF],
  [".azuredatabricks.net", "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d"],
  [".servicebus.windows.net", "https://eventhubs.azure.net"],
  [".servicebus.windows.net", "https://servicebus.azure.net"],
  ["api.loganalytics.io", "https://api.loganalytics.io"],
  [".api.loganalytics.io", "https://api.loganalytics.io"],
  ["api.loganalytics.azure.com", "https://api.loganalytics.io"],
  ["api.loganalytics.us", "https://api.loganalytics.us"],
  ["api.loganalytics.azure.cn", "https://api.loganalytics.azure.cn"],
  ["api.applicationinsights.io", "https://api.applicationinsights.io"],
  ["api.applicationinsights.us", "https://api.applicationinsights.us"],
  [
    "api.applicationinsights.azure.cn",
    "https://api.applicationinsights.azure.cn",
  ],
  [".metrics.monitor.azure.com", "https://metrics.monitor.azure.com"],
  [".ingest.monitor.azure.com", "https://monitor.azure.com"],
  [".kusto.windows.net", ITSELF],
  [".digitaltwins.azure.net", "https://digitaltwins.azure.net"],
  [".purview.azure.com", "https://purview.azure.net"],
  [".cognitiveservices.azure.com", "https://cognitiveservices.azure.com"],
  [".openai.azure.com", "https://cognitiveservices.azure.com"],
  [".services.ai.azure.com", "https://ai.azure.com"],
  [".services.ai.azure.com", "https://cognitiveservices.azure.com"],
  [".azconfig.io", "https://azconfig.io"],
  [".azurecr.io", "https://containerregistry.azure.net"],
  [".dev.azuresynapse.net", "https://dev.azuresynapse.net"],
  [".search.windows.net", "https://search.azure.com"],
  [".batch.azure.com", "https://batch.core.windows.net/"],
  [".azuredatalakestore.net", "https://datalake.azure.net/"],
  [".azure-devices.net", "https://iothubs.azure.net"],
  [
    ".azure-devices-provisioning.net",
    "https://azure-devices-provisioning.net",
  ],
  [".communication.azure.com", "https://communication.azure.com/"],
  [".service.signalr.net", "https://signalr.azure.com"],
  [".attest.azure.net", "https://attest.azure.net"],
  [".quantum.azure.com", "https://quantum.microsoft.com"],
  [
    "api.securitycenter.microsoft.com",
    "https://api.securitycenter.microsoft.com",
  ],
  ["api.security.microsoft.com", "https://api.security.microsoft.com"],
];

/** Names of one API: tokens of Graph are bound to their cloud by who issues them. */
const SAME: readonly (readonly string[])[] = [
  [
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
    "00000003-0000-0000-c000-000000000000",
  ],
  [
    "https://management.azure.com",
    "https://management.core.windows.net",
    "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  ],
  [
    "https://vault.azure.net",
    "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
  ],
  [
    "https://storage.azure.com",
    "https://storage.core.windows.net",
    "e406a681-f3d4-42a8-90b6-c2b029497af1",
  ],
  ["https://outlook.office365.com", "https://outlook.office.com"],
];

function withoutSlash(name: string): string {
  return name.replace(/\/+$/, "").toLowerCase();
}

function namesOf(resource: string): readonly string[] {
  const name = withoutSlash(resource);
  return SAME.find((names) => names.includes(name)) ?? [name];
}

/** A name at the end would not do: `evilgraph.microsoft.com` is no part of it. */
function isAt(hostname: string, host: string): boolean {
  return host.startsWith(".") ? hostname.endsWith(host) : hostname === host;
}

/**
 * Tells which of Microsoft's APIs answer at an address.
 *
 * @param url The address.
 * @returns Their identifiers; none where that is not known.
 */
export function resourcesAt(url: URL): readonly string[] {
  // A final dot names the same host, and a port may be anybody's.
  const hostname = url.hostname.replace(/\.$/, "");
  if (url.protocol !== "https:" || url.port !== "") return [];
  return HOSTS.filter(([host]) => isAt(hostname, host))
    .map(([, resource]) => resource === ITSELF ? url.origin : resource);
}

/**
 * Tells whether an API answers at an address.
 *
 * @param resource The API's identifier, as in a scope.
 * @param url The address.
 * @returns `unknown` for an API that is not Microsoft's and whose identifier is
 * not the address itself.
 */
export function answersAt(
  resource: string,
  url: URL,
): "yes" | "no" | "unknown" {
  const names = namesOf(resource);
  const isNamed = (other: string) => names.includes(withoutSlash(other));
  const here = resourcesAt(url);
  if (here.length > 0) return here.some(isNamed) ? "yes" : "no";
  if (HOSTS.some(([, other]) => other !== ITSELF && isNamed(other))) {
    return "no";
  }
  return URL.parse(resource)?.origin === url.origin ? "yes" : "unknown";
}

/** What a token is for, and where else it may go. */
export interface Destination {
  /** The scopes of the token. */
  readonly scopes: readonly string[];
  /** Origins where it may go whatever its API is. */
  readonly origins?: readonly string[];
}

/**
 * Tells whether an address says who calls, which would take the token's place.
 *
 * @param url The address.
 * @returns Whether there is a user name or a password in it.
 */
export function hasUserName({ username, password }: URL): boolean {
  return username !== "" || password !== "";
}

/**
 * Checks an address that anything with a token may be sent to.
 *
 * @param url The address.
 * @throws {AuthError} `invalid_parameter` if it is neither https nor on this
 * machine, or holds a user name.
 */
export function checkTransport(url: URL): void {
  if (hasUserName(url)) {
    throw new AuthError(
      "invalid_parameter",
      `Cannot call "${url.host}" with a user name in the address`,
      { hint: "The token says who calls; leave the user name out" },
    );
  }
  if (isSafeTransport(url)) return;
  throw new AuthError(
    "invalid_parameter",
    `Cannot send a token to "${url.host}": the address is not https`,
    { hint: "Write the address with https; http is for this machine alone" },
  );
}

/**
 * Checks that a token may be sent to an address: whoever gets it can use it
 * until it ends.
 *
 * @param url The address.
 * @param destination What the token is for, and where else it may go.
 * @throws {AuthError} `invalid_parameter` if its API does not answer there.
 */
export function checkDestination(
  url: URL,
  { scopes, origins = [] }: Destination,
): void {
  checkTransport(url);
  if (origins.includes(url.origin)) return;
  const resources = new Set(
    scopes.map(resourceOf).filter((each) => each !== undefined),
  );
  // Whoever asks for no API gets a token of Graph.
  if (resources.size === 0) resources.add(GRAPH);
  for (const resource of resources) {
    if (answersAt(resource, url) === "yes") continue;
    throw new AuthError(
      "invalid_parameter",
      `Cannot send a token for "${resource}" to "${url.host}": it does not belong there`,
      {
        hint: isLoopback(url.hostname)
          ? "Name this address as one of the token's origins if it is meant"
          : "Ask for the scope of the API at this address, or name the address as one of the token's origins",
      },
    );
  }
}

/**
 * Tells how the APIs of scopes and an address go together: by the worst of
 * them, since the token is for all.
 *
 * @param scopes The scopes.
 * @param url The address.
 * @returns `no` also where the scopes are about no API.
 */
export function scopesAnswerAt(
  scopes: readonly string[],
  url: URL,
): "yes" | "no" | "unknown" {
  const found = scopes.map(resourceOf).filter((each) => each !== undefined)
    .map((resource) => answersAt(resource, url));
  if (found.length === 0 || found.includes("no")) return "no";
  return found.includes("unknown") ? "unknown" : "yes";
}

/**
 * Tells the scope of the API at an address.
 *
 * @param url The address.
 * @returns `<resource>/.default`.
 * @throws {AuthError} `invalid_scope` if it is not known, or one of several.
 */
export function scopeAt(url: URL): string {
  const [resource, other] = resourcesAt(url);
  if (resource !== undefined && other === undefined) {
    return resourceScope(resource);
  }
  throw new AuthError(
    "invalid_scope",
    resource === undefined
      ? `Cannot tell which API answers at "${url.host}"`
      : `Cannot tell which API answers at "${url.host}": "${resource}" or "${other}"`,
    { hint: "Name the scope of the token" },
  );
}
