import { profilesFile } from "../settings/location.ts";
import { findProfile, type Profile } from "../settings/profile.ts";
import {
  EMPTY_DOCUMENT,
  formatProfiles,
  parseProfiles,
  type ProfilesDocument,
  SCHEMA_FILE,
} from "../settings/profiles_document.ts";
import schema from "../settings/profiles.schema.json" with { type: "json" };
import {
  ConfigurationError,
  ProfileNotFoundError,
  StorageError,
} from "./errors.ts";
import type { Io } from "./io.ts";

/**
 * Tells where the profiles are kept.
 *
 * @param io The world.
 * @returns The file's path.
 * @throws {ConfigurationError} If not even a home directory is known.
 */
export function profilesPath(io: Io): string {
  const path = profilesFile({ os: io.host.os, env: io.env });
  if (path !== undefined) return path;
  throw new ConfigurationError(
    "Cannot tell where the profiles are: no home directory is known",
    "Set ENTRADA_HOME to a directory of your own",
  );
}

function storageError(action: string, cause: unknown): never {
  const error = new StorageError(
    `Cannot ${action}`,
    "Check that the file and its directory are yours and not full or read-only",
  );
  throw Object.assign(error, { cause });
}

/**
 * Reads the profiles.
 *
 * @param io The world.
 * @returns The file's content; an empty one when there is no file.
 * @throws {SettingsError} If the file is damaged; it is left as it is.
 * @throws {StorageError} If it may not be read.
 */
export async function loadProfiles(io: Io): Promise<ProfilesDocument> {
  const path = profilesPath(io);
  const text = await io.files.read(path)
    .catch((cause) => storageError(`read ${path}`, cause));
  return text === undefined ? EMPTY_DOCUMENT : parseProfiles(text, path);
}

/**
 * Writes the profiles, and beside them the description of their format, which
 * `$schema` leads editors to.
 *
 * @param document The content.
 * @param io The world.
 * @throws {StorageError} If it cannot be written; the old content stays.
 */
export async function saveProfiles(
  document: ProfilesDocument,
  io: Io,
): Promise<void> {
  const path = profilesPath(io);
  const description = path.replace(/[^/\\]+$/, SCHEMA_FILE);
  try {
    await io.files.writePrivate(path, formatProfiles(document));
    await io.files.writePrivate(
      description,
      JSON.stringify(schema, undefined, 2) + "\n",
    );
  } catch (cause) {
    storageError(`write ${path}`, cause);
  }
}

function namesHint(profiles: readonly Profile[]): string {
  if (profiles.length === 0) {
    return "There are no profiles yet; make one with entrada config create";
  }
  const shown = profiles.slice(0, 10).map((profile) => profile.name).join(", ");
  const more = profiles.length - 10;
  return `The profiles are ${shown}` +
    (more > 0 ? ` and ${more} more (entrada config list)` : "");
}

/**
 * Finds a profile by its name.
 *
 * @param document The profiles.
 * @param name The name, in any case.
 * @returns The profile.
 * @throws {ProfileNotFoundError} If there is none.
 */
export function requireProfile(
  document: ProfilesDocument,
  name: string,
): Profile {
  const found = findProfile(document.profiles, name);
  if (found !== undefined) return found;
  throw new ProfileNotFoundError(
    `Cannot find the profile "${name}"`,
    namesHint(document.profiles),
  );
}

/**
 * Finds the profile that is meant when none is named: the default one, else
 * the only one.
 *
 * @param document The profiles.
 * @returns The profile, or `undefined` when none is meant.
 * @throws {ProfileNotFoundError} If the default one is not there.
 */
export function unnamedProfile(
  document: ProfilesDocument,
): Profile | undefined {
  if (document.default !== undefined) {
    return requireProfile(document, document.default);
  }
  return document.profiles.length === 1 ? document.profiles[0] : undefined;
}
