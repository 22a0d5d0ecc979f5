import { load } from "../load.ts";
import {
  callKeyring,
  KeyringCallError,
  type KeyringCallOptions,
} from "./keyring_call.ts";
import { obstacleToKeyring, situationOfKeyring } from "./keyring_situation.ts";
import type { KeyringRequest } from "./keyring_worker.ts";
import { itemName } from "./item_name.ts";
import { KEY_BYTES, type KeyHolder } from "./protection.ts";
import { SituationError, situationOf } from "./situation_table.ts";

const SERVICE = "entrada";

/** Where a key is, and how long to wait for it. */
export interface KeyringOptions {
  /** The state directory: who makes a key locks a file in it. */
  readonly directory: string;
  /** Which home the key is of; empty for the user's usual one. */
  readonly scope?: string | undefined;
  /** How long the service may be silent, in milliseconds; 1,500 when left out. */
  readonly answerMs?: number | undefined;
  /** How long a person may take to open the keyring; as `answerMs` when left out. */
  readonly unlockMs?: number | undefined;
}

/**
 * Asks the keyring, unless something speaks against it.
 *
 * @param action What is done, to be named in an error.
 * @param request What to ask.
 * @param options How long it may take.
 * @returns What the item holds at the end.
 * @throws {SituationError} If it fails.
 */
export async function askKeyring(
  action: string,
  request: Omit<KeyringRequest, "service">,
  options: KeyringCallOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const obstacle = obstacleToKeyring();
  if (obstacle !== undefined) throw new SituationError(action, obstacle);
  try {
    return await callKeyring({ service: SERVICE, ...request }, options);
  } catch (error) {
    if (!(error instanceof KeyringCallError)) throw error;
    throw new SituationError(action, situationOfKeyring(error));
  }
}

/**
 * Tries the system's keyring with an item of its own, which does not stay.
 *
 * @param options How long it may take.
 * @throws {SituationError} If a key cannot be kept there.
 */
export async function tryKeyring(options: KeyringCallOptions): Promise<void> {
  const action = "Cannot use the system's keyring";
  const value = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const account = `probe-${crypto.randomUUID()}`;
  const kept = await askKeyring(
    action,
    { task: "try", account, value },
    options,
  );
  if (kept?.toHex() === value.toHex()) return;
  throw new SituationError(action, situationOf("keyring_failed"));
}

type Key = Uint8Array<ArrayBuffer>;

interface Task extends Omit<KeyringRequest, "service" | "account"> {
  readonly action: string;
}

class Keyring implements KeyHolder {
  readonly #options: KeyringOptions;

  constructor(options: KeyringOptions) {
    this.#options = options;
  }

  async #ask(
    { action, ...request }: Task,
    signal: AbortSignal | undefined,
  ): Promise<Key | undefined> {
    const { scope = "", answerMs, unlockMs } = this.#options;
    const account = await itemName("key", scope);
    const wait = { answerMs, unlockMs, signal };
    const key = await askKeyring(action, { ...request, account }, wait);
    if (key === undefined || key.length === KEY_BYTES) return key;
    throw new SituationError(action, situationOf("keyring_foreign_key"));
  }

  async find(signal?: AbortSignal): Promise<Key | undefined> {
    return await this.#ask(
      { action: "Cannot read the key", task: "get" },
      signal,
    );
  }

  async obtain(signal?: AbortSignal): Promise<Key> {
    const found = await this.find(signal);
    if (found !== undefined) return found;
    const action = "Cannot keep a new key";
    return await this.#alone(async () => {
      const present = await this.find(signal);
      if (present !== undefined) return present;
      const value = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
      const kept = await this.#ask({ action, task: "put", value }, signal);
      if (kept !== undefined) return kept;
      throw new SituationError(action, situationOf("keyring_failed"));
    }, signal);
  }

  async forget(signal?: AbortSignal): Promise<void> {
    const task: Task = { action: "Cannot remove the key", task: "remove" };
    await this.#alone(() => this.#ask(task, signal), signal);
  }

  async #alone<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { alone } = await load<typeof import("./alone.ts")>(
      "./alone.ts",
      import.meta.url,
    );
    return await alone(`${this.#options.directory}/key`, work, { signal });
  }
}

/**
 * Keeps a key in the system's keyring: Keychain, Credential Manager or Secret
 * Service. Only these 32 bytes go there, never a token.
 *
 * @param options Where the key is.
 * @returns Holds the key.
 */
export function createKeyring(options: KeyringOptions): KeyHolder {
  return new Keyring(options);
}
