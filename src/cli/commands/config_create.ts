import {
  addProfile,
  type ProfilesDocument,
} from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import type { ConfigCreateFlags } from "../flags/config.ts";
import { settingsOfFlags } from "../flag_settings.ts";
import { requireName, requireNew, toProfile } from "../profile_draft.ts";
import { loadProfiles, updateProfiles } from "../profile_store.ts";
import { removeStoredSecrets } from "../stored_secrets.ts";
import { storeSecrets } from "../store_secrets.ts";

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
  const profile = await storeSecrets(draft, { flags, context: this });
  const add = (document: ProfilesDocument) => {
    // Another program may have made it meanwhile.
    requireNew(document, name);
    const added = addProfile(document, profile);
    return flags.default ? { ...added, default: name } : added;
  };
  try {
    await updateProfiles(io, add);
  } catch (error) {
    if (profile !== draft) await removeStoredSecrets(name, { context: this });
    throw error;
  }
  messages.note(
    `Made the profile "${name}"; try it with entrada get-token -p ${name}`,
  );
}
