import type { Secret } from "../../engine/secret.ts";
import type {
  FormLists,
  FormProblems,
  FormPurpose,
  FormValues,
  HiddenFieldId,
} from "../state/form.ts";

/** What a form has to say about a profile. */
export interface ProfileDraft {
  readonly purpose: FormPurpose;
  /** The profile that is edited or cloned. */
  readonly profile?: string;
  /** The texts as the form was opened. */
  readonly start: FormValues;
  /** The texts now. */
  readonly values: FormValues;
  /** What was typed into hidden fields. */
  readonly secrets: { readonly [Id in HiddenFieldId]?: Secret };
}

/** What a form begins with. */
export interface FormOpening {
  /** Absent where the form begins empty. */
  readonly values?: FormValues;
  readonly lists: FormLists;
}

/** What became of a form that was saved. */
export type FormOutcome =
  | {
    readonly kind: "saved";
    /** The profile's name as it is written. */
    readonly name: string;
    /** What else a person should know, one sentence. */
    readonly note?: string;
  }
  | {
    readonly kind: "refused";
    readonly problems: FormProblems;
    /** What the profile is by now, when another program changed it. */
    readonly start?: FormValues;
  };

/** Makes, changes and deletes profiles. */
export interface ProfileForms {
  /**
   * What a form begins with.
   *
   * @param request What it is for, and which profile it is about.
   * @throws {Error} If the profile cannot be read.
   */
  open(
    request: { readonly purpose: FormPurpose; readonly profile?: string },
  ): Promise<FormOpening>;
  /** What is wrong with a draft; nothing is written. */
  check(draft: ProfileDraft): Promise<FormProblems>;
  /**
   * Writes a draft, and seals what is secret.
   *
   * @param draft The draft.
   * @returns What became of it.
   * @throws {Error} If it cannot be written or sealed; nothing has changed then.
   */
  save(draft: ProfileDraft): Promise<FormOutcome>;
  /**
   * Deletes a profile, its tokens and its secrets.
   *
   * @param profile Its name.
   * @returns What else a person should know, one sentence.
   * @throws {Error} If it cannot be deleted.
   */
  remove(profile: string): Promise<string | undefined>;
}
