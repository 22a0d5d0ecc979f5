import { StoreError } from "../engine/errors.ts";
import type { Secret } from "../engine/secret.ts";
import type { Profile } from "../settings/profile.ts";
import type { ProfileDraft } from "../tui/runtime/form_services.ts";
import { visibleFields } from "../tui/state/form_select.ts";
import { mergeCallSettings, profileLayer } from "./call_settings.ts";
import { environmentLayers } from "./environment_settings.ts";
import type { KeptFlags } from "./flags/kept.ts";
import { forgetProfile } from "./forget.ts";
import type { InterfaceStorage } from "./interface_storage.ts";
import type { Io } from "./io.ts";
import type { Places } from "./profile_texts.ts";
import { profilePartition, statePath, type StorageRequest } from "./storage.ts";
import {
  readStoredSecret,
  removeStoredSecrets,
  type SecretMember,
  type SecretStoreName,
  writeStoredSecrets,
} from "./stored_secrets.ts";

/** Secrets that were sealed for a profile that is about to be written. */
export interface Sealed {
  /** Where they are. */
  readonly places: Places;
  /** Takes it back: the profile was not written. */
  readonly undo: () => Promise<void>;
  /** Takes away what no profile refers to any more; tells when it cannot. */
  readonly finish: () => Promise<string | undefined>;
}

interface Kept {
  readonly member: SecretMember;
  readonly store: SecretStoreName;
}

/** What a profile has sealed; a client proves itself in one way, so it is one. */
function keptBy(profile: Profile | undefined): Kept | undefined {
  for (const member of ["clientSecret", "certificatePassword"] as const) {
    const store = profile?.[member];
    if (store === "keyring" || store === "vault") return { member, store };
  }
  return undefined;
}

/** A secret that a profile shall have sealed. */
interface Wanted {
  readonly member: SecretMember;
  /** Absent for the one that is there. */
  readonly typed: Secret | undefined;
}

/** Which secret the profile shall have sealed, and whether it is a new one. */
function wantedBy(
  draft: ProfileDraft,
): Wanted | undefined {
  const { values, secrets } = draft;
  const isLocal = !visibleFields(draft).some(({ id }) => id === "proof");
  const proof = isLocal ? draft.start.proof : values.proof;
  const [member, from] = proof === "secret"
    ? ["clientSecret", values.secretFrom] as const
    : proof === "certificate"
    ? ["certificatePassword", values.passwordFrom] as const
    : [undefined, ""] as const;
  if (member === undefined) return undefined;
  if (from === "kept") return { member, typed: undefined };
  return from === "typed" && secrets[member] !== undefined
    ? { member, typed: secrets[member] }
    : undefined;
}

async function remove(
  name: string,
  { context }: StorageRequest,
): Promise<string | undefined> {
  try {
    await removeStoredSecrets(name, { context });
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return `The old secret could not be removed: ${error.message}`;
  }
}

/** How a draft changes what is sealed. */
interface Sealing {
  readonly draft: ProfileDraft;
  readonly request: StorageRequest;
  /** The profile that it begins with, and what that has sealed. */
  readonly source: Profile | undefined;
  readonly kept: Kept | undefined;
  /** The name that it gives the profile. */
  readonly name: string;
  /** Whether it is an edit that keeps the name. */
  readonly isSame: boolean;
}

function sealingOf(
  draft: ProfileDraft,
  { source, request }: {
    readonly source: Profile | undefined;
    readonly request: StorageRequest;
  },
): Sealing {
  const name = draft.values.name.trim();
  const isSame = draft.purpose === "edit" &&
    source?.name.toLowerCase() === name.toLowerCase();
  return { draft, request, source, kept: keptBy(source), name, isSame };
}

/** What the source has sealed now. */
async function readKept(
  { kept, source, request }: Sealing,
): Promise<Secret | undefined> {
  if (kept === undefined || source === undefined) return undefined;
  const { member, store } = kept;
  const secret = { profile: source.name, member };
  return await readStoredSecret(secret, { store, request });
}

/** The hint for a call in a terminal is of no use inside the interface. */
function inInterface(error: unknown): unknown {
  if (!(error instanceof StoreError) || error.reason !== "locked") return error;
  return new StoreError(
    "locked",
    "Cannot seal the secret: there is no keyring, and the vault is locked",
    {
      cause: error,
      hint:
        "Take it from a variable or a file, or leave and start entrada with ENTRADA_TOKEN_STORE=vault",
    },
  );
}

