import {
  PIPELINES_ACCESS_TOKEN,
  PIPELINES_CONNECTION,
} from "./external/azure_pipelines.ts";
import { ACTIONS_REQUEST_TOKEN } from "./external/github_actions.ts";
import { externalIssuer } from "./external/issuer.ts";
import type { SandboxHandler } from "./handler.ts";
import { IDENTITY_HEADER } from "./identity/app_service.ts";
import type { ClientSeed } from "./world.ts";

/** A certificate as the ready line shows it. It protects nothing. */
export interface ReadyCertificate {
  /** base64url of the SHA-256 of the certificate, as `x5t#S256` has it. */
  readonly thumbprint_sha256?: string;
  /** The certificate as PEM. */
  readonly certificate_pem: string;
  /** Its private key as PEM. */
  readonly private_key_pem: string;
}

/** Where a program finds the copies of the hosts that have managed identities. */
export interface ReadyManagedIdentity {
  /** The metadata service, in place of `http://169.254.169.254`. */
  readonly imds_endpoint: string;
  /** `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` of App Service. */
  readonly app_service: { readonly endpoint: string; readonly header: string };
  /** `IDENTITY_ENDPOINT` and `IMDS_ENDPOINT` of Azure Arc, and the file that the agent asks for. */
  readonly arc: {
    readonly endpoint: string;
    readonly imds_endpoint: string;
    readonly key_path: string;
    readonly key_content: string;
  };
  /** `MSI_ENDPOINT` of Cloud Shell. */
  readonly cloud_shell: { readonly endpoint: string };
  /** The identities of the host. */
  readonly identities: readonly {
    readonly client_id: string;
    readonly object_id: string;
    readonly resource_id: string;
    readonly system_assigned: boolean;
  }[];
}

/** Where a program gets assertions for federated credentials. */
export interface ReadyWorkloadIdentity {
  /** The issuer of the assertions. */
  readonly issuer: string;
  /** What `ACTIONS_ID_TOKEN_REQUEST_URL` and `ACTIONS_ID_TOKEN_REQUEST_TOKEN` are on a build machine of GitHub. */
  readonly github_actions: {
    readonly request_url: string;
    readonly request_token: string;
  };
  /** What `SYSTEM_OIDCREQUESTURI`, `SYSTEM_ACCESSTOKEN` and the service connection are in Azure Pipelines. */
  readonly azure_pipelines: {
    readonly request_uri: string;
    readonly access_token: string;
    readonly service_connection_id: string;
  };
}

/** A client as the ready line shows it. */
export interface ReadyClient {
  /** Application (client) id. */
  readonly client_id: string;
  /** Display name. */
  readonly name: string;
  /** Tenant of the registration. */
  readonly tenant_id: string;
  /** Whether it holds a credential. */
  readonly type: "public" | "confidential";
  /** A made-up secret, for confidential clients. */
  readonly client_secret?: string;
  /** A certificate and its key, both public, for confidential clients that have one. */
  readonly certificate?: ReadyCertificate;
  /** Registered redirect URIs, of every platform. */
  readonly redirect_uris: readonly string[];
}

/** The one line of JSON that tells where the sandbox is and who is in it. */
export interface ReadyLine {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The first tenant's authority. */
  readonly authority: string;
  /** Tenants, the first being the authority's. */
  readonly tenants: readonly { readonly id: string; readonly domain: string }[];
  /** Applications that can ask for tokens. */
  readonly clients: readonly ReadyClient[];
  /** People who can sign in, with made-up passwords. */
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly oid: string;
    readonly tenant_id: string;
  }[];
  /** APIs that tokens can be for. */
  readonly apis: readonly {
    readonly id: string;
    readonly uri: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
  }[];
  /** The sample API that the sandbox serves itself. */
  readonly sample_api: string;
  /** Copies of the hosts that have managed identities. */
  readonly managed_identity: ReadyManagedIdentity;
  /** Copies of the places that hand out assertions. */
  readonly workload_identity: ReadyWorkloadIdentity;
}

/**
 * Tells what a handler serves.
 *
 * @param handler a sandbox, with or without a socket
 * @returns plain JSON
 */
export function createReadyLine(
  { origin, world, arcKey }: Pick<
    SandboxHandler,
    "origin" | "world" | "arcKey"
  >,
): ReadyLine {
  return {
    origin,
    authority: `${origin}/${world.tenants[0]?.id}`,
    tenants: world.tenants.map(({ id, domain }) => ({ id, domain })),
    clients: world.clients.map(readyClient),
    users: world.users.map(({ username, password, oid, tenant_id }) => ({
      username,
      password,
      oid,
      tenant_id,
    })),
    apis: world.apis.map(({ id, uri, scopes, roles }) => ({
      id,
      uri,
      scopes,
      roles,
    })),
    sample_api: `${origin}/api/orders`,
    managed_identity: managedIdentity({ origin, world, arcKey }),
    workload_identity: {
      issuer: externalIssuer(origin),
      github_actions: {
        request_url: `${origin}/external/github/token?api-version=2.0`,
        request_token: ACTIONS_REQUEST_TOKEN,
      },
      azure_pipelines: {
        request_uri: `${origin}/external/pipelines/oidctoken`,
        access_token: PIPELINES_ACCESS_TOKEN,
        service_connection_id: PIPELINES_CONNECTION,
      },
    },
  };
}

function readyClient(client: ClientSeed): ReadyClient {
  const { client_id, name, tenant_id, type, secrets, certificates } = client;
  const secret = secrets?.[0]?.value;
  const { certificate_pem, private_key_pem, thumbprint_sha256 } =
    certificates?.[0] ?? {};
  const certificate = certificate_pem === undefined ||
      private_key_pem === undefined
    ? undefined
    : {
      ...(thumbprint_sha256 === undefined ? {} : { thumbprint_sha256 }),
      certificate_pem,
      private_key_pem,
    };
  return {
    client_id,
    name,
    tenant_id,
    type,
    ...(secret === undefined ? {} : { client_secret: secret }),
    ...(certificate === undefined ? {} : { certificate }),
    redirect_uris: [
      ...client.redirect_uris,
      ...client.spa_redirect_uris ?? [],
    ],
  };
}

function managedIdentity(
  { origin, world, arcKey }: Pick<
    SandboxHandler,
    "origin" | "world" | "arcKey"
  >,
): ReadyManagedIdentity {
  return {
    imds_endpoint: origin,
    app_service: { endpoint: `${origin}/msi/token`, header: IDENTITY_HEADER },
    arc: {
      endpoint: `${origin}/arc/metadata/identity/oauth2/token`,
      imds_endpoint: `${origin}/arc`,
      key_path: arcKey.path,
      key_content: arcKey.content,
    },
    cloud_shell: { endpoint: `${origin}/cloudshell/oauth2/token` },
    identities: (world.managed_identities ?? []).map((
      { client_id, object_id, resource_id, system_assigned = false },
    ) => ({ client_id, object_id, resource_id, system_assigned })),
  };
}
