import {
  CLIENT_PRESETS,
  clientPreset,
  RESOURCE_PRESETS,
  resourcePreset,
} from "../../engine/entra/presets.ts";
import { APPS } from "../../engine/entra/well_known.ts";
import { findProfile, type Profile } from "../../settings/profile.ts";
import { removeProfile } from "../../settings/profiles_document.ts";
import type {
  FormOpening,
  FormOutcome,
  ProfileDraft,
  ProfileForms,
} from "../../tui/runtime/form_services.ts";
import type { FormLists } from "../../tui/state/form.ts";
import type { InterfaceStorage } from "./storage.ts";
import type { Io } from "../io.ts";
import { saveDraft } from "../profiles/save_draft.ts";
import { checkDraft } from "../profiles/profile_checks.ts";
import { DraftRefused } from "../profiles/profile_placing.ts";
import { forgetEverything } from "../profiles/profile_secrets.ts";
import { loadProfiles, requireProfile } from "../profiles/profile_store.ts";
import { updateProfiles } from "../profiles/update_profiles.ts";
import { textsOf } from "../profiles/profile_texts.ts";

/** What the forms are made of. */
export interface ProfileFormParts {
  readonly io: Io;
  readonly storage: InterfaceStorage;
  /** Forgets what the interface has in mind of a profile. */
  readonly dropClient: (profile: string) => Promise<void>;
}

function listsOf(): FormLists {
  return {
    clients: CLIENT_PRESETS.map((label) => {
      const value = clientPreset(label);
      const detail = APPS.find(({ id }) => id === value)?.name ?? value;
      return { value, label, detail };
    }),
    resources: RESOURCE_PRESETS.map((label) => {
      const value = resourcePreset(label);
      return { value, label, detail: value };
    }),
  };
}

/** A name that is still free. */
function copyName(name: string, profiles: readonly Profile[]): string {
  for (let count = 1;; count++) {
    const end = count === 1 ? "-copy" : `-copy-${count}`;
    const copy = name.slice(0, 64 - end.length) + end;
    if (findProfile(profiles, copy) === undefined) return copy;
  }
}

async function saveOrRefuse(
  draft: ProfileDraft,
  { storage, dropClient }: ProfileFormParts,
): Promise<FormOutcome> {
  try {
    return await saveDraft(draft, {
      context: storage.request.context,
      request: storage.request,
      tokensOf: storage.tokens,
      onSource: dropClient,
    });
  } catch (error) {
    if (!(error instanceof DraftRefused)) throw error;
    const { problems, start } = error;
    return {
      kind: "refused",
      problems,
      ...(start === undefined ? {} : { start }),
    };
  }
}

/**
 * Makes what the forms of the interface ask of the world.
 *
 * @param parts The world, what is kept, and the clients of the interface.
 * @returns The services.
 */
export function createProfileForms(parts: ProfileFormParts): ProfileForms {
  const { io, storage, dropClient } = parts;
  // While somebody types, the file is not read for every letter.
  let profiles: readonly Profile[] = [];
  return {
    async open({ purpose, profile = "" }): Promise<FormOpening> {
      const document = await loadProfiles(io);
      profiles = document.profiles;
      const lists = listsOf();
      if (purpose === "new") return { lists };
      const values = textsOf(requireProfile(document, profile));
      if (purpose === "edit") return { lists, values };
      const name = copyName(values.name, profiles);
      return { lists, values: { ...values, name } };
    },
    check: (draft) => Promise.resolve(checkDraft(draft, profiles)),
    async save(draft) {
      storage.retry();
      return await saveOrRefuse(draft, parts);
    },
    async remove(name) {
      storage.retry();
      await dropClient(name);
      await updateProfiles(io, (document) => removeProfile(document, name));
      return await forgetEverything(name, storage.request);
    },
  };
}
