import { UsageError } from "../errors.ts";
import type { ForeignFlags } from "../flags/config.ts";
import { kebab } from "../flags/kinds.ts";
import type { SettingFlags } from "../flags/settings.ts";

/** Options of entra-auth-cli, and what they are called here. */
const NAMES = [
  ["tenantId", "tenant"],
  ["certificatePath", "clientCertificate"],
  ["privateKeyPath", "clientKey"],
] as const satisfies readonly (readonly [
  keyof ForeignFlags,
  keyof SettingFlags,
])[];

/**
 * Takes options by the names that entra-auth-cli has for them.
 *
 * @param flags The options.
 * @returns The options by their own names.
 * @throws {UsageError} If one is given by both names, or a certificate is
 * announced and not named.
 */
export function withForeignOptions<F extends ForeignFlags & SettingFlags>(
  flags: F,
): Omit<F, keyof ForeignFlags> {
  const { tenantId, certificatePath, privateKeyPath, useCertificate, ...own } =
    flags;
  const given = { tenantId, certificatePath, privateKeyPath };
  const taken: Record<string, string> = {};
  for (const [foreign, name] of NAMES) {
    const value = given[foreign];
    if (value === undefined) continue;
    if (flags[name] !== undefined) {
      throw new UsageError(
        `Cannot use --${kebab(foreign)} and --${kebab(name)} together`,
        "They are the same; give one of them",
      );
    }
    taken[name] = value;
  }
  const named = flags.clientCertificate ?? certificatePath;
  if (useCertificate && named === undefined) {
    throw new UsageError(
      "Cannot use a certificate that is not named",
      "Give its path with --client-certificate",
    );
  }
  return { ...own, ...taken };
}
