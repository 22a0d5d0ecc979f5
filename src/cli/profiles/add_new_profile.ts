import type { Profile } from "../../settings/profile.ts";
import {
  addProfile,
  type ProfilesDocument,
} from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import type { SecretFlags } from "../flags/config.ts";
import { clearName } from "./profile_changes.ts";
import { requireNew } from "./profile_draft.ts";
import { type GivenSecret, storeSecret } from "../kept/store_secrets.ts";
import { removeStoredSecrets } from "../kept/stored_secrets.ts";
import { updateProfiles } from "./update_profiles.ts";

/** What comes with a new profile. */
export interface AddProfileOptions {
  /** The secret to seal for it. */
  readonly secret: GivenSecret | undefined;
  /** How it is sealed. */
  readonly flags: SecretFlags;
  /** The world, and whom to tell. */
  readonly context: Context;
  /** Whether it is used when none is named. */
  readonly isDefault?: boolean | undefined;
}

/**
 * Writes a new profile, and seals its secret while no other program does
 * anything; what was sealed is taken back when the profile is not written.
 *
 * @param draft The profile; in the place of a secret that is sealed stands a word.
 * @param options What comes with it.
 * @throws {UsageError} If its name is taken by now.
 * @throws {StoreError | StorageError} If it cannot be kept.
 */
export async function addNewProfile(
  draft: Profile,
  { secret, flags, context, isDefault = false }: AddProfileOptions,
): Promise<void> {
  const { name } = draft;
  let isSealed = false;
  const add = async (document: ProfilesDocument) => {
    // Another program may have made it meanwhile, and sealed its secret.
    requireNew(document, name);
    await clearName(name, context);
    isSealed = secret !== undefined;
    const profile = await storeSecret(draft, { flags, context, secret });
    const added = addProfile(document, profile);
    return isDefault ? { ...added, default: name } : added;
  };
  const undo = async () => {
    if (isSealed) await removeStoredSecrets(name, { context });
  };
  await updateProfiles(context.io, add, { undo });
}
