import {
  addProfile,
  type ProfilesDocument,
} from "../../settings/profiles_document.ts";
import { StoreError } from "../../engine/errors.ts";
import type { Context } from "../context.ts";
import type { ConfigCreateFlags } from "../flags/config.ts";
import { settingsOfFlags } from "../flag_settings.ts";
import { requireName, requireNew, toProfile } from "../profile_draft.ts";
import { loadProfiles, updateProfiles } from "../profile_store.ts";
import { removeLeftovers, removeStoredSecrets } from "../stored_secrets.ts";
import { readGivenSecret, storeSecret } from "../store_secrets.ts";

/** Whoever was killed between sealing and writing has left something; an old token, too, must not be found. */
async function clearName(name: string, context: Context): Promise<void> {
  try {
    await removeLeftovers(name, { context });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    context.messages.warn(
      `what was kept under this name before could not be removed: ${error.message}`,
    );
  }
}

/** Makes a profile. */
export default async function configCreate(
  this: Context,
  flags: ConfigCreateFlags,
  name: string,
): Promise<void> {
  const { io, messages } = this;
  requireName(name);
  requireNew(await loadProfiles(io), name);
  const { given } = await settingsOfFlags(flags);
  const draft = await toProfile(name, given);
  const options = { flags, context: this };
  const secret = await readGivenSecret(draft, options);
  let isSealed = false;
  const add = async (document: ProfilesDocument) => {
    // Another program may have made it meanwhile, and sealed its secret.
    requireNew(document, name);
    await clearName(name, this);
    isSealed = secret !== undefined;
    const profile = await storeSecret(draft, { ...options, secret });
    const added = addProfile(document, profile);
    return flags.default ? { ...added, default: name } : added;
  };
  const undo = async () => {
    if (isSealed) await removeStoredSecrets(name, { context: this });
  };
  await updateProfiles(io, add, { undo });
  messages.note(
    `Made the profile "${name}"; try it with entrada get-token -p ${name}`,
  );
}
