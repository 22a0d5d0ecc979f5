import {
  AuthError,
  StoreError,
  type StoreErrorReason,
} from "../../engine/errors.ts";
import type { Unreadable } from "./sealing.ts";

interface Explanation {
  readonly reason: StoreErrorReason;
  readonly why: string;
  readonly hint: string;
}

const FULL: Explanation = {
  reason: "full",
  why: "the disk is full, or your share of it",
  hint: "Free some space, then try again",
};
const READ_ONLY: Explanation = {
  reason: "read_only",
  why: "its file system is read-only",
  hint: "Choose a directory that can be written to",
};
const FORBIDDEN: Explanation = {
  reason: "forbidden",
  why: "permission is denied",
  hint: "Check that the file and its directory are yours",
};
const BUSY: Explanation = {
  reason: "busy",
  why: "another process does not let go of it",
  hint: "Wait until the other process has ended, or end it",
};
const NO_LOCKS: Explanation = {
  reason: "no_locks",
  why: "its file system has no locks",
  hint: "Choose a directory on a disk of this machine",
};
const OTHER: Explanation = {
  reason: "failed",
  why: "the file system refused",
  hint: "Check the disk and its directory",
};

const NO_DIRECTORY: Explanation = {
  reason: "failed",
  why: "something else than a directory is in its path",
  hint: "Choose a directory, with ENTRADA_HOME if you have set it",
};

const BY_CODE: Readonly<Record<string, Explanation>> = {
  ENOSPC: FULL,
  EFBIG: FULL,
  EROFS: READ_ONLY,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  ENOTDIR: NO_DIRECTORY,
};

/** Deno has no code for these: EDQUOT, and what Windows says of disks and quotas. */
const FULL_NUMBERS: Readonly<Record<string, readonly number[]>> = {
  linux: [122],
  darwin: [69],
  windows: [39, 112, 1295],
};

function isFull({ message }: Error): boolean {
  const [, number] = /\(os error (\d+)\)/.exec(message) ?? [];
  const numbers = FULL_NUMBERS[Deno.build.os] ?? [];
  return number !== undefined && numbers.includes(Number(number));
}

/** By its name: the modules of both errors are loaded only when they are used. */
function explain(cause: Error): Explanation {
  if (cause.name === "LockError" && "reason" in cause) {
    return cause.reason === "busy" ? BUSY : NO_LOCKS;
  }
  if (cause.name === "UnsafeFileError" && "hint" in cause) {
    const hint = String(cause.hint);
    return { reason: "unsafe", why: cause.message, hint };
  }
  if (cause instanceof Deno.errors.NotCapable) return FORBIDDEN;
  const code = "code" in cause ? String(cause.code) : "";
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (isFull(cause)) return FULL;
  if (code === "") return OTHER;
  return { ...OTHER, why: `the file system refused (${code})` };
}

/** Deno has no class for some of what a system says, but always this text. */
function isOfFiles(cause: unknown): cause is Error {
  return cause instanceof Error && (
    "code" in cause || cause.name === "LockError" ||
    cause.name === "UnsafeFileError" ||
    /\(os error \d+\)/.test(cause.message) ||
    Object.values(Deno.errors).some((kind) => cause instanceof kind)
  );
}

/**
 * Says what could not be done to a file.
 *
 * @param action Such as `read "…"`.
 * @param cause What went wrong; what is none of the file system's stays as it
 * is, such as the error of a prompt for a passphrase.
 * @returns What to throw.
 */
export function storeError(action: string, cause: unknown): unknown {
  if (cause instanceof AuthError || !isOfFiles(cause)) return cause;
  const { reason, why, hint } = explain(cause);
  return new StoreError(reason, `Cannot ${action}: ${why}`, { cause, hint });
}

/**
 * Says that a file is there but cannot be read.
 *
 * @param action Such as `read "…"`.
 * @param unreadable Why.
 * @returns The error to throw.
 */
export function unreadableError(
  action: string,
  unreadable: Unreadable,
): StoreError {
  return unreadable === "damaged"
    ? new StoreError("failed", `Cannot ${action}: the file is damaged`, {
      hint: "Bring the file back from a copy, or forget it and store it anew",
    })
    : new StoreError("no_key", `Cannot ${action}: another key sealed it`, {
      hint:
        "Use the protection that it was stored with, or forget it and store it anew",
    });
}
