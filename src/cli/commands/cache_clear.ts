import { confirm } from "../confirm.ts";
import type { Context } from "../context.ts";
import type { CacheClearFlags } from "../flags/kept.ts";
import { forgetProfile } from "../forget.ts";
import { statePath } from "../storage.ts";

async function clearAll(context: Context): Promise<boolean> {
  const records = await context.io.records(statePath(context));
  return await records.removeAll() > 0;
}

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
    ? await clearAll(this)
    : await forgetProfile(profile, { context: this, flags: kept });
  this.messages.note(
    had ? `Forgot every token${whose}` : `Nothing was kept${whose}`,
  );
}
