import { clientPreset } from "../../engine/entra/presets.ts";
import { isGuid } from "../../engine/entra/tenants.ts";
import { findProfile, type Profile } from "../../settings/profile.ts";
import {
  type ProfilesDocument,
  replaceProfile,
} from "../../settings/profiles_document.ts";
import type { ProfileDraft } from "../../tui/runtime/form_services.ts";
import type {
  FormFieldId,
  FormProblems,
  FormValues,
} from "../../tui/state/form.ts";
import { visibleFields } from "../../tui/state/form_select.ts";
import { ConfigurationError } from "../errors.ts";
import { checkDraft } from "./profile_checks.ts";
import { toProfile } from "./profile_draft.ts";
import type { Sealed } from "./profile_secrets.ts";
import { givenOf, mergeProfile, textsOf } from "./profile_texts.ts";

/** A draft that cannot be written as it is. */
export class DraftRefused extends Error {
  /** `"DraftRefused"`. */
  override readonly name = "DraftRefused";
  /** What is wrong, by field. */
  readonly problems: FormProblems;
  /** What the profile is by now, when another program changed it. */
  readonly start: FormValues | undefined;

  /**
   * Makes the reason why a draft is not written.
   *
   * @param problems What is wrong, by field.
   * @param start What the profile is by now, when another program changed it.
   */
  constructor(problems: FormProblems, start?: FormValues) {
    super("Cannot save the profile: it has fields that are wrong");
    this.problems = problems;
    this.start = start;
  }
}

/** What went out of sight while the form was filled in is as it was. */
function settled(draft: ProfileDraft): FormValues {
  const inSight = new Set(visibleFields(draft).map(({ id }) => id));
  const { start, values } = draft;
  const texts = (Object.keys(values) as FormFieldId[])
    .map((id) => [id, inSight.has(id) ? values[id] : start[id]] as const);
  return Object.fromEntries(texts) as FormValues;
}

function changesOf(
  values: FormValues,
  start: FormValues,
): ReadonlySet<FormFieldId> {
  const ids = Object.keys(values) as FormFieldId[];
  return new Set(ids.filter((id) => values[id] !== start[id]));
}

/** A short name is kept as what it stands for. */
function withPresets(values: FormValues): FormValues {
  const id = values.clientId.trim();
  if (id === "" || isGuid(id)) return values;
  return { ...values, clientId: clientPreset(id) };
}

/** What another program wrote into the same fields meanwhile. */
function conflictsOf(
  { start, values }: ProfileDraft,
  current: FormValues,
): FormProblems {
  const both = [...changesOf(values, start)]
    .filter((id) => current[id] !== start[id] && current[id] !== values[id])
    .map((id) => [
      id,
      `Another program wrote "${current[id]}" here meanwhile`,
    ]);
  return Object.fromEntries(both);
}

/**
 * Finds the profile that a draft begins with, as it is now.
 *
 * @param draft The draft.
 * @param document The profiles.
 * @returns The profile; none for a new one.
 * @throws {ConfigurationError} If it is gone.
 */
export function sourceOf(
  { purpose, profile }: ProfileDraft,
  { profiles }: ProfilesDocument,
): Profile | undefined {
  if (purpose === "new" || profile === undefined) return undefined;
  const found = findProfile(profiles, profile);
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `Cannot save the profile "${profile}": it was deleted meanwhile`,
    "Leave the form, and make a new profile",
  );
}

/**
 * Puts a draft into the profiles as they are now.
 *
 * @param document The profiles.
 * @param options The draft, and the profile that it makes.
 * @returns The profiles afterwards.
 * @throws {DraftRefused} If it cannot be written as it is.
 * @throws {ConfigurationError} If the profile is gone.
 */
export function placeDraft(
  document: ProfilesDocument,
  { draft, made }: { readonly draft: ProfileDraft; readonly made: Profile },
): ProfilesDocument {
  const problems = checkDraft(draft, document.profiles);
  if (Object.keys(problems).length > 0) throw new DraftRefused(problems);
  const source = sourceOf(draft, document);
  if (draft.purpose !== "edit" || source === undefined) {
    const profile = source === undefined ? made : mergeProfile(source, {
      made,
      changed: changesOf(settled(draft), textsOf(source)),
    });
    return { ...document, profiles: [...document.profiles, profile] };
  }
  const current = textsOf(source);
  const conflicts = conflictsOf(draft, current);
  if (Object.keys(conflicts).length > 0) {
    throw new DraftRefused(conflicts, current);
  }
  const changed = changesOf(settled(draft), draft.start);
  const profile = mergeProfile(source, { made, changed });
  return replaceProfile(document, { source, profile });
}

/**
 * Makes the profile of a draft.
 *
 * @param draft The draft, checked.
 * @param sealed Where its secrets are.
 * @returns The profile.
 * @throws {Error} If the rules of the command line refuse it.
 */
export async function makeProfile(
  draft: ProfileDraft,
  sealed: Pick<Sealed, "places">,
): Promise<Profile> {
  const values = withPresets(settled(draft));
  return await toProfile(values.name.trim(), givenOf(values, sealed.places));
}
