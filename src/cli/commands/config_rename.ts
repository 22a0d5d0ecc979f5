import type { Context } from "../context.ts";
import type { PassphraseFlags } from "../flags/storage.ts";
import { changeProfile } from "../profiles/profile_changes.ts";
import { requireName } from "../profiles/profile_draft.ts";

/** Renames a profile; what is kept for it follows. */
export default async function configRename(
  this: Context,
  flags: PassphraseFlags,
  ...[name, to]: [name: string, to: string]
): Promise<void> {
  requireName(to);
  const options = { context: this, flags, keepsSource: false };
  await changeProfile(name, {
    ...options,
    make: (source) => ({ ...source, name: to }),
  });
  this.messages.note(`Renamed the profile "${name}" to "${to}"`);
}
