import type { Profile } from "../../settings/profile.ts";
import { addNewProfile } from "../profiles/add_new_profile.ts";
import type { Context } from "../context.ts";
import type { ConfigCreateFlags } from "../flags/config.ts";
import { settingsOfFlags } from "../call/flag_settings.ts";
import { withForeignOptions } from "../profiles/foreign_options.ts";
import {
  checkNewSecret,
  makeClientSecret,
  TO_BE_MADE,
} from "../profiles/new_client_secret.ts";
import { warnOfMissingFiles } from "../profiles/missing_files.ts";
import { newProfile } from "../profiles/new_profile.ts";
import { namedProfile } from "../profiles/profile_names.ts";
import { loadProfiles } from "../profiles/profile_store.ts";
import { type GivenSecret, readGivenSecret } from "../kept/store_secrets.ts";

/** What is written, and how. */
interface Creation {
  readonly draft: Profile;
  /** A secret that was typed as an answer. */
  readonly typed: GivenSecret | undefined;
  readonly flags: ConfigCreateFlags;
  readonly context: Context;
}

async function write(
  { draft, typed, flags, context }: Creation,
): Promise<void> {
  const storing = { flags, context, isDefault: flags.default };
  if (!flags.newSecret) {
    const secret = typed ?? await readGivenSecret(draft, storing);
    return await addNewProfile(draft, { ...storing, secret });
  }
  await makeClientSecret(draft, {
    flags,
    context,
    keep: ({ secret, members, context }) =>
      addNewProfile({ ...draft, ...members }, { ...storing, context, secret }),
  });
}

/** Makes a profile. */
export default async function configCreate(
  this: Context,
  options: ConfigCreateFlags,
  argument?: string,
): Promise<void> {
  const { io, messages } = this;
  const flags = withForeignOptions(options);
  const { given } = await settingsOfFlags(flags);
  checkNewSecret(flags, given);
  const { profile: draft, secret: typed } = await newProfile({
    name: namedProfile(argument, flags),
    given: {
      ...given,
      ...(flags.newSecret ? TO_BE_MADE : {}),
      secretExpires: flags.secretExpires,
    },
    ...{ flags, context: this, document: await loadProfiles(io) },
  });
  await write({ draft, typed, flags, context: this });
  await warnOfMissingFiles(draft, this);
  messages.note(
    `Made the profile "${draft.name}"; try it with entrada get-token -p ${draft.name}`,
  );
}
