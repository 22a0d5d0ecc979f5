import type { SandboxHandler } from "./handler.ts";

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
}

/**
 * Tells what a handler serves.
 *
 * @param handler a sandbox, with or without a socket
 * @returns plain JSON
 */
export function createReadyLine(
  { origin, world }: Pick<SandboxHandler, "origin" | "world">,
): ReadyLine {
  return {
    origin,
    authority: `${origin}/${world.tenants[0]?.id}`,
    tenants: world.tenants.map(({ id, domain }) => ({ id, domain })),
    clients: world.clients.map((client) => {
      const { client_id, name, tenant_id, type, secrets } = client;
      const secret = secrets?.[0]?.value;
      return {
        client_id,
        name,
        tenant_id,
        type,
        ...(secret === undefined ? {} : { client_secret: secret }),
        redirect_uris: [
          ...client.redirect_uris,
          ...client.spa_redirect_uris ?? [],
        ],
      };
    }),
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
  };
}
