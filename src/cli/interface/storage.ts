import type { Storage } from "../../adapters/storage.ts";
import { createLateStore } from "../../adapters/late_store.ts";
import { StoreError } from "../../engine/errors.ts";
import type { TokenStore } from "../../engine/ports/mod.ts";
import type { Merged, Sourced } from "../../settings/merge.ts";
import type { TokenStoreName } from "../../settings/profile.ts";
import type { Protection } from "../../tui/open.tsx";
import { type CallSettings, mergeCallSettings } from "../call/call_settings.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import type { GlobalOptions } from "../global_options.ts";
import type { Io } from "../io.ts";
import { createMessages, type Messages } from "../terminal/messages.ts";
import { openStorage, type StorageRequest } from "../kept/storage.ts";

type Settings = Pick<Merged<CallSettings>, "tokenStore">;

/** A storage that was opened before the interface, where a person can be asked. */
export interface FirstStorage {
  readonly storage: Storage;
  /** Why it is not the one that was wanted. */
  readonly problem?: string;
}

/** What is kept, for as long as the interface is open: it asks nothing. */
export interface InterfaceStorage {
  /** The tokens of a profile; its storage is opened when it is first used. */
  tokens(settings: Settings): TokenStore;
  /** How tokens are protected. */
  protection(): Promise<Protection>;
  /** Opens other things that are kept, as secrets are. */
  readonly request: StorageRequest;
  /** Lets a storage that failed be opened again. */
  retry(): void;
}

const SILENT: GlobalOptions = {
  verbose: false,
  quiet: true,
  trace: false,
  color: "never",
};

/** What stands on the screen belongs to the interface. */
function quietMessages(io: Io, warn: (text: string) => void): Messages {
  return {
    ...createMessages(io, SILENT),
    say: () => {},
    note: () => {},
    warn,
    detail: () => {},
  };
}

/**
 * Tells what the environment says about all tokens.
 *
 * @param io The world.
 * @returns The settings.
 */
export function commonSettings(io: Io): Settings {
  return mergeCallSettings(environmentLayers(io.env));
}

/** What a storage is opened with. */
interface Opening {
  /** What was opened before. */
  readonly first: FirstStorage | undefined;
  /** Who hears of damaged files and the like. */
  readonly warn: (text: string) => void;
}

/** The vault that is open; nobody can be asked to open another one. */
function openVault({ storage, problem }: FirstStorage): Promise<Storage> {
  return problem === undefined ? Promise.resolve(storage) : Promise.reject(
    new StoreError("locked", `Cannot open the vault: ${problem}`, {
      hint: "Leave, and start entrada again with the passphrase",
    }),
  );
}

/** A person is there, and may open a keyring; but nothing can be asked here. */
function requestIn(
  io: Io,
  { first, warn }: Opening,
): StorageRequest {
  const inside: Io = {
    ...io,
    storage: (options) =>
      first !== undefined && options.asked === "vault"
        ? openVault(first)
        : io.storage({ ...options, canAsk: true }),
  };
  return {
    context: {
      io: inside,
      options: SILENT,
      messages: quietMessages(io, warn),
      process: { stdout: io.stdout, stderr: io.stderr },
    },
    flags: { interaction: false },
  };
}

/** The hint for a call in a terminal is of no use inside the interface. */
function inInterface(error: unknown, name: string | undefined): unknown {
  if (!(error instanceof StoreError) || error.reason !== "locked") return error;
  if (name !== "vault") return error;
  return new StoreError("locked", error.message, {
    cause: error,
    hint:
      'Leave, and get this token with "entrada get-token": that asks for the passphrase',
  });
}

/** A wrong passphrase costs half a second each time, so it is tried once. */
async function openHere(
  settings: Settings,
  request: StorageRequest,
): Promise<Storage> {
  try {
    const storage = await openStorage({ ...request, settings });
    const { name, holder } = storage.protection;
    if (name === "vault") await holder?.find(request.context.io.signal);
    return storage;
  } catch (error) {
    throw inInterface(error, settings.tokenStore?.value);
  }
}

function isUnwanted(
  { protection: { name, remembered } }: Storage,
  asked: Sourced<TokenStoreName> | undefined,
): boolean {
  return name === "memory" && asked === undefined && !remembered;
}

function viewOf(
  storage: Storage,
  { problem, asked }: {
    readonly problem: string | undefined;
    readonly asked: Sourced<TokenStoreName> | undefined;
  },
): Protection {
  const { protection: { name, reason }, description } = storage;
  const why = problem ??
    (isUnwanted(storage, asked)
      ? `${reason}. To keep tokens sealed by a passphrase, leave and start entrada with ENTRADA_TOKEN_STORE=vault`
      : undefined);
  return { name, description, ...(why === undefined ? {} : { problem: why }) };
}

/** What was meant to be kept is in this process alone. */
function failedView(error: unknown): Protection {
  const { message, hint } = error instanceof Error
    ? error as Error & { readonly hint?: string }
    : { message: "Something went wrong that should not have" };
  return {
    name: "memory",
    description: "in memory only for this run",
    problem: hint === undefined ? message : `${message}. ${hint}`,
  };
}

/** Opens each storage once; one that failed, once for each retry. */
function createOpener(
  request: StorageRequest,
  { io, first }: { readonly io: Io; readonly first: FirstStorage | undefined },
) {
  const opening = new Map<string, Promise<Storage>>();
  const failed = new Set<string>();
  let environment: Settings | undefined;
  const common = () => environment ??= commonSettings(io);

  function open(settings: Settings): Promise<Storage> {
    const name = settings.tokenStore?.value ?? "";
    if (first !== undefined && name === (common().tokenStore?.value ?? "")) {
      return Promise.resolve(first.storage);
    }
    const before = opening.get(name);
    if (before !== undefined) return before;
    const storage = openHere(settings, request);
    storage.catch(() => failed.add(name));
    opening.set(name, storage);
    return storage;
  }

  function retry(): void {
    for (const name of failed) opening.delete(name);
    failed.clear();
  }

  return { common, open, retry };
}

/**
 * Makes the storage of the interface.
 *
 * @param io The world.
 * @param options What was opened before, and who hears of damaged files and the like.
 * @returns The storage; nothing is opened yet.
 */
export function createInterfaceStorage(
  io: Io,
  options: Opening,
): InterfaceStorage {
  const { first } = options;
  const request = requestIn(io, options);
  const { common, open, retry } = createOpener(request, { io, first });
  return {
    retry,
    request,
    tokens: (settings) =>
      createLateStore(async () => (await open(settings)).tokens),
    async protection() {
      try {
        const settings = common();
        const storage = await open(settings);
        const asked = settings.tokenStore;
        return viewOf(storage, { asked, problem: first?.problem });
      } catch (error) {
        return failedView(error);
      }
    },
  };
}
