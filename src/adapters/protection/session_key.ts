/**
 * Keeps an unlocked vault's key in the kernel, so that one passphrase is
 * enough for a while: in the session's keyring, which ends with the login;
 * where a login has none (SSH without PAM, containers), in the user's. What
 * the kernel refuses is asked for again, so nothing here ever fails.
 *
 * @module
 */
import {
  findKernelKey,
  hasSessionKeyring,
  putKernelKey,
  removeKernelKey,
  RINGS,
} from "./kernel_calls.ts";
import { KEY_BYTES } from "./protection.ts";

/** How long a vault stays open, in seconds: a working day. */
export const OPEN_SECONDS = 8 * 60 * 60;

const PLACES = [RINGS.session, RINGS.user];

function describe(vaultId: string): string {
  return `entrada:vault:${vaultId}`;
}

/**
 * Looks for the key of an unlocked vault.
 *
 * @param vaultId Which vault.
 * @returns Its key, or `undefined` if it is locked.
 */
export function findSessionKey(
  vaultId: string,
): Uint8Array<ArrayBuffer> | undefined {
  for (const ring of PLACES) {
    try {
      const value = findKernelKey(ring, describe(vaultId))?.value;
      if (value?.length === KEY_BYTES) return value;
    } catch {
      // Then the passphrase opens it.
    }
  }
  return undefined;
}

/**
 * Leaves a vault unlocked for a while.
 *
 * @param vaultId Which vault.
 * @param key Its key.
 */
export function putSessionKey(
  vaultId: string,
  key: Uint8Array<ArrayBuffer>,
): void {
  try {
    putKernelKey(hasSessionKeyring() ? RINGS.session : RINGS.user, {
      description: describe(vaultId),
      value: key,
      seconds: OPEN_SECONDS,
    });
  } catch {
    // Then it is asked for again next time.
  }
}

/**
 * Locks a vault again.
 *
 * @param vaultId Which vault.
 */
export function dropSessionKey(vaultId: string): void {
  for (const ring of PLACES) {
    try {
      const key = findKernelKey(ring, describe(vaultId));
      if (key !== undefined) removeKernelKey(key.serial);
    } catch {
      // What cannot be found there is not there for anybody else either.
    }
  }
}
