import type { Profile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import type { FormFieldId } from "../../tui/state/form.ts";
import type { ProfileDraft } from "../../tui/runtime/form_services.ts";
import type { Given } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ConfigCreateFlags } from "../flags/config.ts";
import { isLocalFlow } from "../call/flow_choice.ts";
import { requireName, requireNew, toProfile } from "./profile_draft.ts";
import { makeProfile } from "./profile_placing.ts";
import { askedFields, askProfile } from "./profile_questions.ts";
import { fieldsOf, mergeProfile, textsOf } from "./profile_texts.ts";
import type { GivenSecret } from "../kept/store_secrets.ts";

/** What a new profile is made of. */
export interface NewProfile {
  /** The profile; in the place of a secret that is to be kept stands a word. */
  readonly profile: Profile;
  /** The secret that was typed or piped in as an answer. */
  readonly secret?: GivenSecret;
}

/** What options say of a new profile. */
export interface NewProfileInput {
  /** Its name; absent when it has to be asked for. */
  readonly name: string | undefined;
  /** Its settings. */
  readonly given: Given;
  /** The options. */
  readonly flags: ConfigCreateFlags;
  /** Who is asked. */
  readonly context: Context;
  /** The profiles that are there. */
  readonly document: ProfilesDocument;
}

function isComplete({ name, given }: NewProfileInput): boolean {
  const { flow, tenant, authority, clientId } = given;
  return name !== undefined &&
    (isLocalFlow(flow) ||
      clientId !== undefined &&
        (tenant ?? authority) !== undefined);
}

/** Standard input can be read once, so it is no place for answers then. */
function mayAsk({ flags, context: { io } }: NewProfileInput): boolean {
  if (flags.nonInteractive) return false;
  const takesStdin = flags.clientSecretStdin || flags.passphraseStdin ||
    flags.certificatePasswordStdin;
  return io.stdin.isTerminal || !takesStdin;
}

function knownFields(
  { name, given }: NewProfileInput,
): ReadonlySet<FormFieldId> {
  const keys = (Object.keys(given) as (keyof Given)[])
    .filter((key) => given[key] !== undefined);
  const known = new Set(keys.flatMap((key) => fieldsOf(key)));
  if (given.authority !== undefined) known.add("tenant");
  if (name !== undefined) known.add("name");
  if (!known.has("proof")) return known;
  for (
    const id of [
      "clientSecret",
      "clientCertificate",
      "clientKey",
      "certificatePassword",
      "clientAssertion",
    ] as const
  ) known.add(id);
  return known;
}

/** All that has to be said about a secret, before it is sealed. */
const NOWHERE = {
  places: { clientSecret: "keyring", certificatePassword: "keyring" },
} as const;

async function asked(input: NewProfileInput): Promise<NewProfile | undefined> {
  const { name, given, context, document } = input;
  const before = { ...given, name: name ?? "" } as Profile;
  const values = textsOf(before);
  const draft: ProfileDraft = {
    ...{ purpose: "new", start: values, values, secrets: {} },
  };
  const answered = await askProfile(draft, {
    context,
    profiles: document.profiles,
    known: knownFields(input),
  });
  if (answered === undefined) return undefined;
  const made = await makeProfile(answered, NOWHERE);
  const { name: chosen, ...rest } = mergeProfile(before, {
    made,
    changed: new Set(
      [...askedFields(), "target" as const]
        .filter((id) => !knownFields(input).has(id)),
    ),
  });
  const profile = await toProfile(chosen, rest);
  for (const member of ["clientSecret", "certificatePassword"] as const) {
    const secret = answered.secrets[member];
    if (secret !== undefined) return { profile, secret: { member, secret } };
  }
  return { profile };
}

/**
 * Makes a profile of options, and of answers to what they leave out.
 *
 * @param input What options say.
 * @returns The profile, checked.
 * @throws {UsageError | AuthError} If something is missing or cannot be used.
 */
export async function newProfile(input: NewProfileInput): Promise<NewProfile> {
  const { name, given, document } = input;
  if (name !== undefined) {
    requireName(name);
    requireNew(document, name);
  }
  const answered = isComplete(input) || !mayAsk(input)
    ? undefined
    : await asked(input);
  if (answered !== undefined) return answered;
  if (name === undefined) {
    throw new UsageError(
      "Cannot make a profile without a name",
      "Give a name, a tenant and a client id, pipe in an answer a line, or run it in a terminal",
    );
  }
  return { profile: await toProfile(name, given) };
}
