import type { Context } from "../context.ts";
import { confirm } from "../terminal/confirm.ts";
import { UsageError } from "../errors.ts";
import type { LogoutFlags } from "../flags/kept.ts";
import {
  forgetAccountOf,
  forgetEverything,
  forgetProfile,
} from "../kept/forget.ts";
import { requireProfile, unnamedProfile } from "../profiles/profile_store.ts";
import { loadUsedProfiles } from "../profiles/used_profiles.ts";

/** The profile that is meant, if it is one. */
async function profileOf(
  { profile, account }: LogoutFlags,
  { io, messages }: Context,
): Promise<string | undefined> {
  const named = profile ?? (io.env("ENTRADA_PROFILE") || undefined);
  if (named !== undefined || account !== undefined) return named;
  const found = unnamedProfile(await loadUsedProfiles(io));
  if (found === undefined) {
    throw new UsageError(
      "Cannot tell whose tokens to forget",
      "Name a profile with -p, an account with --account, or everything with --all",
    );
  }
  messages.note(`Profile: ${found.name}`);
  return found.name;
}

async function forgetAll(flags: LogoutFlags, context: Context): Promise<void> {
  if (flags.profile !== undefined || flags.account !== undefined) {
    throw new UsageError(
      "Cannot use --all with a profile or an account",
      "Leave one of them out",
    );
  }
  const { messages } = context;
  if (!flags.yes && !await confirm("Forget every token and its key", context)) {
    return messages.say("Nothing was forgotten");
  }
  const count = await forgetEverything(context);
  messages.note(
    count === 0 ? "Nothing was kept" : "Forgot every token and its key",
  );
}

/** Forgets tokens. */
export default async function logout(
  this: Context,
  flags: LogoutFlags,
): Promise<void> {
  if (flags.account?.trim() === "") {
    throw new UsageError(
      "Cannot tell which account to forget: --account is empty",
      "Give a user name or an id, as entrada cache list shows them",
    );
  }
  if (flags.all) return await forgetAll(flags, this);
  const { profile: _profile, account, all: _all, yes: _yes, ...kept } = flags;
  const profile = await profileOf(flags, this);
  const request = { context: this, flags: kept };
  const whose = [
    ...(account === undefined ? [] : [`the account "${account}"`]),
    ...(profile === undefined ? [] : [`the profile "${profile}"`]),
  ].join(" in ");
  const had = account === undefined
    ? await forgetProfile(profile ?? "", request)
    : await forgetAccountOf(account, {
      ...request,
      ...(profile === undefined ? {} : { profile }),
    });
  // Whoever mistyped a name would believe to be logged out.
  if (!had && profile !== undefined) {
    requireProfile(await loadUsedProfiles(this.io), profile);
  }
  this.messages.note(
    had ? `Forgot the tokens of ${whose}` : `Nothing was kept for ${whose}`,
  );
}
