import { load } from "../load.ts";
import type { ProtectionName } from "../protection/protection.ts";
import type { Situation } from "../protection/situation_table.ts";
import { isPermitted } from "./path.ts";

/** Where the key of kept tokens can be, and where an earlier run put it. */
export interface ProtectionFacts {
  /** What an earlier run chose; absent when none has. */
  readonly remembered?: {
    /** The place. */
    readonly name: ProtectionName;
    /** Why. */
    readonly reason: string;
  };
  /** Whether the file with the choice is there but cannot be understood. */
  readonly isUnreadable: boolean;
  /** What the system's keyring is like. */
  readonly keyring: Situation;
  /** What the kernel's keyring is like. */
  readonly kernel: Situation;
}

async function rememberedIn(
  directory: string,
): Promise<Pick<ProtectionFacts, "remembered" | "isUnreadable">> {
  if (!isPermitted("read", directory)) return { isUnreadable: true };
  const { readChoice } = await load<
    typeof import("../protection/choose.ts")
  >("../protection/choose.ts", import.meta.url);
  try {
    const choice = await readChoice(directory);
    if (choice === undefined) return { isUnreadable: false };
    const { protection: name, reason } = choice;
    return { isUnreadable: false, remembered: { name, reason } };
  } catch {
    return { isUnreadable: true };
  }
}

/**
 * Tries the places where a key can be, and tells which one was chosen. Nothing
 * is chosen here, and what is tried leaves nothing behind.
 *
 * @param directory The state directory.
 * @param signal Ends it.
 * @returns What was found.
 */
export async function inspectProtection(
  directory: string,
  signal: AbortSignal,
): Promise<ProtectionFacts> {
  const { diagnoseKeyring } = await load<
    typeof import("../protection/situations.ts")
  >("../protection/situations.ts", import.meta.url);
  const [choice, situations] = await Promise.all([
    rememberedIn(directory),
    diagnoseKeyring({ signal }),
  ]);
  return { ...choice, ...situations };
}
