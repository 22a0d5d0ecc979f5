import type {
  FormField,
  FormFieldId,
  FormOption,
  FormScreen,
  HiddenFieldId,
} from "./form.ts";
import { PROFILE_FIELDS, suggestionsOf } from "./profile_form_fields.ts";

/** The fields in sight, in their order. */
export function visibleFields(
  { values }: Pick<FormScreen, "values">,
): readonly FormField[] {
  return PROFILE_FIELDS.filter(({ visible }) => visible?.(values) ?? true);
}

/** The field that has the keys. */
export function focusedField(screen: FormScreen): FormField | undefined {
  return visibleFields(screen).find(({ id }) => id === screen.focus);
}

/** Whether a field's text is hidden. */
export function isHidden(
  field: FormField | undefined,
): field is FormField & { readonly id: HiddenFieldId } {
  return field?.kind === "hidden";
}

/** Whether letters go into a field. */
export function takesLetters(field: FormField | undefined): boolean {
  return field !== undefined && field.kind !== "choice" &&
    field.kind !== "switch";
}

/** What a field can be. */
export function optionsOf(
  field: FormField,
  screen: FormScreen,
): readonly FormOption[] {
  if (field.kind === "switch") {
    return [{ value: "", label: "no" }, { value: "yes", label: "yes" }];
  }
  return field.options?.(screen) ?? [];
}

/** Whether anything differs from how the form was opened. */
export function isChanged({ values, start, hidden }: FormScreen): boolean {
  return Object.values(hidden).some((text) => text.count > 0) ||
    Object.entries(values).some(([id, text]) =>
      start[id as FormFieldId] !== text
    );
}

/**
 * What is wrong with a field, once a person has had the chance to fill it.
 *
 * @param screen The form.
 * @param id The field.
 * @returns A sentence, or `undefined`.
 */
export function shownProblem(
  { problems, touched, tried }: FormScreen,
  id: FormFieldId,
): string | undefined {
  return tried || touched.has(id) ? problems[id] : undefined;
}

/**
 * What the text being typed can be completed to.
 *
 * @param screen The form.
 * @returns Those that begin with it, then those that have it somewhere.
 */
export function completionsOf(screen: FormScreen): readonly FormOption[] {
  const field = focusedField(screen);
  if (field === undefined || screen.completion === undefined) return [];
  const typed = screen.values[field.id].trim().toLowerCase();
  if (typed === "") return [];
  const all = suggestionsOf(field, screen).filter((one) =>
    one.value.toLowerCase() !== typed &&
    `${one.label} ${one.detail ?? ""}`.toLowerCase().includes(typed)
  );
  const begins = ({ label }: FormOption) =>
    label.toLowerCase().startsWith(typed);
  return [...all.filter(begins), ...all.filter((one) => !begins(one))];
}

/**
 * Which completion Enter takes before a person has chosen one: what begins so
 * is meant, and what is typed in full already is not.
 *
 * @param screen The form, its completions open.
 * @returns The first one, or -1 for what is typed.
 */
export function firstCompletion(screen: FormScreen): number {
  const field = focusedField(screen);
  if (field === undefined) return -1;
  const typed = screen.values[field.id].trim().toLowerCase();
  const isWhole = suggestionsOf(field, screen)
    .some(({ value }) => value.toLowerCase() === typed);
  const [first] = completionsOf(screen);
  return !isWhole && first?.label.toLowerCase().startsWith(typed) ? 0 : -1;
}
