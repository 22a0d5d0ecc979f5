import { StoreError } from "../../engine/errors.ts";
import {
  hasPassphrase,
  keyringWaits,
  openHolder,
  type ProtectionChoice,
  type ProtectionOptions,
  type RememberedProtection,
} from "./choose.ts";
import { rememberProtection } from "./remember.ts";
import { diagnoseKernelKeyring, diagnoseSystemKeyring } from "./situations.ts";
import {
  type Situation,
  SituationError,
  situationOf,
} from "./situation_table.ts";

/**
 * Names what keeps a place from being used.
 *
 * @param error What it failed with.
 * @returns The situation.
 * @throws {Error} What is none of a store's, as it is.
 */
export function problemOf(error: unknown): Situation {
  if (error instanceof SituationError) return error.situation;
  if (!(error instanceof StoreError)) throw error;
  return situationOf("vault_unreadable", error);
}

/** A vault is to be made, and there is no passphrase for it. */
export function nobodyToAsk(): Situation {
  return situationOf("vault_locked");
}

/**
 * Stands for a choice that cannot be read: the place is not chosen anew, since
 * that would hide what is kept at the old one.
 *
 * @param cause What it was read to.
 * @returns Keeps nothing in this run.
 */
export function unreadableChoice(cause: unknown): ProtectionChoice {
  const problem = situationOf("choice_unreadable", cause);
  return {
    name: "memory",
    reason: problem.sentence,
    remembered: true,
    problem,
  };
}

/** Tries the places, the best first. */
async function firstThatWorks(
  options: ProtectionOptions,
): Promise<RememberedProtection> {
  const { signal } = options;
  const waits = { ...keyringWaits(options), signal };
  const keyring = await diagnoseSystemKeyring(waits);
  if (keyring.works) {
    return { protection: "keyring", reason: keyring.sentence };
  }
  signal?.throwIfAborted();
  const kernel = diagnoseKernelKeyring();
  if (kernel.works) return { protection: "kernel", reason: keyring.sentence };
  const reason = `${keyring.sentence}; ${kernel.sentence}`;
  return { protection: hasPassphrase(options) ? "vault" : "memory", reason };
}

/**
 * Decides where the key is to be, and remembers it.
 *
 * @param options Where to look.
 * @returns The place, and what holds the key there.
 */
export async function decide(
  options: ProtectionOptions,
): Promise<ProtectionChoice> {
  const { directory, signal } = options;
  const { protection, reason } = await firstThatWorks(options);
  // A better place may be there the next time.
  if (protection === "memory") {
    return { name: "memory", reason, remembered: false };
  }
  const first = await openHolder(protection, options);
  // A vault that nobody wanted to make after all is not remembered.
  if (protection === "vault") await first?.obtain(signal);
  try {
    const kept = await rememberProtection(directory, { protection, reason }, {
      replace: false,
      signal,
    });
    const holder = kept.protection === protection
      ? first
      : await openHolder(kept.protection, options);
    return {
      name: kept.protection,
      ...(holder === undefined ? {} : { holder }),
      reason: kept.reason,
      remembered: true,
      isNew: kept.protection === protection,
    };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const problem = situationOf("choice_not_kept", error);
    return { name: protection, reason, remembered: false, problem };
  }
}
