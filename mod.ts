/**
 * Entrada: tokens of Microsoft Entra ID for scripts and services. Importing it
 * needs no permission; a call needs `--allow-net` for its authority and
 * nothing else.
 *
 * @example Get a token as the application itself
 * ```ts
 * import { createClient } from "./mod.ts";
 *
 * const client = createClient({
 *   tenantId: "contoso.onmicrosoft.com",
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   auth: { secret: "from a safe place" },
 * });
 * console.log(typeof client.getToken);
 * ```
 *
 * @module
 */
export * from "./src/engine/mod.ts";
export type { TokenStoreName } from "./src/settings/profile.ts";
export {
  createFileTokenStore,
  type FileTokenStoreOptions,
} from "./src/adapters/file_token_store.ts";
export {
  createClient,
  type LibraryAuth,
  type LibraryCertificate,
  type LibraryOptions,
} from "./src/adapters/library.ts";
