/**
 * Profiles: read and written, made by options, answers, an editor or an import,
 * and what is sealed for them.
 *
 * @module
 */
import {
  NotUtf8Error,
  UnsafeFileError,
  UntrustedFileError,
} from "../../adapters/files.ts";
import { profilesFile } from "../../settings/location.ts";
import { findProfile, type Profile } from "../../settings/profile.ts";
import {
  EMPTY_DOCUMENT,
  parseOneProfile,
  parseProfiles,
  type ProfilesDocument,
} from "../../settings/profiles_document.ts";
import { notUtf8 } from "../../settings/settings_text.ts";
import {
  ConfigurationError,
  ProfileNotFoundError,
  StorageError,
} from "../errors.ts";
import type { Io } from "../io.ts";

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

const HINT =
  "Check that the file and its directory are yours and not full or read-only";

/** Deno refuses to look below a device, and does not say that it is one. */
const DEVICE = /^\/dev\/(null|zero|full|u?random|tty)\/*$/;

function isBelowFile(cause: unknown, io: Io): boolean {
  if (!(cause instanceof Error)) return false;
  return "code" in cause && cause.code === "ENOTDIR" ||
    cause.name === "NotCapable" && DEVICE.test(io.env("ENTRADA_HOME") ?? "");
}

function sentences(
  cause: unknown,
  io: Io,
): readonly [why: string, hint: string] {
  if (cause instanceof UnsafeFileError) {
    return [`: ${cause.message}`, cause.hint];
  }
  if (!isBelowFile(cause, io)) return ["", HINT];
  return io.env("ENTRADA_HOME")
    ? [
      ": ENTRADA_HOME is not a directory",
      "Set ENTRADA_HOME to a directory of your own",
    ]
    : [": something else than a directory is in its path", HINT];
}

/**
 * Puts into words what the file system met at the profiles.
 *
 * @param action What could not be done.
 * @param options What it met, and the world.
 * @returns The error.
 */
export function storageError(
  action: string,
  { cause, io }: { readonly cause: unknown; readonly io: Io },
): StorageError {
  const [why, hint] = sentences(cause, io);
  return Object.assign(new StorageError(`Cannot ${action}${why}`, hint), {
    cause,
  });
}

/** How the profiles are read. */
export interface ReadingOptions {
  /** Whether they are shown alone, and nothing is done that they say. */
  readonly looksOnly?: boolean;
}

/**
 * Reads the profiles.
 *
 * @param io The world.
 * @param options Whether whoever reads does not obey what others may have
 * written.
 * @returns The file's content; an empty one when there is no file.
 * @throws {SettingsError} If the file is damaged; it is left as it is.
 * @throws {ConfigurationError} If others may have written it.
 * @throws {StorageError} If it may not be read.
 */
export async function loadProfiles(
  io: Io,
  options: ReadingOptions = {},
): Promise<ProfilesDocument> {
  return await readDocument(io, parseProfiles, options);
}

/**
 * Reads the profiles for the sake of one: among thousands the others need not
 * be right.
 *
 * @param io The world.
 * @param name Its name; the default one if left out.
 * @returns The file's content, with that profile at least if there is one.
 * @throws {SettingsError | StorageError} As {@linkcode loadProfiles}.
 */
export async function loadOneProfile(
  io: Io,
  name: string | undefined,
): Promise<ProfilesDocument> {
  return await readDocument(
    io,
    (text, file) => parseOneProfile(text, { name, file }),
  );
}

async function readDocument(
  io: Io,
  parse: typeof parseProfiles,
  { looksOnly = false }: ReadingOptions = {},
): Promise<ProfilesDocument> {
  const path = profilesPath(io);
  const { signal } = io;
  const home = io.env("HOME") || io.env("USERPROFILE");
  const reading = io.files.read(path, {
    fatal: true,
    signal,
    ...(looksOnly ? {} : { trusted: { home } }),
  });
  const text = await reading.catch((cause) => {
    signal.throwIfAborted();
    if (cause instanceof UntrustedFileError) {
      // It could name programs to be run, and send secrets anywhere.
      throw new ConfigurationError(
        `Cannot use the profiles in ${path}: ${cause.message}`,
        cause.hint,
      );
    }
    throw cause instanceof NotUtf8Error
      ? notUtf8(cause.bytes, { file: path })
      : storageError(`read ${path}`, { cause, io });
  });
  return text === undefined ? EMPTY_DOCUMENT : parse(text, path);
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
export function requireProfile<P extends Profile>(
  { profiles, warnings = [] }: {
    readonly profiles: readonly P[];
    readonly warnings?: readonly string[];
  },
  name: string,
): P {
  const found = findProfile(profiles, name);
  if (found !== undefined) return found;
  throw new ProfileNotFoundError(
    `Cannot find the profile "${name}"`,
    // It may be in a file that is left out.
    [...warnings, namesHint(profiles)].join(". "),
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
export function unnamedProfile<P extends Profile>(
  document: Pick<ProfilesDocument, "default"> & {
    readonly profiles: readonly P[];
    readonly warnings?: readonly string[];
  },
): P | undefined {
  if (document.default !== undefined) {
    return requireProfile(document, document.default);
  }
  return document.profiles.length === 1 ? document.profiles[0] : undefined;
}
