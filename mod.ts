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
 * @example Call an API as a profile says, with the tokens that are kept for it
 * ```ts
 * import { fromProfile } from "./mod.ts";
 *
 * async function whoAmI(): Promise<unknown> {
 *   const client = await fromProfile("work");
 *   const answer = await client.fetch("https://graph.microsoft.com/v1.0/me");
 *   return await answer.json();
 * }
 * console.log(typeof whoAmI);
 * ```
 *
 * @example Give a client of the Azure SDK its credential
 * ```ts
 * import { createClient } from "./mod.ts";
 *
 * const credential = createClient({
 *   tenantId: "contoso.onmicrosoft.com",
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   auth: { secret: "from a safe place" },
 * }).asCredential();
 * // new SecretClient("https://contoso.vault.azure.net", credential)
 * console.log(typeof credential.getToken);
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
export {
  fromProfile,
  type ProfileClient,
  type ProfileOptions,
} from "./src/adapters/from_profile.ts";
