import {
  CLIENT_PRESETS,
  clientPreset,
  RESOURCE_PRESETS,
  resourcePreset,
} from "../engine/entra/presets.ts";
import { APPS } from "../engine/entra/well_known.ts";
import { findProfile, type Profile } from "../settings/profile.ts";
import { removeProfile } from "../settings/profiles_document.ts";
import type {
  FormOpening,
  FormOutcome,
  ProfileDraft,
  ProfileForms,
} from "../tui/runtime/form_services.ts";
import type { FormLists } from "../tui/state/form.ts";
import type { InterfaceStorage } from "./interface_storage.ts";
import type { Io } from "./io.ts";
import { checkDraft } from "./profile_checks.ts";
import {
  DraftRefused,
  makeProfile,
  placeDraft,
  sourceOf,
} from "./profile_placing.ts";
import {
  forgetEverything,
  moveTokens,
  sealSecrets,
} from "./profile_secrets.ts";
import {
  loadProfiles,
  requireProfile,
  updateProfiles,
} from "./profile_store.ts";
import { textsOf } from "./profile_texts.ts";

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

/** Everything that can be refused is, before a secret is sealed. */
const NOWHERE = {
  places: { clientSecret: "keyring", certificatePassword: "keyring" },
} as const;

/** A changed name in another spelling is the same name to every store. */
function isRenamed({ name: before }: Profile, { name: after }: Profile) {
  return before.toLowerCase() !== after.toLowerCase();
}

async function save(
  draft: ProfileDraft,
  { io, storage, dropClient }: ProfileFormParts,
): Promise<FormOutcome> {
  const document = await loadProfiles(io);
  const problems = checkDraft(draft, document.profiles);
  if (Object.keys(problems).length > 0) throw new DraftRefused(problems);
  placeDraft(document, { draft, made: await makeProfile(draft, NOWHERE) });
  const source = sourceOf(draft, document);
  const sealed = await sealSecrets(draft, { source, request: storage.request });
  const made = await makeProfile(draft, sealed);
  if (source !== undefined) await dropClient(source.name);
  try {
    await updateProfiles(io, (now) => placeDraft(now, { draft, made }));
  } catch (error) {
    await sealed.undo();
    throw error;
  }
  const notes = [await sealed.finish()];
  if (draft.purpose === "edit" && source && isRenamed(source, made)) {
    notes.push(await moveTokens(source, { to: made, io, storage }));
  }
  const note = notes.filter((one) => one !== undefined).join(". ");
  return { kind: "saved", name: made.name, ...(note === "" ? {} : { note }) };
}

async function saveOrRefuse(
  draft: ProfileDraft,
  parts: ProfileFormParts,
): Promise<FormOutcome> {
  try {
    return await save(draft, parts);
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
