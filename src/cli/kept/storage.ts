/**
 * What is kept between calls: how it is opened for a command, found and
 * forgotten.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import { createLateStore } from "../../adapters/late_store.ts";
import type {
  AskPassphrase,
  Storage,
  StorageOptions,
  StoreNotice,
} from "../../adapters/storage.ts";
import { StoreError } from "../../engine/errors.ts";
import type { TokenStore } from "../../engine/ports/mod.ts";
import { sanitizeText } from "../../engine/text.ts";
import { stateDirectory } from "../../settings/location.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import type { PassphraseFlags } from "../flags/storage.ts";

/** Opens what is kept on this machine; loaded when it is needed. */
export type OpenStorage = (options: StorageOptions) => Promise<Storage>;

/** Who opens the storage, and what was said about it. */
export interface StorageRequest {
  /** The world, and whom to tell. */
  readonly context: Context;
  /** How the passphrase is given. */
  readonly flags?: PassphraseFlags & { readonly interaction?: boolean };
  /** What a profile and the environment say. */
  readonly settings?: Pick<Merged<CallSettings>, "tokenStore">;
}

/**
 * Tells where kept tokens are.
 *
 * @param io The world.
 * @returns The state directory.
 * @throws {StoreError} If not even a home directory is known.
 */
export function statePath({ io }: Pick<Context, "io">): string {
  const directory = stateDirectory({ os: io.host.os, env: io.env });
  if (directory !== undefined) return directory;
  throw new StoreError(
    "no_key",
    "Cannot keep tokens: no home directory is known",
    { hint: "Set ENTRADA_HOME to a directory of your own" },
  );
}

const NOTICES: Readonly<Record<StoreNotice["kind"], (path: string) => string>> =
  {
    damaged: (path) =>
      `${path} is damaged and counts as empty; it is set aside when something new is kept`,
    other_key: () =>
      "what was kept before cannot be opened: the key that sealed it is gone (the machine was restarted, or everything was forgotten meanwhile); a new token takes its place",
    mode_repaired: (path) => `others could have read ${path}; now only you can`,
    open_to_others: (path) =>
      `others can read ${path}, and that cannot be changed`,
  };

function tell({ kind, path }: StoreNotice, { messages }: Context): void {
  messages.warn(NOTICES[kind](sanitizeText(path)));
}

const PLAIN = "tokens are kept in PLAIN TEXT, because you asked for it";

/** The prompt is loaded when somebody is asked. */
function askPassphrase(request: StorageRequest): AskPassphrase {
  return async (why, signal) => {
    const { askPassphrase } = await load<
      typeof import("../terminal/ask_passphrase.ts")
    >("../terminal/ask_passphrase.ts", import.meta.url);
    return await askPassphrase(why, { ...request, signal });
  };
}

function isGiven({ context, flags = {} }: StorageRequest): boolean {
  return flags.passphraseFile !== undefined || flags.passphraseStdin === true ||
    Boolean(context.io.env("ENTRADA_PASSPHRASE_FILE"));
}

/**
 * Opens what is kept on this machine.
 *
 * @param request Who opens it.
 * @returns The storage.
 * @throws {StoreError} If it cannot be had.
 */
export async function openStorage(request: StorageRequest): Promise<Storage> {
  const { context, flags = {}, settings = {} } = request;
  const { io, messages } = context;
  const canAsk = io.stdin.isTerminal && flags.interaction !== false;
  const storage = await io.storage({
    directory: statePath(context),
    asked: settings.tokenStore?.value,
    env: io.env,
    canAsk: canAsk || isGiven(request),
    ...(canAsk || isGiven(request)
      ? { askPassphrase: askPassphrase(request) }
      : {}),
    signal: io.signal,
    onNotice: (notice) => tell(notice, context),
  });
  const { name, reason } = storage.protection;
  const isAsked = settings.tokenStore !== undefined;
  if (name === "plaintext") {
    // A call that gets two tokens opens it twice.
    if (!messages.said.some((each) => each.endsWith(PLAIN))) {
      messages.warn(PLAIN);
    }
  } else if (name === "memory" && !isAsked) {
    messages.note(`Tokens are not kept beyond this call: ${reason}`);
  } else if (storage.protection.isNew) {
    const { firstStorageText } = await load<
      typeof import("./first_storage.ts")
    >("./first_storage.ts", import.meta.url);
    const { description } = storage;
    messages.note(firstStorageText({ description, reason }, io.stderr));
  }
  return storage;
}

/**
 * Makes the store of a call's tokens; it is opened when it is first used.
 *
 * @param request Who opens it.
 * @returns The store.
 */
export function callStore(request: StorageRequest): TokenStore {
  return createLateStore(async () => (await openStorage(request)).tokens);
}

/**
 * Names the record of a profile's tokens.
 *
 * @param profile The profile's name, in any case.
 * @returns The partition.
 */
export function profilePartition(profile: string): string {
  return `profile ${profile.toLowerCase()}`;
}
