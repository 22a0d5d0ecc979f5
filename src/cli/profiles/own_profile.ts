import { findProfile, type Profile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import { ProfileNotFoundError } from "../errors.ts";
import type { Io } from "../io.ts";
import { requireProfile } from "./profile_store.ts";
import { loadUsedProfiles } from "./used_profiles.ts";

/** A project file that cannot be read takes no part in what is one's own. */
async function projectFileOf(
  name: string,
  io: Io,
): Promise<string | undefined> {
  const used = await loadUsedProfiles(io).catch(() => undefined);
  io.signal.throwIfAborted();
  return used !== undefined && findProfile(used.profiles, name) !== undefined
    ? used.projectFile
    : undefined;
}

/**
 * Finds a profile that is to be changed: one of the user's own, since what a
 * project shares is not Entrada's to write.
 *
 * @param document The user's own profiles.
 * @param options The profile's name, in any case, and the world.
 * @returns The profile.
 * @throws {ProfileNotFoundError} If there is none; it tells whether a project
 * has it.
 */
export async function requireOwnProfile(
  document: ProfilesDocument,
  { name, io }: { readonly name: string; readonly io: Io },
): Promise<Profile> {
  const own = findProfile(document.profiles, name);
  const file = own === undefined ? await projectFileOf(name, io) : undefined;
  if (file === undefined) return requireProfile(document, name);
  throw new ProfileNotFoundError(
    `Cannot change the profile "${name}": it is in the project file ${file}`,
    "Change it there",
  );
}
