import type { Profile } from "../../settings/profile.ts";
import { parseProfile } from "../../settings/profiles_document.ts";
import type { Given } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { editInEditor } from "../profiles/edit_in_editor.ts";
import { editedProfile } from "../profiles/edited_profile.ts";
import { ConfigurationError, UsageError } from "../errors.ts";
import type { ConfigEditFlags } from "../flags/config.ts";
import { settingsOfFlags } from "../call/flag_settings.ts";
import { withForeignOptions } from "../profiles/foreign_options.ts";
import {
  checkNewSecret,
  makeClientSecret,
  TO_BE_MADE,
} from "../profiles/new_client_secret.ts";
import { warnOfMissingFiles } from "../profiles/missing_files.ts";
import { requireOwnProfile } from "../profiles/own_profile.ts";
import { changeProfile } from "../profiles/profile_changes.ts";
import { toProfile } from "../profiles/profile_draft.ts";
import { requireNamed } from "../profiles/profile_names.ts";
import { askProfile } from "../profiles/profile_questions.ts";
import { loadProfiles } from "../profiles/profile_store.ts";
import { textsOf } from "../profiles/profile_texts.ts";
import { saveDraft } from "../profiles/save_draft.ts";
import { callStore } from "../kept/storage.ts";
import { readGivenSecret } from "../kept/store_secrets.ts";

/** What an edit is about. */
interface Edit {
  readonly context: Context;
  readonly flags: ConfigEditFlags;
  readonly source: Profile;
}

async function editByOptions(
  { context, flags, source }: Edit,
  given: Given,
): Promise<true> {
  checkNewSecret(flags, given);
  const options = {
    given: { ...given, ...(flags.newSecret ? TO_BE_MADE : {}) },
    unset: flags.unset ?? [],
  };
  const draft = await editedProfile(source, options);
  const change = { context, flags, keepsSource: false } as const;
  if (!flags.newSecret) {
    const secret = await readGivenSecret(draft, { flags, context });
    const make = (now: Profile) => editedProfile(now, options);
    await changeProfile(source.name, { ...change, secret, make });
    await warnOfMissingFiles(draft, context);
    return true;
  }
  await makeClientSecret(draft, {
    flags,
    context,
    async keep({ secret, members, context }) {
      const { secretExpires: _old, ...asked } = options.given;
      const made = { ...options, given: { ...asked, ...members } };
      const make = (now: Profile) => editedProfile(now, made);
      await changeProfile(source.name, { ...change, context, secret, make });
    },
  });
  return true;
}

/** Two people, or a person and a program, may have it open. */
function requireSame(source: Profile, now: Profile): void {
  if (JSON.stringify(source) === JSON.stringify(now)) return;
  throw new ConfigurationError(
    `Cannot save the profile "${source.name}": another program changed it meanwhile`,
    "Edit it again; it begins with what is there now",
  );
}

/** The order of members says nothing. */
function isSame(one: object, other: object): boolean {
  const [first, second] = [one, other].map((each) =>
    JSON.stringify(Object.entries(each).sort())
  );
  return first === second;
}

/** Tells whether anything was changed. */
async function editAsText(
  { context, flags, source }: Edit,
): Promise<boolean> {
  const { name: _name, ...members } = source;
  const text = JSON.stringify({ name: source.name, ...members }, undefined, 2);
  return await editInEditor(text + "\n", {
    context,
    name: `${source.name}.json`,
    async read(written, file) {
      const { name, ...given } = parseProfile(written, file);
      if (isSame({ name, ...given }, source)) return false;
      await toProfile(name, given);
      await changeProfile(source.name, {
        ...{ context, flags, keepsSource: false },
        make(now) {
          requireSame(source, now);
          return { name, ...given };
        },
      });
      return true;
    },
  });
}

/** Tells whether anything was changed. */
async function editByAnswers(
  { context, flags, source }: Edit,
): Promise<boolean> {
  const { io, messages } = context;
  const { profiles } = await loadProfiles(io);
  const start = textsOf(source);
  if (io.stdin.isTerminal) {
    messages.say("Enter keeps what is in brackets, - takes it away");
  }
  const draft = await askProfile({
    ...{ purpose: "edit", profile: source.name, start, values: start },
    secrets: {},
  }, { context, profiles, known: new Set(["name" as const]) });
  if (draft === undefined) {
    throw new UsageError(
      `Cannot tell what to change about the profile "${source.name}"`,
      "Give it as options (see --help), pipe in an answer a line, or run it in a terminal",
    );
  }
  const isTyped = Object.values(draft.secrets).some((one) => one !== undefined);
  if (!isTyped && isSame(draft.values, start)) return false;
  const { note } = await saveDraft(draft, {
    context,
    request: { context, flags },
    tokensOf: (settings) => callStore({ context, flags, settings }),
  });
  if (note !== undefined) messages.warn(note);
  return true;
}

/** Changes a profile. */
export default async function configEdit(
  this: Context,
  options: ConfigEditFlags,
  argument?: string,
): Promise<void> {
  const flags = withForeignOptions(options);
  const name = requireNamed(argument, flags);
  const { io } = this;
  const source = await requireOwnProfile(await loadProfiles(io), { name, io });
  const { given: settings } = await settingsOfFlags(flags);
  const given = { ...settings, secretExpires: flags.secretExpires };
  const edit = { context: this, flags, source };
  const isGiven = flags.unset !== undefined || flags.newSecret ||
    Object.values(given).some((value) => value !== undefined);
  if (flags.editor && isGiven) {
    throw new UsageError(
      "Cannot use --editor together with what is to change",
      "Write it in the editor, or leave --editor out",
    );
  }
  const isChanged = flags.editor
    ? await editAsText(edit)
    : isGiven || flags.nonInteractive
    ? await editByOptions(edit, given)
    : await editByAnswers(edit);
  this.messages.note(
    isChanged
      ? `Changed the profile "${source.name}"`
      : `The profile "${source.name}" stays as it was`,
  );
}
