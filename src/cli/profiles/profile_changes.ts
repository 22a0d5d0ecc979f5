import { StoreError } from "../../engine/errors.ts";
import type { Profile } from "../../settings/profile.ts";
import {
  addProfile,
  type ProfilesDocument,
  replaceProfile,
} from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import type { SecretFlags } from "../flags/config.ts";
import { moveTokens } from "./move_tokens.ts";
import { requireOwnProfile } from "./own_profile.ts";
import { requireNew } from "./profile_draft.ts";
import {
  keptBy,
  type Sealed,
  sealSecret,
  type WantedSecret,
} from "./profile_secrets.ts";
import { callStore } from "../kept/storage.ts";
import type { GivenSecret } from "../kept/store_secrets.ts";
import { removeLeftovers } from "../kept/stored_secrets.ts";
import { updateProfiles } from "./update_profiles.ts";

/** How a profile becomes another one. */
export interface ProfileChange {
  /** The world, and whom to tell. */
  readonly context: Context;
  /** How what is sealed is opened. */
  readonly flags: SecretFlags;
  /** Whether the profile stays as it is beside the new one. */
  readonly keepsSource: boolean;
  /** Makes the new profile; everything that can be refused is refused here. */
  readonly make: (
    source: Profile,
    document: ProfilesDocument,
  ) => Profile | Promise<Profile>;
  /** A new secret of it. */
  readonly secret?: GivenSecret | undefined;
}

/**
 * Clears a name that no profile has: whoever was killed between sealing and
 * writing has left something, and an old token must not be found either.
 *
 * @param name The name.
 * @param context The world, and whom to tell when it cannot be done.
 */
export async function clearName(name: string, context: Context): Promise<void> {
  try {
    await removeLeftovers(name, { context });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    context.messages.warn(
      `what was kept under this name before could not be removed: ${error.message}`,
    );
  }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What the profile afterwards shall have sealed. */
function wantedBy(
  made: Profile,
  { source, secret }: {
    readonly source: Profile;
    readonly secret: GivenSecret | undefined;
  },
): WantedSecret | undefined {
  if (secret !== undefined) {
    return { member: secret.member, typed: secret.secret };
  }
  const kept = keptBy(made);
  return kept?.member === keptBy(source)?.member ? kept : undefined;
}

/**
 * Changes or copies a profile, with what is sealed for it, while no other
 * program changes profiles; tokens follow a new name.
 *
 * @param name The profile's name.
 * @param change How it becomes another one.
 * @returns The profile as it is written.
 * @throws {ProfileNotFoundError | UsageError} If it cannot be changed so.
 * @throws {StoreError | StorageError} If it cannot be sealed or written;
 * nothing has changed then.
 */
export async function changeProfile(
  name: string,
  change: ProfileChange,
): Promise<Profile> {
  const { context, flags, keepsSource, make, secret } = change;
  const { io, messages } = context;
  const request = { context, flags };
  const done: { sealed?: Sealed; source?: Profile; profile?: Profile } = {};
  await updateProfiles(io, async (document) => {
    const source = await requireOwnProfile(document, { name, io });
    const made = await make(source, document);
    if (keepsSource || !isSameName(made.name, source.name)) {
      requireNew(document, made.name);
      await clearName(made.name, context);
    }
    const sealed = await sealSecret({
      ...{ request, source, keepsSource, name: made.name },
      wanted: wantedBy(made, { source, secret }),
      asked: flags.secretStore,
    });
    const profile = { ...made, ...sealed.places } as Profile;
    Object.assign(done, { sealed, source, profile });
    return keepsSource
      ? addProfile(document, profile)
      : replaceProfile(document, { source, profile });
  }, { undo: async () => await done.sealed?.undo() });
  const { source, profile } = done as Required<typeof done>;
  const notes = [await done.sealed?.finish()];
  if (!keepsSource && !isSameName(source.name, profile.name)) {
    notes.push(
      await moveTokens(source, {
        to: profile.name,
        context,
        tokensOf: (settings) => callStore({ context, flags, settings }),
      }),
    );
  }
  for (const note of notes) if (note !== undefined) messages.warn(note);
  return profile;
}
