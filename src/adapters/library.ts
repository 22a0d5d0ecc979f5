import {
  type AcquiredToken,
  type AcquireOptions,
  type Client,
  type ClientOptions,
  createClient as createClientWith,
} from "../engine/client.ts";
import { Secret } from "../engine/secret.ts";
import type { Ports } from "../engine/ports/mod.ts";
import type { AssertionContext } from "../engine/protocol/assertion.ts";
import type { ClientAuthentication } from "../engine/protocol/client_authentication.ts";
import { load } from "./load.ts";
import { systemPorts } from "./mod.ts";

export type { AcquiredToken, AcquireOptions, Client };

/**
 * A certificate as a script has it in hand. What reads it is loaded when the
 * first token is asked for, for which `--allow-read` has to allow this
 * library's own files.
 */
export interface LibraryCertificate {
  /** PEM text with the certificate and its key, or the bytes of a PFX file. */
  readonly certificate: string | Uint8Array;
  /** The key's PEM text, when it is not in the same one. */
  readonly key?: string;
  /** The password of the key or of the PFX. */
  readonly passphrase?: string | Secret;
  /** How it signs; `PS256` by default. */
  readonly algorithm?: "PS256" | "RS256";
  /** Whether the chain is sent along, as `x5c`. */
  readonly sendChain?: boolean;
}

/** How a script's client proves who it is. */
export type LibraryAuth =
  | {
    /** The client secret's value. */
    readonly secret: string | Secret;
  }
  | {
    /** PEM text or PFX bytes, alone or with what opens and uses them. */
    readonly certificate: string | Uint8Array | LibraryCertificate;
  }
  | {
    /** Gets what another issuer says of the client; asked on every use. */
    readonly assertion: (
      context: AssertionContext,
    ) => Promise<string | Secret>;
  };

/** A client as a script describes it. */
export interface LibraryOptions extends Omit<ClientOptions, "auth"> {
  /** How the client authenticates; none means a public client. */
  readonly auth?: LibraryAuth;
  /** Replaces parts of the world, in tests for instance. */
  readonly ports?: Partial<Ports>;
}

function asSecret(value: string | Secret): Secret {
  return typeof value === "string" ? new Secret(value) : value;
}

function isAlone(
  value: string | Uint8Array | LibraryCertificate,
): value is string | Uint8Array {
  return typeof value === "string" || value instanceof Uint8Array;
}

async function openCertificate(
  given: string | Uint8Array | LibraryCertificate,
): Promise<ClientAuthentication & { type: "certificate" }> {
  const { certificate, key, passphrase, algorithm, sendChain } = isAlone(given)
    ? { certificate: given }
    : given;
  const { createClientCertificate } = await load<
    typeof import("./certificates/mod.ts")
  >("./certificates/mod.ts", import.meta.url);
  return {
    type: "certificate",
    certificate: await createClientCertificate({
      ...(typeof certificate === "string"
        ? { certificatePem: [certificate, key ?? ""].join("\n") }
        : { pfx: new Uint8Array(certificate) }),
      algorithm: algorithm ?? "PS256",
      sendChain: sendChain ?? false,
      ...(passphrase === undefined ? {} : { passphrase: asSecret(passphrase) }),
    }),
  };
}

/** What can be used at once; a certificate has to be opened first. */
function readyAuth(
  auth: Exclude<LibraryAuth, { certificate: unknown }> | undefined,
  now: () => number,
): ClientAuthentication {
  if (auth === undefined) return { type: "none" };
  if ("secret" in auth) {
    return { type: "secret", secret: asSecret(auth.secret) };
  }
  return {
    type: "assertion",
    assertion: async (context) => asSecret(await auth.assertion(context)),
    now,
  };
}

/** Opens the client when it is first used; until then it keeps nothing. */
function createLateClient(open: () => Promise<Client>): Client {
  let client: Client | undefined;
  let opening: Promise<Client> | undefined;
  const ready = () =>
    opening ??= open().then((opened) => {
      client = opened;
      return opened;
    });
  return {
    async *acquire(scopes, options) {
      return yield* (await ready()).acquire(scopes, options);
    },
    async *run(flow, scopes, options) {
      return yield* (await ready()).run(flow, scopes, options);
    },
    getToken: async (scopes, options) =>
      await (await ready()).getToken(scopes, options),
    preview: async (scopes, options) =>
      await (await ready()).preview(scopes, options),
    find: async (scopes, options) =>
      await (await ready()).find(scopes, options),
    peek: (scopes, flow) => client?.peek(scopes, flow),
    accounts: async (signal) => await (await ready()).accounts(signal),
    logout: async (options) => await (await ready()).logout(options),
    asCredential: () => ({
      getToken: async (scopes, options) =>
        await (await ready()).asCredential().getToken(scopes, options),
    }),
    fetch: async (input, init) => await (await ready()).fetch(input, init),
  };
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
 * @example Let another issuer vouch for the client
 * ```ts
 * import { createClient } from "./mod.ts";
 *
 * const client = createClient({
 *   tenantId: "contoso.onmicrosoft.com",
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   auth: { assertion: () => Deno.readTextFile("/var/run/secrets/token") },
 * });
 * ```
 *
 * @param options The registration, and the authority that knows it.
 * @returns The client.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function createClient(options: LibraryOptions): Client {
  const { auth, ports: given, ...rest } = options;
  // Who replaces the network means all of it.
  const apiFetch = given?.fetch;
  const ports = {
    ...systemPorts(),
    ...(apiFetch === undefined ? {} : { apiFetch }),
    ...given,
  };
  const now = () => ports.clock.now();
  if (auth === undefined || !("certificate" in auth)) {
    return createClientWith({ ...rest, auth: readyAuth(auth, now) }, ports);
  }
  // What is wrong with the rest is said now, as it is without a certificate.
  createClientWith(rest, ports);
  return createLateClient(async () => {
    const opened = await openCertificate(auth.certificate);
    return createClientWith({ ...rest, auth: { ...opened, now } }, ports);
  });
}
