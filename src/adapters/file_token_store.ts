import type { TokenStore } from "../engine/ports/token_store.ts";
import { Secret } from "../engine/secret.ts";
import type { TokenStoreName } from "../settings/profile.ts";
import { createLateStore } from "./late_store.ts";
import { load } from "./load.ts";

/** Where a script's tokens are kept, and what seals them. */
export interface FileTokenStoreOptions {
  /** Where the files are; by default where the program `entrada` has its own. */
  readonly directory?: string;
  /**
   * What seals them; by default what an earlier run chose, else the first that
   * works of the system's keyring, the kernel's and a passphrase.
   */
  readonly protection?: TokenStoreName;
  /** The passphrase of the vault, where one is needed. */
  readonly passphrase?: string | Secret;
  /** Hears what a user should know, such as a damaged file that was set aside. */
  readonly onNotice?: (notice: {
    /** What it is about. */
    readonly kind: string;
    /** The file. */
    readonly path: string;
  }) => void;
}

/**
 * Makes a store of sealed files, the one that the program `entrada` has. It is
 * loaded and opened when it is first used, for which a script needs
 * `--allow-read` and `--allow-write` for the directory and for this library's
 * own files, `--allow-env`, and `--allow-ffi` for a keyring.
 *
 * @example Keep tokens between runs of a script
 * ```ts
 * import { createClient, createFileTokenStore } from "./mod.ts";
 *
 * const client = createClient({
 *   tenantId: "contoso.onmicrosoft.com",
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   cache: createFileTokenStore(),
 * });
 * console.log(typeof client.getToken);
 * ```
 *
 * @param options Where the files are, and what seals them.
 * @returns The store, for `cache` of `createClient`.
 */
export function createFileTokenStore(
  options: FileTokenStoreOptions = {},
): TokenStore {
  const { directory, protection, passphrase, onNotice } = options;
  return createLateStore(async () => {
    const from = import.meta.url;
    const { stateDirectory } = await load<
      typeof import("../settings/location.ts")
    >("../settings/location.ts", from);
    const { environmentVariable: env } = await load<
      typeof import("./environment.ts")
    >("./environment.ts", from);
    const { openStorage } = await load<typeof import("./storage.ts")>(
      "./storage.ts",
      from,
    );
    const secret = typeof passphrase === "string"
      ? new Secret(passphrase)
      : passphrase;
    const { tokens } = await openStorage({
      directory: directory ?? stateDirectory({ os: Deno.build.os, env }) ?? "",
      asked: protection,
      env,
      canAsk: secret !== undefined,
      ...(secret && { askPassphrase: () => Promise.resolve(secret) }),
      ...(onNotice && { onNotice }),
    });
    return tokens;
  });
}
