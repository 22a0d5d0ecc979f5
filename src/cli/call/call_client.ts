import { load } from "../../adapters/load.ts";
import { registrationOf } from "../../engine/cache/owner.ts";
import type { Client, ClientOptions } from "../../engine/client.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import { openClient } from "../../engine/open_client.ts";
import type { Ports, TokenStore } from "../../engine/ports/mod.ts";
import type { ClientAuthentication } from "../../engine/protocol/client_authentication.ts";
import type { Storage } from "../../adapters/storage.ts";
import { clientOptions } from "./call.ts";
import { ENGINE_PARTS } from "./engine_parts.ts";
import type { MaterialOptions } from "./flow_material.ts";
import type { Io } from "../io.ts";
import type { DoubtfulSignIn } from "../profiles/sign_in_consent.ts";
import { callStore, profilePartition } from "../kept/storage.ts";

/** Where the token of a call is kept. */
export interface TokenPlace {
  /** What is kept on this machine. */
  readonly storage: Storage;
  /** The name of the record. */
  readonly partition: string;
  /** How the token is got when it is not kept. */
  readonly flow: FlowName;
}

/**
 * What one call waits for ends with that call, its time limit included.
 *
 * @param options The call.
 * @param signal Ends it.
 * @returns The call, as long as it may last.
 */
export function until(
  options: MaterialOptions,
  signal: AbortSignal | undefined,
): MaterialOptions {
  if (signal === undefined) return options;
  const { context } = options;
  return { ...options, context: { ...context, io: { ...context.io, signal } } };
}

/** A store that tells where it is when it is opened. */
function storeOf(
  { call: { settings }, context, flags }: MaterialOptions,
  onStorage: ((storage: Storage) => void) | undefined,
): TokenStore {
  if (onStorage === undefined) return callStore({ context, flags, settings });
  const { io } = context;
  const storage: Io["storage"] = async (asked) => {
    const opened = await io.storage(asked);
    onStorage(opened);
    return opened;
  };
  const watched = { ...context, io: { ...io, storage } };
  return callStore({ context: watched, flags, settings });
}

/** A credential that is fetched is for something that is run. */
function announcedAuth(
  auth: ClientAuthentication,
  announce: () => void,
): ClientAuthentication {
  if (auth.type !== "deferred") return auth;
  const open = () => {
    announce();
    return auth.open();
  };
  return { ...auth, open };
}

/** What a client is made for. */
export interface ClientUse {
  /** How the token is got when it is not kept. */
  readonly flow: FlowName;
  /** What the client may do. */
  readonly ports: Ports;
  /** Says what is run, before anything is. */
  readonly announce: () => void;
  /** Hears where the token is kept, when that is opened. */
  readonly onPlace: ((place: TokenPlace) => void) | undefined;
}

function ownSettings(
  options: MaterialOptions,
  { flow, ports }: Pick<ClientUse, "flow" | "ports">,
): ReturnType<typeof clientOptions> {
  const { call: { settings }, context, flags } = options;
  return clientOptions(settings, context.io, {
    flow,
    ports,
    storedSecret: async (secret, store) => {
      const { readStoredSecret } = await load<
        typeof import("../kept/stored_secrets.ts")
      >("../kept/stored_secrets.ts", import.meta.url);
      const request = { context, flags };
      return await readStoredSecret(secret, { store, request });
    },
    profileToken: async (name, { audience, signal }) => {
      const { profileToken } = await load<
        typeof import("./profile_token.ts")
      >("./profile_token.ts", import.meta.url);
      return await profileToken(name, {
        ...until(options, signal),
        ...(audience === undefined ? {} : { audience }),
      });
    },
  });
}

function consent() {
  return load<typeof import("../profiles/sign_in_consent.ts")>(
    "../profiles/sign_in_consent.ts",
    import.meta.url,
  );
}

/** A project may name a server that nobody should sign in at unasked. */
function openAsking(
  client: ClientOptions,
  { ports, signIn }: {
    readonly ports: Ports;
    readonly signIn: DoubtfulSignIn;
  },
): Client {
  const opened = openClient(client, {
    ports,
    parts: {
      ...ENGINE_PARTS,
      async *runFlow(flow, request, options) {
        await (await consent()).requireConsent({ ...signIn, flow });
        return yield* ENGINE_PARTS.runFlow(flow, request, options);
      },
    },
  });
  return {
    ...opened,
    async *acquire(scopes, wish = {}) {
      const { requireConsentFirst } = await consent();
      await requireConsentFirst(signIn, { client: opened, scopes, wish });
      return yield* opened.acquire(scopes, wish);
    },
    async *run(flow, scopes, wish) {
      await (await consent()).requireConsent({ ...signIn, flow });
      return yield* opened.run(flow, scopes, wish);
    },
  };
}

/**
 * Makes the engine's client for one call.
 *
 * @param options The call.
 * @param use What the client is for.
 * @returns The client.
 * @throws {UsageError} If no client is named.
 */
export function clientFor(options: MaterialOptions, use: ClientUse): Client {
  const { flow, ports, announce, onPlace } = use;
  const { call: { profile }, flags } = options;
  const client = ownSettings(options, use);
  const partition = profile === undefined
    ? registrationOf(client)
    : profilePartition(profile);
  const onStorage = onPlace &&
    ((storage: Storage) => onPlace({ storage, partition, flow }));
  const asked: ClientOptions = {
    ...client,
    auth: announcedAuth(client.auth, announce),
    partition,
    ...(flags.cache ? { cache: storeOf(options, onStorage) } : {}),
  };
  const { context, call: { settings } } = options;
  return settings.place?.origin.kind === "project"
    ? openAsking(asked, { ports, signIn: { settings, flow, context } })
    : openClient(asked, { ports, parts: ENGINE_PARTS });
}
