import type { ProtectionChoice } from "./choose.ts";
import type { ProtectionName } from "./protection.ts";

const DESCRIPTIONS: Readonly<Record<ProtectionName, string>> = {
  keyring: "sealed; the key is in the system's keyring",
  kernel:
    "sealed; the key is in the kernel's keyring, until this machine restarts",
  vault: "sealed by your passphrase",
  memory: "in memory only",
  plaintext: "PLAINTEXT, because you asked for it",
};

/**
 * Says how tokens are kept.
 *
 * @param choice Where the key is.
 * @returns The end of a sentence such as `Tokens are kept …`.
 */
export function describeProtection(
  { name, problem }: Pick<ProtectionChoice, "name" | "problem">,
): string {
  return problem === undefined
    ? DESCRIPTIONS[name]
    : `in memory only for this run: ${problem.sentence}`;
}
