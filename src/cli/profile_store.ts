import {
  NotUtf8Error,
  UnsafeFileError,
  type WriteOptions,
} from "../adapters/files.ts";
import type { LockError } from "../adapters/lock.ts";
import { profilesFile } from "../settings/location.ts";
import { findProfile, type Profile } from "../settings/profile.ts";
import {
  EMPTY_DOCUMENT,
  formatProfiles,
  notUtf8,
  parseOneProfile,
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

function storageError(
  action: string,
  { cause, io }: { readonly cause: unknown; readonly io: Io },
): StorageError {
  const [why, hint] = sentences(cause, io);
  return Object.assign(new StorageError(`Cannot ${action}${why}`, hint), {
    cause,
  });
}

/** By its name, since the module is loaded only when something is locked. */
function lockError(path: string, error: unknown): StorageError | undefined {
  if (!(error instanceof Error) || error.name !== "LockError") return undefined;
  const { reason } = error as LockError;
  const known = new StorageError(
    `Cannot write ${path}: ${error.message}`,
    reason === "busy"
      ? "Wait until the other entrada has ended, or end it"
      : "Set ENTRADA_HOME to a directory on a disk of this machine",
  );
  return Object.assign(known, { cause: error });
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
  return await readDocument(io, parseProfiles);
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
): Promise<ProfilesDocument> {
  const path = profilesPath(io);
  const { signal } = io;
  const reading = io.files.read(path, { fatal: true, signal });
  const text = await reading.catch((cause) => {
    signal.throwIfAborted();
    throw cause instanceof NotUtf8Error
      ? notUtf8(cause.bytes, path)
      : storageError(`read ${path}`, { cause, io });
  });
  return text === undefined ? EMPTY_DOCUMENT : parse(text, path);
}

/** `$schema` leads editors to the description of the format beside the file. */
async function saveProfiles(
  document: ProfilesDocument,
  { path, io }: { readonly path: string; readonly io: Io },
): Promise<void> {
  const description = path.replace(/[^/\\]+$/, SCHEMA_FILE);
  const write = (file: string, text: string, options?: WriteOptions) =>
    io.files.writePrivate(file, text, options).catch((cause) => {
      throw storageError(`write ${file}`, { cause, io });
    });
  // First, so that nothing has changed when it is refused.
  await write(description, JSON.stringify(schema, undefined, 2) + "\n");
  // People keep their settings elsewhere and link to them.
  await write(path, formatProfiles(document), { followLink: true });
}

/** Makes the new content of the file out of the present one. */
export type ProfilesChange = (
  document: ProfilesDocument,
) => ProfilesDocument | Promise<ProfilesDocument>;

/**
 * Changes the profiles, while no other process does: what another one has
 * written is seen, and nothing of it is lost.
 *
 * @param io The world.
 * @param change Makes the new content; what belongs to it, such as a sealed
 * secret, can be written on the way.
 * @param undo Takes back what `change` wrote when the content is not written;
 * still while no other process does anything.
 * @throws {SettingsError} If the file is damaged; it is left as it is.
 * @throws {StorageError} If it cannot be written; the old content stays.
 */
export async function updateProfiles(
  io: Io,
  change: ProfilesChange,
  { undo }: { readonly undo?: () => Promise<void> } = {},
): Promise<void> {
  const path = profilesPath(io);
  const update = async () => {
    const document = await loadProfiles(io);
    try {
      await saveProfiles(await change(document), { path, io });
    } catch (error) {
      // What stopped the writing matters more than what is left.
      await undo?.().catch(() => {});
      throw error;
    }
  };
  if (io.files.withLock === undefined) return await update();
  let entered = false;
  const work = async () => {
    entered = true;
    await update();
  };
  try {
    await io.files.withLock(path, work, io.signal);
  } catch (error) {
    if (entered || io.signal.aborted) throw error;
    throw lockError(path, error) ??
      storageError(`write ${path}`, { cause: error, io });
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
