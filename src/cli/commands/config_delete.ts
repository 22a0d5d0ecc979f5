import { removeProfile } from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ConfigDeleteFlags } from "../flags/config.ts";
import {
  loadProfiles,
  requireProfile,
  updateProfiles,
} from "../profile_store.ts";

async function confirmed(context: Context, name: string): Promise<boolean> {
  const { io } = context;
  if (!io.stdin.isTerminal) {
    throw new UsageError(
      `Cannot ask whether to delete the profile "${name}": standard input is not a terminal`,
      "Add --yes to delete it without a question",
    );
  }
  io.stderr.write(`Delete the profile "${name}"? [y/N] `);
  const answer = await io.stdin.readLine(io.signal);
  return /^y(es)?$/i.test(answer?.trim() ?? "");
}

/** Deletes a profile. */
export default async function configDelete(
  this: Context,
  flags: ConfigDeleteFlags,
  name: string,
): Promise<void> {
  const { io, messages } = this;
  const profile = requireProfile(await loadProfiles(io), name);
  if (!flags.yes && !(await confirmed(this, profile.name))) {
    return messages.say("Nothing was deleted");
  }
  // Read again: the question may have been open for long.
  await updateProfiles(
    io,
    (document) => removeProfile(document, profile.name),
  );
  messages.note(`Deleted the profile "${profile.name}"`);
}
