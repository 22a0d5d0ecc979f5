import { load } from "../../adapters/load.ts";
import type { Secret } from "../../engine/secret.ts";
import type { Profile } from "../../settings/profile.ts";
import { toJson } from "../output/json.ts";
import { keptBy } from "./profile_secrets.ts";
import type { StorageRequest } from "../kept/storage.ts";
import { readStoredSecret, type SecretMember } from "../kept/stored_secrets.ts";

/** What tells an export of ours from other JSON. */
export const EXPORT_FORMAT = "entrada-profiles";
/** Version of the format. */
export const EXPORT_VERSION = 1;
/** What is authenticated as the format. */
export const SEALED_AS = `${EXPORT_FORMAT} ${EXPORT_VERSION}`;

/** Secrets of profiles, by name. */
export type ExportedSecrets = Readonly<
  Record<string, { readonly [M in SecretMember]?: string }>
>;

/**
 * Reads the secrets that are sealed for profiles.
 *
 * @param profiles The profiles.
 * @param request Who reads them.
 * @returns The secrets; profiles that have none sealed are not in it.
 * @throws {StoreError | ConfigurationError} If one cannot be read.
 */
export async function secretsOf(
  profiles: readonly Profile[],
  request: StorageRequest,
): Promise<ExportedSecrets> {
  const found: [string, { readonly [M in SecretMember]?: string }][] = [];
  for (const profile of profiles) {
    const kept = keptBy(profile);
    if (kept === undefined) continue;
    const { member, store } = kept;
    const secret = await readStoredSecret(
      { profile: profile.name, member },
      { store, request },
    );
    found.push([profile.name, { [member]: secret.reveal() }]);
  }
  return Object.fromEntries(found);
}

/**
 * Writes profiles as text that a passphrase seals.
 *
 * @param profiles The profiles.
 * @param options Their secrets, and the passphrase.
 * @returns The text.
 */
export async function sealedExport(
  profiles: readonly Profile[],
  { secrets, passphrase }: {
    readonly secrets: ExportedSecrets;
    readonly passphrase: Secret;
  },
): Promise<string> {
  const { sealText, sealedMembers } = await load<
    typeof import("../../adapters/protection/sealed_text.ts")
  >("../../adapters/protection/sealed_text.ts", import.meta.url);
  const content = { version: EXPORT_VERSION, profiles, secrets };
  const sealed = await sealText(JSON.stringify(content), {
    passphrase,
    format: SEALED_AS,
  });
  return toJson({
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    ...sealedMembers(sealed),
  });
}

/**
 * Writes profiles as text that anybody can read; no secret is in it.
 *
 * @param profiles The profiles.
 * @returns The text, in the format of the profiles file.
 */
export function plainExport(profiles: readonly Profile[]): string {
  return toJson({ version: EXPORT_VERSION, profiles });
}
