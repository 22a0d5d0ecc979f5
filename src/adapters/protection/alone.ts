import {
  AuthError,
  StoreError,
  type StoreErrorReason,
} from "../../engine/errors.ts";
import { UnsafeFileError } from "../files.ts";
import { LockError, withLock } from "../lock.ts";

/** A hundred processes that start at once ask a keyring one after the other. */
const DEADLINE_MS = 60_000;

const REASONS: Readonly<Record<string, readonly [StoreErrorReason, string]>> = {
  EROFS: ["read_only", "Set ENTRADA_HOME to a directory that can be written"],
  ENOSPC: ["full", "Make room on the disk"],
  EDQUOT: ["full", "Make room within your quota"],
  EACCES: ["forbidden", "Check who may write the state directory"],
  EPERM: ["forbidden", "Check who may write the state directory"],
};

function codeOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "EACCES";
  if (!(error instanceof Error) || error instanceof AuthError) return "";
  if (!("code" in error)) return "";
  const { code } = error;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : "";
}

/**
 * Says what the file system did.
 *
 * @param action What could not be done.
 * @param error What it failed with.
 * @returns A `StoreError`; what is none of the file system's as it is.
 */
export function asStoreError(action: string, error: unknown): unknown {
  if (error instanceof LockError) {
    return new StoreError(
      error.reason === "busy" ? "busy" : "no_locks",
      `${action}: ${error.message}`,
      {
        cause: error,
        hint: error.reason === "busy"
          ? "Try again when the other process has ended"
          : "Set ENTRADA_HOME to a directory on a disk of this machine",
      },
    );
  }
  if (error instanceof UnsafeFileError) {
    return new StoreError("unsafe", `${action}: ${error.message}`, {
      cause: error,
      hint: error.hint,
    });
  }
  const code = codeOf(error);
  if (code === "") return error;
  const [reason, hint] = REASONS[code] ?? ["failed", "Check the disk"];
  const said = code === "EACCES" || code === "EPERM" ? "not allowed" : code;
  return new StoreError(reason, `${action}: the file system says "${said}"`, {
    cause: error,
    hint,
  });
}

/**
 * Touches a file that has to do with a key.
 *
 * @param action What is done, to be named in an error.
 * @param work What to do.
 * @returns What `work` returns.
 * @throws {StoreError} If the file system fails.
 */
export async function onDisk<T>(
  action: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(action, error);
  }
}

/**
 * Changes a key while no other process does.
 *
 * @param path What the lock is beside.
 * @param work What to do.
 * @param options What ends the wait for others.
 * @returns What `work` returns.
 * @throws {StoreError} If the lock cannot be had.
 */
export async function alone<T>(
  path: string,
  work: () => Promise<T>,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  return await onDisk(
    "Cannot keep other processes from the key",
    () =>
      withLock(path, work, {
        deadlineMs: DEADLINE_MS,
        ...(signal === undefined ? {} : { signal }),
      }),
  );
}
