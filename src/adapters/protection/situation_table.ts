import { StoreError, type StoreErrorReason } from "../../engine/errors.ts";

/** A place where a key can be, or the file that says which. */
export type SituationPlace = "keyring" | "kernel" | "vault" | "choice";

interface Entry {
  readonly place: SituationPlace;
  /** Why a store fails because of it; absent when the place works. */
  readonly reason?: StoreErrorReason;
  /** The middle of an error's message: lower-case, without a full stop. */
  readonly what: string;
  readonly next?: string;
}

const ELSEWHERE = "set ENTRADA_TOKEN_STORE to kernel or vault";

/** Every situation that a place for a key can be in. */
const SITUATIONS = {
  keyring_ready: { place: "keyring", what: "the system's keyring works" },
  no_session_bus: {
    place: "keyring",
    reason: "no_key",
    what: "there is no D-Bus session that leads to the system's keyring",
    next: `Start one with "dbus-run-session", or ${ELSEWHERE}`,
  },
  stale_bus_address: {
    place: "keyring",
    reason: "no_key",
    what: "DBUS_SESSION_BUS_ADDRESS leads to a bus that is not there any more",
    next: "Unset DBUS_SESSION_BUS_ADDRESS, or log in again",
  },
  no_secret_service: {
    place: "keyring",
    reason: "no_key",
    what: "the D-Bus session has no keyring service",
    next:
      `Install one, such as gnome-keyring, KWallet or KeePassXC, or ${ELSEWHERE}`,
  },
  no_collection: {
    place: "keyring",
    reason: "no_key",
    what: "the keyring service has no keyring to put a key into",
    next:
      'Make one: log in at the desktop, or run "gnome-keyring-daemon --unlock" and type a password',
  },
  keyring_locked: {
    place: "keyring",
    reason: "locked",
    what: "the system's keyring is locked, and nothing here can ask to open it",
    next: Deno.build.os === "darwin"
      ? 'Run "security unlock-keychain", or log in at the desktop'
      : 'Log in at the desktop, or run "gnome-keyring-daemon --unlock" and type its password',
  },
  keyring_waiting: {
    place: "keyring",
    reason: "locked",
    what: "the system's keyring is locked and waits for somebody to open it",
    next: "Answer the window that asks for its password, then try again",
  },
  keyring_hung: {
    place: "keyring",
    reason: "no_key",
    what: "the keyring service does not answer",
    next:
      `Restart it (for gnome-keyring: "systemctl --user restart gnome-keyring-daemon") or log in again`,
  },
  keyring_not_permitted: {
    place: "keyring",
    reason: "no_key",
    what: "this program may not load the keyring's native library",
    next: "Run it with --allow-ffi, --allow-env and --allow-read",
  },
  native_library_replaced: {
    place: "keyring",
    reason: "no_key",
    what:
      "NAPI_RS_NATIVE_LIBRARY_PATH puts foreign code in the place of the keyring's library",
    next: "Unset NAPI_RS_NATIVE_LIBRARY_PATH",
  },
  native_library_missing: {
    place: "keyring",
    reason: "no_key",
    what: "the keyring's native library cannot be loaded",
    next: `Check that this system is supported, or ${ELSEWHERE}`,
  },
  keyring_foreign_key: {
    place: "keyring",
    reason: "failed",
    what: "what the system's keyring has for entrada is not a key",
    next: 'Remove the item "entrada" from the keyring',
  },
  keyring_failed: {
    place: "keyring",
    reason: "failed",
    what: "the system's keyring failed",
    next: "Run with --verbose to see what it said",
  },
  kernel_ready: {
    place: "kernel",
    what: "the kernel's keyring works, until this machine restarts",
  },
  kernel_ready_without_session: {
    place: "kernel",
    what:
      "the kernel's keyring works, until this machine restarts; this login has no session keyring",
  },
  kernel_unsupported: {
    place: "kernel",
    reason: "no_key",
    what: "this system has no kernel keyring",
    next: "Set ENTRADA_TOKEN_STORE to keyring or vault",
  },
  kernel_not_permitted: {
    place: "kernel",
    reason: "no_key",
    what: "this program may not call the kernel's keyring",
    next: "Run it with --allow-ffi",
  },
  kernel_forbidden: {
    place: "kernel",
    reason: "no_key",
    what: "the kernel's keyring is forbidden here, as it is in most containers",
    next:
      "Use a passphrase (ENTRADA_PASSPHRASE_FILE), or allow add_key and keyctl in the container's seccomp profile",
  },
  kernel_denied: {
    place: "kernel",
    reason: "no_key",
    what: "the kernel's keyring does not let this process at its key",
    next: 'Look at its permissions with "keyctl show @u", or log in again',
  },
  kernel_quota: {
    place: "kernel",
    reason: "full",
    what: "the kernel's keyring has no room left for this user",
    next:
      'Remove keys that nobody needs ("keyctl show @u"), or raise /proc/sys/kernel/keys/maxbytes',
  },
  kernel_foreign_key: {
    place: "kernel",
    reason: "failed",
    what: "what the kernel's keyring has for entrada is not a key",
    next: 'Remove it with "keyctl unlink", see "keyctl show @u"',
  },
  kernel_failed: {
    place: "kernel",
    reason: "failed",
    what: "the kernel's keyring failed",
    next: "Run with --verbose to see what it said",
  },
  vault_locked: {
    place: "vault",
    reason: "locked",
    what: "the vault is locked and nobody can be asked for its passphrase",
    next: "Set ENTRADA_PASSPHRASE_FILE, or run it in a terminal",
  },
  vault_unreadable: {
    place: "vault",
    reason: "failed",
    what: "the vault cannot be read",
    next:
      "Look at vault.json in the state directory: who may read it, and whether it was changed",
  },
  choice_unreadable: {
    place: "choice",
    reason: "failed",
    what: "the file that says where the key is cannot be read",
    next:
      "Look at protection.json in the state directory; without it the place is chosen anew",
  },
  choice_not_kept: {
    place: "choice",
    reason: "failed",
    what: "the state directory cannot be written, so nothing can be kept",
    next: "Set ENTRADA_HOME to a directory of your own",
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** The stable name of a situation. */
export type SituationId = keyof typeof SITUATIONS;

/** Every situation's name. */
export const SITUATION_IDS: readonly SituationId[] = Object.keys(
  SITUATIONS,
) as SituationId[];

/** What a place for a key is like here and now. */
export interface Situation {
  /** Its stable name. */
  readonly id: SituationId;
  /** Which place it is about. */
  readonly place: SituationPlace;
  /** Whether a key can be kept there. */
  readonly works: boolean;
  /** What it is, for people. */
  readonly sentence: string;
  /** What to do about it, one sentence; absent when all is well. */
  readonly next?: string;
  /** Why a store fails because of it; absent when the place works. */
  readonly reason?: StoreErrorReason;
  /** What the system said in its own words: for `--verbose` alone. */
  readonly cause?: unknown;
}

/**
 * Describes a situation.
 *
 * @param id Its name.
 * @param cause What the system said.
 * @returns The situation.
 */
export function situationOf(id: SituationId, cause?: unknown): Situation {
  const { place, reason, what, next }: Entry = SITUATIONS[id];
  return {
    id,
    place,
    works: reason === undefined,
    sentence: what[0]?.toUpperCase() + what.slice(1),
    ...(next === undefined ? {} : { next }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** A store failed because of a situation that has a name. */
export class SituationError extends StoreError {
  /** What the place for the key is like. */
  readonly situation: Situation;

  /**
   * Makes an error from a situation.
   *
   * @param action What could not be done, such as `Cannot read the key`.
   * @param situation Why.
   */
  constructor(action: string, situation: Situation) {
    const { id, reason = "failed", next, cause } = situation;
    super(reason, `${action}: ${SITUATIONS[id].what}`, {
      ...(next === undefined ? {} : { hint: next }),
      ...(cause === undefined ? {} : { cause }),
    });
    this.situation = situation;
  }
}
