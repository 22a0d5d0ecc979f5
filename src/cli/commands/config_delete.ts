import { removeProfile } from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import { confirm } from "../confirm.ts";
import type { ConfigDeleteFlags } from "../flags/config.ts";
import { forgetProfile } from "../forget.ts";
import {
  loadProfiles,
  requireProfile,
  updateProfiles,
} from "../profile_store.ts";
import { removeStoredSecrets } from "../stored_secrets.ts";

/** Deletes a profile. */
export default async function configDelete(
  this: Context,
  flags: ConfigDeleteFlags,
  name: string,
): Promise<void> {
  const { io, messages } = this;
  const profile = requireProfile(await loadProfiles(io), name);
  const question = `Delete the profile "${profile.name}"`;
  if (!flags.yes && !await confirm(question, this)) {
    return messages.say("Nothing was deleted");
  }
  // Read again: the question may have been open for long.
  await updateProfiles(
    io,
    (document) => removeProfile(document, profile.name),
  );
  // A later profile of the same name must not find them.
  await removeStoredSecrets(profile.name, { context: this });
  await forgetProfile(profile.name, { context: this, flags: {} });
  messages.note(`Deleted the profile "${profile.name}"`);
}