/** Writes one secret under the new name; what was there can be put back. */
async function write(
  sealing: Sealing,
  { member, typed }: Wanted,
): Promise<Pick<Sealed, "places" | "undo">> {
  const { draft, request, kept, name, isSame } = sealing;
  const before = typed === undefined
    ? await readKept(sealing)
    // A new one may take the place of one that nobody can read.
    : await (isSame ? readKept(sealing) : undefined)?.catch(() => undefined);
  const secret = typed ?? before;
  if (secret === undefined) return UNCHANGED;
  const { secretStore } = draft.values;
  const chosen = secretStore === "keyring" || secretStore === "vault"
    ? secretStore
    : undefined;
  const asked = typed === undefined ? kept?.store : chosen;
  const members = { [member]: secret };
  const store = await writeStoredSecrets(name, { members, asked, request })
    .catch((error) => {
      throw inInterface(error);
    });
  return {
    places: { [member]: store },
    async undo() {
      if (!isSame || before === undefined || kept === undefined) {
        return void await remove(name, request);
      }
      const old = { [kept.member]: before };
      await writeStoredSecrets(name, {
        members: old,
        asked: kept.store,
        request,
      });
    },
  };
}

const UNCHANGED: Pick<Sealed, "places" | "undo"> = {
  places: {},
  undo: () => Promise.resolve(),
};

/**
 * Seals the secrets of a draft, under the name that it gives the profile.
 *
 * @param draft The draft, checked.
 * @param options The profile that it begins with, and who seals.
 * @returns Where they are, and how that is taken back.
 * @throws {StoreError} If they cannot be sealed, or those that are kept cannot
 *   be read.
 */
export async function sealSecrets(
  draft: ProfileDraft,
  options: {
    readonly source: Profile | undefined;
    readonly request: StorageRequest;
  },
): Promise<Sealed> {
  const sealing = sealingOf(draft, options);
  const { kept, source, isSame, request } = sealing;
  const wanted = wantedBy(draft);
  const isLeft = draft.purpose === "edit" && kept !== undefined &&
    (!isSame || wanted === undefined);
  const finish = async () =>
    isLeft && source ? await remove(source.name, request) : undefined;
  if (wanted === undefined) return { ...UNCHANGED, finish };
  if (wanted.typed === undefined && isSame) {
    const places = { [wanted.member]: kept?.store };
    return { ...UNCHANGED, places, finish };
  }
  return { ...await write(sealing, wanted), finish };
}

/**
 * Moves the tokens of a profile to its new name.
 *
 * @param from The profile as it was.
 * @param options The profile as it is, and the world.
 * @returns What a person should know, when they cannot be moved.
 */
export async function moveTokens(
  from: Profile,
  { to, io, storage }: {
    readonly to: Profile;
    readonly io: Io;
    readonly storage: InterfaceStorage;
  },
): Promise<string | undefined> {
  const records = await io.records(statePath(storage.request.context));
  const [old, fresh] = [profilePartition(from.name), profilePartition(to.name)];
  try {
    const settings = mergeCallSettings([
      ...environmentLayers(io.env),
      profileLayer(from),
    ]);
    const tokens = storage.tokens(settings);
    const found = (await tokens.list(io.signal)).filter((partition) =>
      partition === old || partition.startsWith(`${old} on-behalf-of `)
    );
    for (const partition of found) {
      const text = await tokens.read(partition, io.signal);
      if (text === undefined) continue;
      await tokens.exclusively(
        fresh + partition.slice(old.length),
        (record) => record.write(text),
        io.signal,
      );
      await tokens.exclusively(
        partition,
        (record) => record.remove(),
        io.signal,
      );
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // Nobody could use them under a name that is gone.
    await records.remove(old);
    return "Its tokens could not be moved: sign in again";
  }
}

/**
 * Forgets the secrets and the tokens of a profile that is gone.
 *
 * @param name Its name.
 * @param request Who forgets.
 * @returns What a person should know, when something is left.
 */
export async function forgetEverything(
  name: string,
  { context }: StorageRequest,
): Promise<string | undefined> {
  // The terminal belongs to the interface: nothing is asked on it.
  const flags: KeptFlags & { readonly interaction: boolean } = {
    interaction: false,
  };
  try {
    await removeStoredSecrets(name, { context });
    await forgetProfile(name, { context, flags });
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return `What was kept for it could not be removed: ${error.message}`;
  }
}
