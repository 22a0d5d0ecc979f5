import { load } from "../load.ts";
import {
  findKernelKey,
  KERNEL_ERRORS,
  KernelError,
  putKernelKey,
  removeKernelKey,
  RINGS,
} from "./kernel_calls.ts";
import { KEY_BYTES, type KeyHolder } from "./protection.ts";

/** Where a key is. */
export interface KernelKeyringOptions {
  /** The state directory: who makes a key locks a file in it. */
  readonly directory: string;
  /** Which home the key is of; empty for the user's usual one. */
  readonly scope?: string | undefined;
}

type Key = Uint8Array<ArrayBuffer>;

async function failure(action: string, error: unknown): Promise<unknown> {
  const { kernelFailure } = await load<typeof import("./kernel_situation.ts")>(
    "./kernel_situation.ts",
    import.meta.url,
  );
  return kernelFailure(action, error);
}

async function descriptionOf(scope: string): Promise<string> {
  if (scope === "") return "entrada:key";
  const { itemName } = await load<typeof import("./item_name.ts")>(
    "./item_name.ts",
    import.meta.url,
  );
  return await itemName("entrada:key", scope);
}

function read(description: string): Key | undefined {
  const value = findKernelKey(RINGS.user, description)?.value;
  if (value === undefined || value.length === KEY_BYTES) return value;
  throw new KernelError(KERNEL_ERRORS.rejected);
}

class KernelKeyring implements KeyHolder {
  readonly #options: KernelKeyringOptions;

  constructor(options: KernelKeyringOptions) {
    this.#options = options;
  }

  async find(signal?: AbortSignal): Promise<Key | undefined> {
    signal?.throwIfAborted();
    const description = await descriptionOf(this.#options.scope ?? "");
    try {
      return read(description);
    } catch (error) {
      throw await failure("Cannot read the key", error);
    }
  }

  async obtain(signal?: AbortSignal): Promise<Key> {
    const found = await this.find(signal);
    if (found !== undefined) return found;
    const making = { action: "Cannot keep a new key", signal };
    return await this.#alone(making, (description) => {
      const value = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
      const present = read(description);
      if (present !== undefined) return present;
      // It would replace a key of the same name, which may seal something.
      putKernelKey(RINGS.user, { description, value });
      const kept = read(description);
      if (kept === undefined) throw new KernelError(KERNEL_ERRORS.noKey);
      return kept;
    });
  }

  async forget(signal?: AbortSignal): Promise<void> {
    const removing = { action: "Cannot remove the key", signal };
    await this.#alone(removing, (description) => {
      const key = findKernelKey(RINGS.user, description);
      if (key !== undefined) removeKernelKey(key.serial);
    });
  }

  async #alone<T>(
    { action, signal }: {
      readonly action: string;
      readonly signal: AbortSignal | undefined;
    },
    work: (description: string) => T,
  ): Promise<T> {
    const { directory, scope = "" } = this.#options;
    const { alone } = await load<typeof import("./alone.ts")>(
      "./alone.ts",
      import.meta.url,
    );
    const description = await descriptionOf(scope);
    const path = `${directory}/key`;
    return await alone(path, async () => {
      try {
        return work(description);
      } catch (error) {
        throw await failure(action, error);
      }
    }, { signal });
  }
}

/**
 * Keeps a key in the kernel's keyring of the user: every process of the same
 * user finds it there, no other user does, and a restart ends it. Linux alone.
 *
 * @param options Where the key is.
 * @returns Holds the key.
 */
export function createKernelKeyring(options: KernelKeyringOptions): KeyHolder {
  return new KernelKeyring(options);
}
