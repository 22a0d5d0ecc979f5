import { UnsafeFileError } from "../../adapters/files.ts";
import { isBrokenPipe } from "../exit_codes.ts";
import { AuthError } from "../../engine/errors.ts";
import { StorageError } from "../errors.ts";
import type { Io } from "../io.ts";

function notWritten(file: string, cause: unknown): unknown {
  if (cause instanceof AuthError || isBrokenPipe(cause)) return cause;
  const what = `Cannot write the answer to ${file}`;
  const error = cause instanceof UnsafeFileError
    ? new StorageError(`${what}: ${cause.message}`, cause.hint)
    : new StorageError(
      what,
      "Check that the directory is there, yours, and not full or read-only",
    );
  return Object.assign(error, { cause });
}

async function textOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of parts) {
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Writes parts to a file as they come; the file is there when all of it is.
 *
 * @param file Its path.
 * @param options The parts, and the world.
 * @throws {StorageError} If it cannot be written.
 */
export async function writeFileParts(
  file: string,
  { parts, io }: {
    readonly parts: AsyncIterable<Uint8Array>;
    readonly io: Io;
  },
): Promise<void> {
  const { files, signal } = io;
  try {
    if (files.writePrivateParts === undefined) {
      await files.writePrivate(file, await textOf(parts));
    } else {
      await files.writePrivateParts(file, parts);
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw notWritten(file, cause);
  }
}
