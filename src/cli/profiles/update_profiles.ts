import type { WriteOptions } from "../../adapters/files.ts";
import type { LockError } from "../../adapters/lock.ts";
import {
  formatProfiles,
  parseProfiles,
  type ProfilesDocument,
  SCHEMA_FILE,
} from "../../settings/profiles_document.ts";
import schema from "../../settings/profiles.schema.json" with { type: "json" };
import { StorageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { loadProfiles, profilesPath, storageError } from "./profile_store.ts";

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
  const text = formatProfiles(document);
  // What could not be read again is not written.
  parseProfiles(text, path);
  // First, so that nothing has changed when it is refused.
  await write(description, JSON.stringify(schema, undefined, 2) + "\n");
  // People keep their settings elsewhere and link to them.
  await write(path, text, { followLink: true });
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
