import { load } from "../../adapters/load.ts";
import {
  type AcquireOptions,
  type Client,
  createClient,
  type FlowRun,
} from "../../engine/client.ts";
import { registrationOf } from "../../engine/cache/owner.ts";
import { AuthError, StoreError } from "../../engine/errors.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import { explainClaims } from "../../engine/jwt/mod.ts";
import type { Ports, TokenStore } from "../../engine/ports/mod.ts";
import type { Merged } from "../../settings/merge.ts";
import { findProfile, type Profile } from "../../settings/profile.ts";
import { EMPTY_DOCUMENT } from "../../settings/profiles_document.ts";
import type {
  AskPaste,
  TuiAcquireOptions,
  TuiServices,
} from "../../tui/open.tsx";
import { adviseError } from "../advise_error.ts";
import { clientOptions, resolvePresets } from "../call/call.ts";
import { type CallSettings, credentialType } from "../call/call_settings.ts";
import { flowOf } from "../call/flow_choice.ts";
import {
  createInterfaceStorage,
  type FirstStorage,
  type InterfaceStorage,
} from "./storage.ts";
import { flowMaterial } from "./material.ts";
import { createLateChecks } from "./late_checks.ts";
import { createLateForms } from "./late_forms.ts";
import { keepsSilent } from "./sign_in_guard.ts";
import type { Io } from "../io.ts";
import { requireProfile } from "../profiles/profile_store.ts";
import {
  loadUsedProfiles,
  type UsedProfiles,
} from "../profiles/used_profiles.ts";
import { profileAuthority } from "../call/profile_authority.ts";
import { settingsOf, summaryOf } from "../profiles/profile_summary.ts";
import { requestOptions } from "../call/request_options.ts";
import { createOnBehalfSearch } from "../kept/on_behalf.ts";
import { profilePartition, statePath } from "../kept/storage.ts";
import type { SecretStoreName, StoredSecret } from "../kept/stored_secrets.ts";

async function copyNatively(text: string): Promise<boolean> {
  const clipboard = await load<typeof import("../../adapters/clipboard.ts")>(
    "../../adapters/clipboard.ts",
    import.meta.url,
  );
  return await clipboard.copyNatively(text);
}

/** Terminals take a clipboard's content in base64. */
function osc52(text: string): string {
  return `\u001b]52;c;${new TextEncoder().encode(text).toBase64()}\u0007`;
}

async function openUrl(url: string, { browser }: Ports): Promise<void> {
  try {
    await browser.open(new URL(url));
  } catch (error) {
    // What a browser's adapter throws is a sentence for people.
    const reason = error instanceof Error ? error.message : String(error);
    throw new AuthError(
      "browser_unavailable",
      `No browser could be opened: ${reason}`,
      { cause: error },
    );
  }
}

/** A profile's client, and what is asked of it. */
interface ProfileClient {
  readonly client: Client;
  readonly settings: Merged<CallSettings>;
  readonly scopes: readonly string[];
  /** Forgets the client, with all that it has in mind. */
  readonly drop: () => void;
  /** Its kept tokens, and what they are kept under. */
  readonly tokens: TokenStore & { readonly name: string };
  readonly registration: string;
  /** The flow that Enter runs. */
  readonly usual: FlowName;
  /** What goes with every request. */
  readonly asked: AcquireOptions;
}

/** One client a profile, made again when the profile has changed. */
function clientsOf(
  io: Io,
  { ports, storage }: {
    readonly ports: Ports;
    readonly storage: InterfaceStorage;
  },
) {
  const clients = new Map<string, Client>();
  const storedSecret = async (secret: StoredSecret, store: SecretStoreName) => {
    const { readStoredSecret } = await load<
      typeof import("../kept/stored_secrets.ts")
    >("../kept/stored_secrets.ts", import.meta.url);
    return await readStoredSecret(secret, { store, request: storage.request });
  };
  return async (profile: Profile): Promise<ProfileClient> => {
    const settings = await resolvePresets(settingsOf(profile, io));
    const key = JSON.stringify([profile.name, settings]);
    const { flow } = flowOf(settings, { auth: credentialType(settings), io });
    const own = clientOptions(settings, io, { ports, storedSecret, flow });
    const cache = storage.tokens(settings);
    const client = clients.get(key) ?? createClient({
      ...own,
      cache,
      partition: profilePartition(profile.name),
    }, ports);
    clients.set(key, client);
    const scopes = settings.scopes?.value ?? [];
    return {
      client,
      settings,
      scopes,
      tokens: { ...cache, name: settings.tokenStore?.value ?? "" },
      registration: registrationOf(own),
      usual: flow,
      asked: requestOptions(settings),
      drop: () => clients.delete(key),
    };
  };
}

/** The profiles of the interface, and their clients. */
interface Registry {
  /** Reads the list. */
  readonly list: () => Promise<readonly Profile[]>;
  /** A profile's client, as the list was read: a thousand are not read a thousand times. */
  readonly known: (name: string) => Promise<ProfileClient>;
  /** A profile's client as the profile is now. */
  readonly fresh: (name: string) => Promise<ProfileClient>;
  /** Forgets a profile's client, when there is one. */
  readonly drop: (name: string) => Promise<void>;
}

