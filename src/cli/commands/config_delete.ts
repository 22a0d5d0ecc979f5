import { findProfile } from "../../settings/profile.ts";
import { removeProfile } from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import { confirm } from "../terminal/confirm.ts";
import type { ConfigDeleteFlags } from "../flags/config.ts";
import { forgetProfile } from "../kept/forget.ts";
import { requireOwnProfile } from "../profiles/own_profile.ts";
import { loadProfiles } from "../profiles/profile_store.ts";
import { updateProfiles } from "../profiles/update_profiles.ts";
import { requireNamed } from "../profiles/profile_names.ts";
import { removeLeftovers } from "../kept/stored_secrets.ts";

/** Deletes a profile. */
export default async function configDelete(
  this: Context,
  flags: ConfigDeleteFlags,
  argument?: string,
): Promise<void> {
  const { io, messages } = this;
  const name = requireNamed(argument, flags);
  const document = await loadProfiles(io);
  const isKnown = findProfile(document.profiles, name) !== undefined;
  // No other command reaches what a profile has left that is not there any more.
  if (!isKnown && await removeLeftovers(name, { context: this })) {
    return messages.note(
      `There is no profile "${name}"; what was kept under its name is removed`,
    );
  }
  const profile = await requireOwnProfile(document, { name, io });
  const question = `Delete the profile "${profile.name}"`;
  if (!flags.yes && !flags.force && !await confirm(question, this)) {
    return messages.say("Nothing was deleted");
  }
  // First, so that whoever is interrupted has a profile to delete again.
  await forgetProfile(profile.name, { context: this, flags: {} });
  // Read again: the question may have been open for long.
  await updateProfiles(io, async (present) => {
    // A later profile of the same name must not find it.
    await removeLeftovers(profile.name, { context: this });
    return removeProfile(present, profile.name);
  });
  messages.note(`Deleted the profile "${profile.name}"`);
}
