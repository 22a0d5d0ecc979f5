import { UnsafeFileError } from "../../adapters/files.ts";
import { sanitizeText } from "../../engine/text.ts";
import { StorageError } from "../errors.ts";
import type { Io } from "../io.ts";

/**
 * Checks, before anything is done for it, that a file can be written where a
 * person named it: directories are not made for a slip of the finger.
 *
 * @param path The file.
 * @param options What is to be written there, and the world.
 * @throws {StorageError} If its directory is not there.
 */
export async function requireDirectoryFor(
  path: string,
  { what, io }: { readonly what: string; readonly io: Pick<Io, "files"> },
): Promise<void> {
  const isThere = await io.files.hasDirectoryFor?.(path) ?? true;
  if (isThere) return;
  throw new StorageError(
    `Cannot write ${what} to ${sanitizeText(path)}: its directory is not there`,
    "Make the directory first, or name another file",
  );
}

/**
 * Makes the error about a file that could not be written.
 *
 * @param what What was to be written where, such as `the token to x.txt`.
 * @param cause Why it could not.
 * @returns The error.
 */
export function notWritten(what: string, cause: unknown): StorageError {
  const error = cause instanceof UnsafeFileError
    ? new StorageError(`Cannot write ${what}: ${cause.message}`, cause.hint)
    : new StorageError(
      `Cannot write ${what}`,
      "Check that the directory is yours and not full or read-only",
    );
  return Object.assign(error, { cause });
}
