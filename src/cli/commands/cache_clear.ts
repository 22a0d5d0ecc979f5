import { confirm } from "../terminal/confirm.ts";
import type { Context } from "../context.ts";
import type { CacheClearFlags } from "../flags/kept.ts";
import { forgetEverything, forgetProfile } from "../kept/forget.ts";
import { requireProfile } from "../profiles/profile_store.ts";
import { loadUsedProfiles } from "../profiles/used_profiles.ts";

/** Forgets what is kept, for one profile or all of them. */
export default async function cacheClear(
  this: Context,
  flags: CacheClearFlags,
): Promise<void> {
  const { profile, yes, ...kept } = flags;
  const whose = profile === undefined ? "" : ` for the profile "${profile}"`;
  const question = `Forget every token${whose}`;
  if (!yes && !await confirm(question, this)) {
    return this.messages.say("Nothing was forgotten");
  }
  const had = profile === undefined
    ? await forgetEverything(this) > 0
    : await forgetProfile(profile, { context: this, flags: kept });
  // What a profile left that is gone can still be cleared by its name.
  if (!had && profile !== undefined) {
    requireProfile(await loadUsedProfiles(this.io), profile);
  }
  this.messages.note(
    had ? `Forgot every token${whose}` : `Nothing was kept${whose}`,
  );
}
