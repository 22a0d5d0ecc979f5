// What is looked at before a file is opened that somebody else may have put there.
import { UnsafeFileError } from "./files.ts";

/**
 * Looks at what stands in a file's place: whoever opens a pipe waits for its
 * writer, and what `/proc` shows is no text of a project.
 *
 * @param path The file's path.
 * @param most The number of bytes that it may have.
 * @returns Whether there is a file.
 * @throws {UnsafeFileError} If something else is there, or a longer file.
 */
export function isPlainFile(path: string, most: number): boolean {
  let info: Deno.FileInfo;
  let place: string;
  try {
    info = Deno.statSync(path);
    place = Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw new UnsafeFileError(
      "it cannot be looked at",
      "Check what it is, and where it leads to if it is a link",
    );
  }
  if (!info.isFile || /^\/(dev|proc|sys)\//.test(place)) {
    throw new UnsafeFileError(
      "it is not a plain file",
      "Put a file in its place, or take it away",
    );
  }
  if (info.size <= most) return true;
  throw new UnsafeFileError(
    `it is longer than ${most / 1024 ** 2} MiB`,
    "Check what is in it",
  );
}
