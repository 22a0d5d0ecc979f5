import type {
  FormDistance,
  FormLists,
  FormProblems,
  FormPurpose,
  FormValues,
  HiddenValues,
} from "./form.ts";
import type { HiddenEdit } from "./form_hidden.ts";
import type { ErrorView, ProfileSummary } from "./model.ts";
import type { TextEdit } from "./text_field.ts";

/** What a person does in a form. */
export type FormAct =
  | { readonly kind: "move"; readonly distance: FormDistance }
  | { readonly kind: "accept" }
  | { readonly kind: "save" }
  | { readonly kind: "step"; readonly by: 1 | -1 }
  | {
    /** Chooses the next option that begins so. */
    readonly kind: "pick";
    readonly letter: string;
  }
  | { readonly kind: "edit"; readonly edit: TextEdit }
  | { readonly kind: "edit_hidden"; readonly edit: HiddenEdit }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "leave" };

/** What a person asks about profiles. */
export type FormUserMessage =
  | { readonly type: "open_form"; readonly purpose: FormPurpose }
  | { readonly type: "form"; readonly act: FormAct }
  | { readonly type: "ask_delete" }
  | { readonly type: "delete_profile"; readonly profile: string };

/** What became of a form. */
export type FormNews =
  | {
    readonly kind: "opened";
    /** Absent where the form begins empty. */
    readonly values?: FormValues;
    readonly lists: FormLists;
  }
  | {
    readonly kind: "checked";
    readonly revision: number;
    readonly problems: FormProblems;
  }
  | {
    readonly kind: "saved";
    readonly name: string;
    /** What else a person should know. */
    readonly note?: string;
    readonly profiles: readonly ProfileSummary[];
  }
  | {
    readonly kind: "refused";
    readonly problems: FormProblems;
    /** What the profile is by now, when another program changed it. */
    readonly start?: FormValues;
  }
  | { readonly kind: "failed"; readonly error: ErrorView };

/** What the world reports about profiles. */
export type FormWorldMessage =
  | {
    readonly type: "form_news";
    readonly formId: number;
    readonly news: FormNews;
  }
  | {
    readonly type: "profile_deleted";
    readonly profile: string;
    /** What else a person should know. */
    readonly note?: string;
    readonly profiles: readonly ProfileSummary[];
  };

/** What a form sends to be checked or saved. */
export interface FormContent {
  readonly purpose: FormPurpose;
  /** The profile that is edited or cloned. */
  readonly profile?: string;
  readonly start: FormValues;
  readonly values: FormValues;
  readonly hidden: HiddenValues;
}

/** What a form asks of the world. */
export type FormEffect =
  | {
    readonly type: "open_form";
    readonly formId: number;
    readonly purpose: FormPurpose;
    readonly profile?: string;
  }
  | {
    readonly type: "check_form";
    readonly formId: number;
    readonly revision: number;
    readonly content: FormContent;
  }
  | {
    readonly type: "save_form";
    readonly formId: number;
    readonly content: FormContent;
  }
  | { readonly type: "delete_profile"; readonly profile: string };
