/**
 * A form as data: fields in sections, which of them are in sight, and what is
 * typed. Pure; what is hidden is text that nothing prints.
 *
 * @module
 */
import type { HiddenText } from "./form_hidden.ts";
import type { FormFieldId, HiddenFieldId } from "./profile_form_fields.ts";
import type { TextField } from "./text_field.ts";

export type { FormFieldId, HiddenFieldId } from "./profile_form_fields.ts";

/** What is typed and chosen, by field; a hidden field's text is never among it. */
export type FormValues = Readonly<Record<FormFieldId, string>>;

/** What is typed into hidden fields. */
export type HiddenValues = { readonly [Id in HiddenFieldId]?: HiddenText };

/** What is wrong, by field: sentences without a final period. */
export type FormProblems = { readonly [Id in FormFieldId]?: string };

/** One of a few things that a field can be. */
export interface FormOption {
  /** What is kept; empty for the usual. */
  readonly value: string;
  /** What a person calls it. */
  readonly label: string;
  /** What it means, one line. */
  readonly detail?: string;
}

/** What a text can be completed to, by the name that fields use. */
export type SuggestionList = "clients" | "resources" | "tenants" | "assertions";

/** What the world knows for a form. */
export interface FormLists {
  /** Microsoft's own clients. */
  readonly clients: readonly FormOption[];
  /** Microsoft's own APIs. */
  readonly resources: readonly FormOption[];
}

/** One field. */
export interface FormField {
  readonly id: FormFieldId;
  readonly label: string;
  /** What belongs there, one sentence. */
  readonly help: string;
  readonly kind: "text" | "list" | "choice" | "switch" | "hidden";
  /** The heading that it stands under. */
  readonly section: string;
  /** Whether it is in sight; always when absent. */
  readonly visible?: (values: FormValues) => boolean;
  /** What can be chosen. */
  readonly options?: (screen: FormScreen) => readonly FormOption[];
  /** What a typed text can be completed to. */
  readonly suggests?: SuggestionList;
}

/** What a form is for. */
export type FormPurpose = "new" | "edit" | "clone";

/** A form in front. */
export interface FormScreen {
  readonly kind: "form";
  /** Grows with every form, so that late news of an old one can be told. */
  readonly id: number;
  readonly purpose: FormPurpose;
  /** The profile that is edited or cloned. */
  readonly profile?: string;
  /** Keys change nothing while it is read or saved. */
  readonly stage: "reading" | "editing" | "saving";
  /** As it was opened. */
  readonly start: FormValues;
  readonly values: FormValues;
  readonly hidden: HiddenValues;
  /** The flows that can be chosen. */
  readonly flows: readonly FormOption[];
  readonly lists: FormLists;
  /** The field that has the keys. */
  readonly focus: FormFieldId;
  /** Its text and cursor, when it takes text. */
  readonly field: TextField;
  /** Fields that were changed: only these are told to be wrong before saving. */
  readonly touched: ReadonlySet<FormFieldId>;
  /** Whether saving was tried: everything that is wrong is told then. */
  readonly tried: boolean;
  /** Grows with every change, so that late checks can be told. */
  readonly revision: number;
  readonly problems: FormProblems;
  /** Which line of the completions is chosen, -1 for none; absent when closed. */
  readonly completion?: number;
  /** Why it could not be saved, when that is no field's fault. */
  readonly failure?: string;
}

/** How far the keys move in a form. */
export type FormDistance =
  | "next"
  | "previous"
  | "down"
  | "up"
  | "first"
  | "last";
