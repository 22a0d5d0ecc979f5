import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ConfigDefaultFlags } from "../flags/config.ts";
import { toJson } from "../output/json.ts";
import { loadProfiles, requireProfile } from "../profiles/profile_store.ts";
import { updateProfiles } from "../profiles/update_profiles.ts";

async function show({ io, messages }: Context, json: boolean): Promise<void> {
  const { default: standard } = await loadProfiles(io);
  if (json) return io.stdout.write(toJson({ default: standard ?? null }));
  if (standard !== undefined) {
    return io.stdout.write(sanitizeText(standard) + "\n");
  }
  messages.note(
    "There is no default profile; choose one with entrada config default NAME",
  );
}

/** Shows or chooses the profile that is used when none is named. */
export default async function configDefault(
  this: Context,
  { clear = false, json = false }: ConfigDefaultFlags,
  name?: string,
): Promise<void> {
  const { io, messages } = this;
  if (clear && name !== undefined) {
    throw new UsageError(
      "Cannot choose a default profile and clear it together",
      "Give a name, or --clear",
    );
  }
  if (!clear && name === undefined) return await show(this, json);
  let chosen: string | undefined;
  await updateProfiles(io, (document) => {
    const { default: _before, ...rest } = document;
    if (name === undefined) return rest;
    chosen = requireProfile(document, name).name;
    return { ...rest, default: chosen };
  });
  messages.note(
    chosen === undefined
      ? "There is no default profile any more"
      : `"${chosen}" is the default profile now`,
  );
}
