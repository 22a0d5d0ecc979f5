import type { ProfileForms } from "../../tui/runtime/form_services.ts";

/**
 * Makes forms that are loaded when the first one is opened.
 *
 * @param get Loads them; called for every use.
 * @returns The forms.
 */
export function createLateForms(
  get: () => Promise<ProfileForms>,
): ProfileForms {
  let loading: Promise<ProfileForms> | undefined;
  const late = () => loading ??= get();
  return {
    open: async (request) => await (await late()).open(request),
    check: async (draft) => await (await late()).check(draft),
    save: async (draft) => await (await late()).save(draft),
    remove: async (profile) => await (await late()).remove(profile),
  };
}
