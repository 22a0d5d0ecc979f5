import type {
  FormOutcome,
  ProfileDraft,
  ProfileForms,
} from "../../../src/tui/runtime/form_services.ts";
import { EMPTY_VALUES } from "../../../src/tui/state/profile_form_fields.ts";
import type { FormLists, FormValues } from "../../../src/tui/state/form.ts";

/** What Microsoft's own are called, a few of them. */
export const LISTS: FormLists = {
  clients: [
    {
      value: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
      label: "azure-cli",
      detail: "Microsoft Azure CLI",
    },
    {
      value: "1950a258-227b-4e31-a9cf-717495945fc2",
      label: "azure-powershell",
      detail: "Microsoft Azure PowerShell",
    },
    {
      value: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
      label: "graph-powershell",
      detail: "Microsoft Graph Command Line Tools",
    },
  ],
  resources: [
    {
      value: "https://graph.microsoft.com",
      label: "graph",
      detail: "https://graph.microsoft.com",
    },
  ],
};

/** A profile as its form has it. */
export const WORK: FormValues = {
  ...EMPTY_VALUES,
  name: "graph-dev",
  tenant: "contoso.onmicrosoft.com",
  clientId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
  scopes: "User.Read Mail.Read",
  flow: "device-code",
};

/** Forms whose world a test plays. */
export function fakeForms(changes: Partial<ProfileForms> = {}): ProfileForms {
  return {
    open: ({ purpose, profile = "" }) =>
      Promise.resolve({
        lists: LISTS,
        ...(purpose === "new" ? {} : {
          values: {
            ...WORK,
            name: purpose === "clone" ? `${profile}-copy` : profile,
          },
        }),
      }),
    check: () => Promise.resolve({}),
    save: ({ values }: ProfileDraft): Promise<FormOutcome> =>
      Promise.resolve({ kind: "saved", name: values.name }),
    remove: () => Promise.resolve(undefined),
    ...changes,
  };
}