function createRegistry(
  io: Io,
  { clientFor, warn }: {
    readonly clientFor: (profile: Profile) => Promise<ProfileClient>;
    readonly warn: (text: string) => void;
  },
): Registry {
  let document: Pick<UsedProfiles, "profiles"> = EMPTY_DOCUMENT;
  const known = (name: string) => clientFor(requireProfile(document, name));
  const told = new Set<string>();
  const read = async () => {
    const used = await loadUsedProfiles(io);
    document = used;
    for (const warning of used.warnings) {
      if (!told.has(warning)) warn(warning);
      told.add(warning);
    }
    return used;
  };
  return {
    list: async () => (await read()).profiles,
    known,
    async drop(name) {
      if (findProfile(document.profiles, name) === undefined) return;
      (await known(name)).drop();
    },
    async fresh(name) {
      await read();
      return await known(name);
    },
  };
}

/** What cannot be opened is removed unread. */
async function forget(client: Client, signal: AbortSignal): Promise<boolean> {
  try {
    return await client.logout({ signal });
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function keptServices(
  registry: Registry,
  { io, storage }: { readonly io: Io; readonly storage: InterfaceStorage },
): Pick<TuiServices, "kept" | "protection" | "logout"> {
  const onBehalf = createOnBehalfSearch(io.clock);
  return {
    protection: () => storage.protection(),
    async kept(name) {
      const found = await registry.known(name);
      const { client, scopes, asked, registration } = found;
      const { signal } = io;
      return await client.find(scopes, { ...asked, signal }) ??
        await onBehalf(found.tokens, {
          ...{ profile: name, registration, scopes, signal },
        });
    },
    async logout(name) {
      storage.retry();
      const { client, drop } = await registry.fresh(name);
      const had = await forget(client, io.signal);
      drop();
      // Also what an earlier protection has left behind.
      const records = await io.records(statePath(storage.request.context));
      await records.remove(profilePartition(name));
      return had;
    },
  };
}

/** What a run takes from the interface. */
interface RunWorld {
  readonly io: Io;
  readonly registry: Registry;
  /** Who waits for it: profiles, the first one last. */
  readonly chain: readonly string[];
}

/** Whoever chooses a flow wants that flow, whatever is kept. */
async function* start(
  name: string,
  { flow, force, signal, material }: Omit<TuiAcquireOptions, "paste">,
  { io, registry, chain }: RunWorld,
): FlowRun {
  const found = await registry.fresh(name);
  const { client, settings, scopes, asked, usual } = found;
  const noInteraction = await keepsSilent(flow ?? usual, {
    settings,
    isKept: async () =>
      flow === undefined &&
      await client.find(scopes, { ...asked, flow: usual }) !== undefined,
  });
  const given = yield* flowMaterial(flow ?? usual, {
    settings,
    given: material ?? {},
    io,
    chain: [...chain, name],
    async *otherToken(other, waiting) {
      const world = { io, registry, chain: waiting };
      return (yield* start(other, { signal }, world)).accessToken;
    },
  });
  const wish = { ...asked, ...given, noInteraction, signal };
  return yield* flow === undefined
    ? client.acquire(scopes, { ...wish, force: force === true })
    : client.run(flow, scopes, { ...wish, flow });
}

/** A line that is typed in the shell would end up in the interface's keys. */
function withoutPrompt(ports: Ports): Ports {
  return {
    ...ports,
    prompt: {
      secret: () =>
        Promise.reject(
          new AuthError(
            "interaction_required",
            "Cannot sign in with a password: none was given",
            { hint: "Choose the password flow by its name: it asks for one" },
          ),
        ),
    },
  };
}

function formsOf(
  registry: Registry,
  { io, storage }: { readonly io: Io; readonly storage: InterfaceStorage },
): TuiServices["forms"] {
  return createLateForms(async () => {
    const { createProfileForms } = await load<
      typeof import("./profiles.ts")
    >("./profiles.ts", import.meta.url);
    return createProfileForms({ io, storage, dropClient: registry.drop });
  });
}

function checksOf(io: Io, ports: Ports): TuiServices["checks"] {
  const authorityOf = async (name: string) =>
    profileAuthority(
      settingsOf(requireProfile(await loadUsedProfiles(io), name), io),
    );
  return createLateChecks(async () => {
    const { createTokenChecks } = await load<
      typeof import("./checks.ts")
    >("./checks.ts", import.meta.url);
    return createTokenChecks(io, { ports, authorityOf });
  });
}

/**
 * Makes what the interface asks of the world: one client a profile, whose
 * tokens are those of the command line.
 *
 * @param io The world.
 * @param before What was opened before, and who hears of what is wrong with it.
 * @returns The services.
 */
export async function createServices(
  io: Io,
  { first, warn = () => {} }: {
    readonly first?: FirstStorage | undefined;
    readonly warn?: (text: string) => void;
  } = {},
): Promise<TuiServices> {
  // There is never more than one sign-in, so one asker will do.
  let ask: AskPaste | undefined;
  const ports = withoutPrompt(
    await io.ports((_question, { problem } = {}) =>
      ask === undefined ? Promise.resolve("") : ask(problem?.message)
    ),
  );
  const storage = createInterfaceStorage(io, { first, warn });
  const registry = createRegistry(io, {
    clientFor: clientsOf(io, { ports, storage }),
    warn,
  });
  return {
    ...keptServices(registry, { io, storage }),
    forms: formsOf(registry, { io, storage }),
    checks: checksOf(io, ports),
    clock: io.clock,
    profiles: async () =>
      (await registry.list()).map((profile) => summaryOf(profile, io)),
    acquire(name, options) {
      ask = options.paste;
      storage.retry();
      return start(name, options, { io, registry, chain: [] });
    },
    explain: (token) => explainClaims(token, { now: io.clock.now() }),
    advise: adviseError,
    async copy(text, via) {
      if (via === "native" && await copyNatively(text)) return "native";
      io.stderr.write(osc52(text));
      return "osc52";
    },
    openUrl: (url) => openUrl(url, ports),
  };
}
