import { AuthError } from "../errors.ts";
import type { ManagedIdentityHost } from "../ports/mod.ts";

/** A user-assigned identity; the machine's own is meant where none is named. */
export interface ManagedIdentityId {
  /** What the id is. */
  readonly type: "client-id" | "object-id" | "resource-id";
  /** The id. */
  readonly id: string;
}

/** What is asked of the machine. */
export interface ManagedIdentityQuestion {
  /** The API, as version 1 names it. */
  readonly resource: string;
  /** Whose token it is to be. */
  readonly identity: ManagedIdentityId | undefined;
}

/** Where the machine hands out tokens of its identity. */
export interface ManagedIdentitySource {
  /** Tells the sources apart; they fail and recover differently. */
  readonly name:
    | "app-service"
    | "machine-learning"
    | "cloud-shell"
    | "arc"
    | "imds";
  /** As people know it. */
  readonly title: string;
  /** `POST` sends the question as a form, `GET` as a query. */
  readonly method: "GET" | "POST";
  /** The address without the question. */
  readonly endpoint: string;
  /** What proves that the request is made on the machine. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parameters that every question has. */
  readonly parameters: Readonly<Record<string, string>>;
  /** How each kind of id is named; a kind that is missing cannot be asked for. */
  readonly selectors: Readonly<
    Partial<Record<ManagedIdentityId["type"], string>>
  >;
}

const IMDS_HOST = "http://169.254.169.254";
const TOKEN_PATH = "/metadata/identity/oauth2/token";
const METADATA = { metadata: "true" };

function checkedEndpoint(text: string, variable: string): string {
  const url = URL.parse(text);
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (url !== null && isWeb && url.username === "" && url.password === "") {
    return url.href;
  }
  throw new AuthError(
    "managed_identity_unavailable",
    `Cannot ask for the managed identity: ${variable} is no web address`,
    { hint: "Azure sets this variable; leave it as it was or remove it" },
  );
}

/**
 * Tells whether a secret can be sent in a header: as it was given, and nothing
 * beside it.
 *
 * @param text The secret.
 * @returns Whether it is printable ASCII.
 */
export function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}

function checkedSecret(text: string, variable: string): string {
  // Whoever writes a variable may leave a line's end in it.
  const secret = text.trim();
  if (isHeaderText(secret)) return secret;
  throw new AuthError(
    "managed_identity_unavailable",
    `Cannot ask for the managed identity: ${variable} has characters that cannot be sent`,
    { hint: "Azure sets this variable; leave it as it was or remove it" },
  );
}

function appService(endpoint: string, header: string): ManagedIdentitySource {
  return {
    name: "app-service",
    title: "App Service",
    method: "GET",
    endpoint: checkedEndpoint(endpoint, "IDENTITY_ENDPOINT"),
    headers: { "x-identity-header": checkedSecret(header, "IDENTITY_HEADER") },
    parameters: { "api-version": "2019-08-01" },
    selectors: {
      "client-id": "client_id",
      "object-id": "principal_id",
      "resource-id": "mi_res_id",
    },
  };
}

function machineLearning(
  endpoint: string,
  secret: string,
): ManagedIdentitySource {
  return {
    name: "machine-learning",
    title: "Machine Learning",
    method: "GET",
    endpoint: checkedEndpoint(endpoint, "MSI_ENDPOINT"),
    headers: { ...METADATA, secret: checkedSecret(secret, "MSI_SECRET") },
    parameters: { "api-version": "2017-09-01" },
    selectors: { "client-id": "clientid" },
  };
}

function cloudShell(endpoint: string): ManagedIdentitySource {
  return {
    name: "cloud-shell",
    title: "Cloud Shell",
    method: "POST",
    endpoint: checkedEndpoint(endpoint, "MSI_ENDPOINT"),
    headers: METADATA,
    parameters: {},
    selectors: {},
  };
}

function arc(endpoint: string): ManagedIdentitySource {
  return {
    name: "arc",
    title: "Azure Arc",
    method: "GET",
    endpoint: checkedEndpoint(endpoint, "IDENTITY_ENDPOINT"),
    headers: METADATA,
    parameters: { "api-version": "2020-06-01" },
    selectors: {},
  };
}

