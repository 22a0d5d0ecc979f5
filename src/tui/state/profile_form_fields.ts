import type { FormField, FormOption, FormScreen, FormValues } from "./form.ts";
import { MORE, PROOF, STORAGE } from "./profile_form_proof.ts";
import { words } from "./profile_form_rules.ts";
import { type Field, HOW, WHAT, WHO } from "./profile_form_sign_in.ts";

export type { FormFieldId, HiddenFieldId } from "./profile_form_ids.ts";

function section(
  name: string,
  fields: readonly Field[],
): readonly FormField[] {
  return fields.map((field) => ({ ...field, section: name }));
}

/** The fields in their order. */
export const PROFILE_FIELDS: readonly FormField[] = [
  ...section("Who", WHO),
  ...section("What for", WHAT),
  ...section("How it signs in", HOW),
  ...section("Proof", PROOF),
  ...section("Storage", STORAGE),
  ...section("More", MORE),
];

/** What can be completed without asking the world. */
const KNOWN: Readonly<Record<"tenants" | "assertions", readonly FormOption[]>> =
  {
    tenants: [
      {
        value: "organizations",
        label: "organizations",
        detail: "any work account",
      },
      { value: "common", label: "common", detail: "any account" },
      { value: "consumers", label: "consumers", detail: "personal accounts" },
    ],
    assertions: [
      ...words("github-actions", "azure-pipelines", "kubernetes"),
      { value: "file", label: "file", detail: "AZURE_FEDERATED_TOKEN_FILE" },
    ],
  };

/**
 * What a field of a form can be completed to, all of it.
 *
 * @param field The field.
 * @param screen The form.
 * @returns The completions.
 */
export function suggestionsOf(
  { suggests }: FormField,
  { lists }: Pick<FormScreen, "lists">,
): readonly FormOption[] {
  if (suggests === undefined) return [];
  return suggests === "clients" || suggests === "resources"
    ? lists[suggests]
    : KNOWN[suggests];
}

/** A form in which nothing is typed. */
export const EMPTY_VALUES: FormValues = {
  ...Object.fromEntries(PROFILE_FIELDS.map(({ id }) => [id, ""])) as FormValues,
  target: "scopes",
  proof: "none",
  secretFrom: "typed",
};
