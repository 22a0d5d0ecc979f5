import type { TokenStore } from "../../engine/ports/mod.ts";
import type { Merged } from "../../settings/merge.ts";
import type { Profile } from "../../settings/profile.ts";
import type {
  FormOutcome,
  ProfileDraft,
} from "../../tui/runtime/form_services.ts";
import type { CallSettings } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { sealSecrets } from "./draft_secrets.ts";
import { moveTokens } from "./move_tokens.ts";
import { makeProfile, placeDraft, sourceOf } from "./profile_placing.ts";
import type { Sealed } from "./profile_secrets.ts";
import { updateProfiles } from "./update_profiles.ts";
import type { StorageRequest } from "../kept/storage.ts";

/** Who saves a draft. */
export interface DraftKeeper {
  /** The world, and whom to tell. */
  readonly context: Context;
  /** Seals what is secret. */
  readonly request: StorageRequest;
  /** Where tokens are, by what the settings say. */
  readonly tokensOf: (settings: Merged<CallSettings>) => TokenStore;
  /** Hears which profile is about to change. */
  readonly onSource?: (profile: string) => Promise<void>;
}

/** Everything that can be refused is, before a secret is sealed. */
const NOWHERE = {
  places: { clientSecret: "keyring", certificatePassword: "keyring" },
} as const;

/** A changed name in another spelling is the same name to every store. */
function isRenamed({ name: before }: Profile, { name: after }: Profile) {
  return before.toLowerCase() !== after.toLowerCase();
}

/**
 * Writes the profile of a draft, and seals its secrets, while no other program
 * changes profiles: two that make one name cannot seal over each other.
 *
 * @param draft The draft.
 * @param keeper Who saves it.
 * @returns The profile's name, and what else a person should know.
 * @throws {DraftRefused} If it cannot be written as it is.
 * @throws {StoreError | StorageError} If it cannot be sealed or written;
 * nothing has changed then.
 */
export async function saveDraft(
  draft: ProfileDraft,
  { context, request, tokensOf, onSource }: DraftKeeper,
): Promise<Extract<FormOutcome, { readonly kind: "saved" }>> {
  const done: { sealed?: Sealed; source?: Profile; made?: Profile } = {};
  await updateProfiles(context.io, async (now) => {
    placeDraft(now, { draft, made: await makeProfile(draft, NOWHERE) });
    const source = sourceOf(draft, now);
    if (source !== undefined) {
      done.source = source;
      await onSource?.(source.name);
    }
    const sealed = await sealSecrets(draft, { source, request });
    const made = await makeProfile(draft, sealed);
    Object.assign(done, { sealed, made });
    return placeDraft(now, { draft, made });
  }, { undo: async () => await done.sealed?.undo() });
  const { sealed, source, made } = done;
  const notes = [await sealed?.finish()];
  const name = made?.name ?? draft.values.name.trim();
  if (draft.purpose === "edit" && source && made && isRenamed(source, made)) {
    notes.push(await moveTokens(source, { to: name, context, tokensOf }));
  }
  const note = notes.filter((one) => one !== undefined).join(". ");
  return { kind: "saved", name, ...(note === "" ? {} : { note }) };
}
