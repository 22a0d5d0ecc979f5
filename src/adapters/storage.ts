import { StoreError } from "../engine/errors.ts";
import type { TokenStore } from "../engine/ports/token_store.ts";
import { load } from "./load.ts";
import {
  chooseProtection,
  type ProtectionChoice,
  type ProtectionOptions,
} from "./protection/choose.ts";
import { describeProtection } from "./protection/describe_protection.ts";
import type { FileStoreOptions, StoreNotice } from "./store/file_store.ts";

export type { ProtectionChoice } from "./protection/choose.ts";
export type { AskPassphrase } from "./protection/protection.ts";
export type { StoreNotice } from "./store/file_store.ts";

/** What opening the storage may ask and tell. */
export interface StorageOptions extends ProtectionOptions {
  /** Hears of each thing that a user should know, once. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/** What is kept on this machine, and how it is protected. */
export interface Storage {
  /** Where the key is, and why. */
  readonly protection: ProtectionChoice;
  /** How tokens are kept, the end of a sentence. */
  readonly description: string;
  /** Tokens; what cannot be read counts as none. */
  readonly tokens: TokenStore;
  /**
   * Secrets of profiles; what cannot be read is an error, and stays. Absent
   * where they would be lost with a restart, or open to others.
   */
  readonly secrets?: TokenStore;
}

/** Where a secret outlives the machine's next start. */
const LASTING: readonly ProtectionChoice["name"][] = ["keyring", "vault"];

async function storesOf(
  protection: ProtectionChoice,
  { directory, onNotice }: StorageOptions,
): Promise<Pick<Storage, "tokens" | "secrets">> {
  const { name, holder, problem } = protection;
  if (problem !== undefined) {
    const { SituationError } = await load<
      typeof import("./protection/situation_table.ts")
    >("./protection/situation_table.ts", import.meta.url);
    throw new SituationError("Cannot use kept tokens", problem);
  }
  if (name === "memory") {
    const { createMemoryStore } = await load<
      typeof import("./store/memory_store.ts")
    >("./store/memory_store.ts", import.meta.url);
    return { tokens: createMemoryStore() };
  }
  if (holder === undefined && name !== "plaintext") {
    throw new StoreError("no_key", "Cannot use kept tokens: there is no key");
  }
  return await filesIn(`${directory}/${name}`, {
    isLasting: LASTING.includes(name),
    ...(holder === undefined ? {} : { key: holder }),
    ...(onNotice === undefined ? {} : { onNotice }),
  });
}

async function filesIn(
  directory: string,
  { isLasting, ...options }:
    & Pick<FileStoreOptions, "key" | "onNotice">
    & { readonly isLasting: boolean },
): Promise<Pick<Storage, "tokens" | "secrets">> {
  const { createFileStore } = await load<
    typeof import("./store/file_store.ts")
  >("./store/file_store.ts", import.meta.url);
  const open = (own: Pick<FileStoreOptions, "damaged" | "suffix">) =>
    createFileStore({ ...options, ...own, directory });
  return {
    tokens: open({ damaged: "set_aside", suffix: ".tokens" }),
    ...(isLasting
      ? { secrets: open({ damaged: "refuse", suffix: ".secrets" }) }
      : {}),
  };
}

/**
 * Opens what is kept on this machine.
 *
 * @param options Where it is, and whom to ask.
 * @returns The storage.
 * @throws {StoreError} If its key cannot be had.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const protection = await chooseProtection(options);
  return {
    protection,
    description: describeProtection(protection),
    ...await storesOf(protection, options),
  };
}
