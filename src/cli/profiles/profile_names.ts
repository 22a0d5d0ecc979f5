import { UsageError } from "../errors.ts";
import type { NameFlags } from "../flags/config.ts";

/**
 * Tells which profile a command is about: its argument and two options name it.
 *
 * @param name The argument.
 * @param flags The options.
 * @returns The name; `undefined` when nothing names one.
 * @throws {UsageError} If two profiles are named.
 */
export function namedProfile(
  name: string | undefined,
  flags: NameFlags,
): string | undefined {
  const [first, ...others] = [name, flags.profile, flags.name]
    .filter((each) => each !== undefined);
  const other = others.find((each) =>
    each.toLowerCase() !== first?.toLowerCase()
  );
  if (other === undefined) return first;
  throw new UsageError(
    `Cannot tell which profile is meant: "${first}" or "${other}"`,
    "Name it once",
  );
}

/**
 * Tells which profile a command is about, which cannot do without.
 *
 * @param name The argument.
 * @param flags The options.
 * @returns The name.
 * @throws {UsageError} If none is named, or two are.
 */
export function requireNamed(
  name: string | undefined,
  flags: NameFlags,
): string {
  const found = namedProfile(name, flags);
  if (found !== undefined) return found;
  throw new UsageError(
    "Cannot tell which profile is meant",
    "Name one; entrada config list shows them",
  );
}
