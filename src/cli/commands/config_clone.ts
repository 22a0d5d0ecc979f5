import type { Context } from "../context.ts";
import type { PassphraseFlags } from "../flags/storage.ts";
import { changeProfile } from "../profiles/profile_changes.ts";
import { requireName } from "../profiles/profile_draft.ts";

/** Makes a profile out of another one. */
export default async function configClone(
  this: Context,
  flags: PassphraseFlags,
  ...[name, to]: [name: string, to: string]
): Promise<void> {
  requireName(to);
  await changeProfile(name, {
    ...{ context: this, flags, keepsSource: true },
    make: (source) => ({ ...source, name: to }),
  });
  this.messages.note(
    `Made the profile "${to}" out of "${name}"; try it with entrada get-token -p ${to}`,
  );
}
