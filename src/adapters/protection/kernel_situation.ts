import {
  findKernelKey,
  hasSessionKeyring,
  KERNEL_ERRORS,
  KernelError,
  putKernelKey,
  removeKernelKey,
  RINGS,
} from "./kernel_calls.ts";
import { KEY_BYTES } from "./protection.ts";
import {
  type Situation,
  SituationError,
  type SituationId,
  situationOf,
} from "./situation_table.ts";

const BY_ERROR: ReadonlyMap<number, SituationId> = new Map([
  [KERNEL_ERRORS.forbidden, "kernel_forbidden"],
  [KERNEL_ERRORS.denied, "kernel_denied"],
  [KERNEL_ERRORS.unsupported, "kernel_unsupported"],
  [KERNEL_ERRORS.quota, "kernel_quota"],
  [KERNEL_ERRORS.rejected, "kernel_foreign_key"],
]);

/** A system without the call, and a container that hides it, answer alike. */
function idOf(error: KernelError): SituationId {
  const isHidden = error.errno === KERNEL_ERRORS.unsupported &&
    error.cause === undefined && Deno.build.os === "linux" &&
    ["x86_64", "aarch64"].includes(Deno.build.arch);
  if (isHidden) return "kernel_forbidden";
  return BY_ERROR.get(error.errno) ?? "kernel_failed";
}

/**
 * Names what the kernel failed with.
 *
 * @param action What could not be done.
 * @param error What it failed with.
 * @returns An error with the situation; another error as it is.
 */
export function kernelFailure(action: string, error: unknown): unknown {
  if (error instanceof Deno.errors.NotCapable) {
    const situation = situationOf("kernel_not_permitted", error);
    return new SituationError(action, situation);
  }
  if (!(error instanceof KernelError)) return error;
  return new SituationError(action, situationOf(idOf(error), error));
}

/**
 * Tries the kernel's keyring with a key of its own, which does not stay.
 *
 * @returns What it is like when it works.
 * @throws {SituationError} If a key cannot be kept there.
 */
export function tryKernel(): Situation {
  const action = "Cannot use the kernel's keyring";
  const description = `entrada:probe:${crypto.randomUUID()}`;
  const value = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  try {
    putKernelKey(RINGS.user, { description, value, seconds: 60 });
    const kept = findKernelKey(RINGS.user, description);
    if (kept !== undefined) removeKernelKey(kept.serial);
    if (kept?.value.toHex() !== value.toHex()) {
      throw new KernelError(KERNEL_ERRORS.noKey);
    }
    return situationOf(
      hasSessionKeyring() ? "kernel_ready" : "kernel_ready_without_session",
    );
  } catch (error) {
    throw kernelFailure(action, error);
  }
}
