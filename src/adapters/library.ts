import {
  type AcquiredToken,
  type AcquireOptions,
  type Client,
  type ClientOptions,
  createClient as createClientWith,
} from "../engine/client.ts";
import { Secret } from "../engine/secret.ts";
import type { Ports } from "../engine/ports/mod.ts";
import { systemPorts } from "./mod.ts";

export type { AcquiredToken, AcquireOptions, Client };

/** A client as a script describes it. */
export interface LibraryOptions extends Omit<ClientOptions, "auth"> {
  /** How the client authenticates; none means a public client. */
  readonly auth?: {
    /** The client secret's value. */
    readonly secret: string | Secret;
  };
  /** Replaces parts of the world, in tests for instance. */
  readonly ports?: Partial<Ports>;
}

/**
 * Makes a client that gets tokens and keeps them in memory. Nothing is asked
 * of the network before the first token is.
 *
 * @example Get a token for the application itself
 * ```ts
 * import { createClient } from "./mod.ts";
 *
 * const client = createClient({
 *   tenantId: "contoso.onmicrosoft.com",
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   auth: { secret: "from a safe place" },
 * });
 * // const { accessToken } = await client.getToken(["https://graph.microsoft.com/.default"]);
 * ```
 *
 * @param options The registration, and the authority that knows it.
 * @returns The client.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function createClient(options: LibraryOptions): Client {
  const { auth, ports, ...rest } = options;
  const secret = typeof auth?.secret === "string"
    ? new Secret(auth.secret)
    : auth?.secret;
  return createClientWith(
    secret === undefined ? rest : { ...rest, auth: { type: "secret", secret } },
    { ...systemPorts(), ...ports },
  );
}
