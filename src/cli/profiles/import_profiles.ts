import { StoreError } from "../../engine/errors.ts";
import { Secret } from "../../engine/secret.ts";
import { findProfile, type Profile } from "../../settings/profile.ts";
import {
  addProfile,
  type ProfilesDocument,
  replaceProfile,
} from "../../settings/profiles_document.ts";
import type { Given } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { ConfigurationError } from "../errors.ts";
import type { OnClash } from "../flags/config_transfer.ts";
import type { TakenProfile } from "./foreign_profiles.ts";
import { clearName } from "./profile_changes.ts";
import { toProfile } from "./profile_draft.ts";
import { keptProof } from "./import_proof.ts";
import { type Sealed, sealSecret } from "./profile_secrets.ts";
import type { StorageRequest } from "../kept/storage.ts";
import type { SecretStoreName } from "../kept/stored_secrets.ts";
import { updateProfiles } from "./update_profiles.ts";

/** What becomes of one profile. */
export interface Step {
  /** The profile, checked, under the name that it gets. */
  readonly profile: Profile;
  /** As it was taken. */
  readonly taken: TakenProfile;
  /** What is done. */
  readonly action: "add" | "overwrite" | "skip";
  /** Whether the sealed secret of the profile that it replaces stays. */
  readonly keepsSecret: boolean;
}

/** Decides about a name that is taken. */
export type Decide = (name: string) => Promise<OnClash>;

/** A name that is still free, as entra-auth-cli makes it. */
function freeName(name: string, taken: readonly { readonly name: string }[]) {
  for (let count = 2;; count++) {
    const end = `-${count}`;
    const free = name.slice(0, 64 - end.length) + end;
    if (findProfile(taken, free) === undefined) return free;
  }
}

async function checked(taken: TakenProfile, name: string): Promise<Profile> {
  try {
    return await toProfile(name, taken.settings as Given);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { message, hint } = error as Error & { readonly hint?: string };
    throw Object.assign(
      new ConfigurationError(
        `Cannot import the profile "${taken.name}": ${message}`,
        `${hint === undefined ? "" : `${hint}. `}Nothing was imported`,
      ),
      { cause: error },
    );
  }
}

/**
 * Plans what becomes of profiles that are taken over; nothing is changed.
 *
 * @param all The profiles.
 * @param options The profiles that are there, who decides about a clash, and
 * whether secrets are left out.
 * @returns A step for each.
 * @throws {ConfigurationError} If one of them could not be used.
 * @throws {UsageError} If a sealed secret would be lost.
 */
export async function planImport(
  all: readonly TakenProfile[],
  { document, decide, withoutSecrets }: {
    readonly document: ProfilesDocument;
    readonly decide: Decide;
    readonly withoutSecrets: boolean;
  },
): Promise<readonly Step[]> {
  const names: { readonly name: string }[] = [...document.profiles, ...all];
  const steps: Step[] = [];
  for (const taken of all) {
    const present = findProfile(document.profiles, taken.name);
    const choice = present === undefined ? undefined : await decide(taken.name);
    const name = choice === "rename"
      ? freeName(taken.name, names)
      : choice === "overwrite"
      ? present?.name ?? taken.name
      : taken.name;
    names.push({ name });
    const profile = await checked(taken, name);
    const action = choice === "skip" || choice === "overwrite" ? choice : "add";
    const keepsSecret = action === "overwrite" &&
      keptProof(present, { profile, taken, withoutSecrets }) !== undefined;
    steps.push({ profile, taken, action, keepsSecret });
  }
  return steps;
}

/** Who seals the secrets, and whether they are wanted. */
export interface ImportOptions {
  /** The world, and whom to tell. */
  readonly context: Context;
  /** How what is sealed is opened. */
  readonly request: StorageRequest;
  /** What is to seal them; the best that works if left out. */
  readonly asked: SecretStoreName | undefined;
  /** Whether they are left out. */
  readonly withoutSecrets: boolean;
}

function changedMeanwhile(name: string): ConfigurationError {
  return new ConfigurationError(
    `Cannot import the profile "${name}": another program changed the profiles meanwhile`,
    "Run it again; nothing was imported",
  );
}

async function seal(
  { profile, taken }: Step,
  { source, options }: {
    readonly source: Profile | undefined;
    readonly options: ImportOptions;
  },
): Promise<Sealed> {
  const [entry] = options.withoutSecrets ? [] : Object.entries(taken.secrets);
  const [member, text] = entry ?? [];
  const isSecret = member === "clientSecret" ||
    member === "certificatePassword";
  const { withoutSecrets } = options;
  const kept = keptProof(source, { profile, taken, withoutSecrets });
  try {
    return await sealSecret({
      ...{ request: options.request, source, name: profile.name },
      keepsSource: source === undefined,
      wanted: isSecret ? { member, typed: new Secret(text ?? "") } : kept,
      asked: options.asked,
    });
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    throw new StoreError(cause.reason, cause.message, {
      cause,
      hint:
        "Nothing was imported; give the vault's passphrase by --vault-passphrase-file or ENTRADA_PASSPHRASE_FILE, or add --without-secrets",
    });
  }
}

async function apply(
  document: ProfilesDocument,
  { step, sealed, options }: {
    readonly step: Step;
    readonly sealed: Sealed[];
    readonly options: ImportOptions;
  },
): Promise<ProfilesDocument> {
  const { profile, action } = step;
  const source = findProfile(document.profiles, profile.name);
  if ((source === undefined) !== (action === "add")) {
    throw changedMeanwhile(profile.name);
  }
  if (source === undefined) await clearName(profile.name, options.context);
  const done = await seal(step, { source, options });
  sealed.push(done);
  const expires = step.keepsSecret ? source?.secretExpires : undefined;
  const made = {
    ...profile,
    ...(expires === undefined ? {} : { secretExpires: expires }),
    ...done.places,
  } as Profile;
  return source === undefined
    ? addProfile(document, made)
    : replaceProfile(document, { source, profile: made });
}

/**
 * Takes profiles over, all of them or none.
 *
 * @param steps What becomes of each.
 * @param options Who seals their secrets.
 * @throws {StoreError | StorageError | ConfigurationError} If it cannot be
 * done; nothing has changed then.
 */
export async function importProfiles(
  steps: readonly Step[],
  options: ImportOptions,
): Promise<void> {
  const { context } = options;
  const wanted = steps.filter(({ action }) => action !== "skip");
  if (wanted.length === 0) return;
  const sealed: Sealed[] = [];
  await updateProfiles(context.io, async (present) => {
    let document = present;
    for (const step of wanted) {
      document = await apply(document, { step, sealed, options });
    }
    return document;
  }, {
    async undo() {
      for (const each of sealed.toReversed()) await each.undo();
    },
  });
  for (const { finish } of sealed) {
    const note = await finish();
    if (note !== undefined) context.messages.warn(note);
  }
}