function imds(host: string): ManagedIdentitySource {
  const base = checkedEndpoint(host, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
  return {
    name: "imds",
    title: "the instance metadata service",
    method: "GET",
    endpoint: new URL(TOKEN_PATH, base).href,
    headers: METADATA,
    parameters: { "api-version": "2018-02-01" },
    selectors: {
      "client-id": "client_id",
      "object-id": "object_id",
      "resource-id": "msi_res_id",
    },
  };
}

/**
 * Finds out where this machine hands out tokens, in the order in which Azure's
 * own libraries look.
 *
 * @param host What the machine tells of itself.
 * @returns The source; the instance metadata service when nothing else is there.
 * @throws {AuthError} `managed_identity_unavailable` if what the machine tells cannot be used.
 * @see {@link https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview | Managed identities}
 */
export async function findIdentitySource(
  host: ManagedIdentityHost,
): Promise<ManagedIdentitySource> {
  const read = (name: string) => host.variable(name) || undefined;
  const identity = read("IDENTITY_ENDPOINT");
  const header = read("IDENTITY_HEADER");
  const msi = read("MSI_ENDPOINT");
  const secret = read("MSI_SECRET");
  if (identity && header && read("IDENTITY_SERVER_THUMBPRINT")) {
    throw new AuthError(
      "managed_identity_unavailable",
      "Cannot ask for the managed identity of Service Fabric: its certificate cannot be checked here",
      { hint: "Use a client certificate or a federated assertion instead" },
    );
  }
  if (identity && header) return appService(identity, header);
  if (msi && secret) return machineLearning(msi, secret);
  if (msi) return cloudShell(msi);
  if (identity && read("IMDS_ENDPOINT")) return arc(identity);
  if (await host.hasArcAgent()) {
    return arc(`http://127.0.0.1:40342${TOKEN_PATH}`);
  }
  return imds(read("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? IMDS_HOST);
}

/**
 * Writes the question to a source.
 *
 * @param source The source.
 * @param question The API, and whose token it is to be.
 * @returns The parameters of the query or form.
 * @throws {AuthError} `invalid_parameter` if the source knows no such identity.
 */
export function identityParameters(
  source: ManagedIdentitySource,
  { resource, identity }: ManagedIdentityQuestion,
): URLSearchParams {
  const parameters = new URLSearchParams({ ...source.parameters, resource });
  if (identity === undefined) return parameters;
  const selector = source.selectors[identity.type];
  if (selector === undefined) {
    const kinds = Object.keys(source.selectors);
    throw new AuthError(
      "invalid_parameter",
      `Cannot choose an identity by its ${identity.type}: ${source.title} does not offer it`,
      {
        hint: kinds.length === 0
          ? "Leave it out: there is one identity only"
          : `Name it by its ${kinds.join(" or ")}`,
      },
    );
  }
  parameters.set(selector, identity.id);
  return parameters;
}

/**
 * Checks where the agent of Azure Arc says that its challenge lies, so that
 * nobody who answers in its place makes this program read and send another file.
 *
 * @param challenge The `realm` of its answer.
 * @param folder The agent's own folder.
 * @returns The path.
 * @throws {AuthError} `managed_identity_unavailable` if it is not one of the agent's keys.
 * @see {@link https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication | Authenticate with Azure Arc}
 */
export function checkArcKeyPath(
  challenge: string | undefined,
  folder: string,
): string {
  const fold = (text: string) =>
    folder.includes("\\") ? text.toLowerCase() : text;
  const path = challenge ?? "";
  const isInside = fold(path).startsWith(fold(folder));
  if (isInside && /^[\w-]{1,128}\.key$/.test(path.slice(folder.length))) {
    return path;
  }
  throw new AuthError(
    "managed_identity_unavailable",
    "Cannot answer the challenge of Azure Arc: it does not point to one of the agent's keys",
    {
      hint:
        "Check that the Azure Connected Machine agent answers at its address",
    },
  );
}
