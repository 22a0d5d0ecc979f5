import { StoreError } from "../../engine/errors.ts";
import type { Secret } from "../../engine/secret.ts";
import type { Profile } from "../../settings/profile.ts";
import type { KeptFlags } from "../flags/kept.ts";
import { forgetProfile } from "../kept/forget.ts";
import type { Places } from "./profile_texts.ts";
import type { StorageRequest } from "../kept/storage.ts";
import {
  readStoredSecret,
  removeStoredSecrets,
  type SecretMember,
  type SecretStoreName,
  writeStoredSecrets,
} from "../kept/stored_secrets.ts";

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

/**
 * Tells what a profile has sealed; a client proves itself in one way, so it is
 * one secret.
 *
 * @param profile The profile.
 * @returns Which secret, and what seals it; `undefined` if it has none.
 */
export function keptBy(profile: Profile | undefined): Kept | undefined {
  for (const member of ["clientSecret", "certificatePassword"] as const) {
    const store = profile?.[member];
    if (store === "keyring" || store === "vault") return { member, store };
  }
  return undefined;
}

/** A secret that a profile shall have sealed. */
export interface WantedSecret {
  /** Which one. */
  readonly member: SecretMember;
  /** A new one; absent for the one that is there. */
  readonly typed?: Secret | undefined;
}

/** How a change of a profile changes what is sealed. */
export interface Sealing {
  /** Who seals. */
  readonly request: StorageRequest;
  /** The name of the profile afterwards. */
  readonly name: string;
  /** The profile that it begins with. */
  readonly source?: Profile | undefined;
  /** Whether that profile is still there afterwards, under its own name. */
  readonly keepsSource: boolean;
  /** What the profile shall have sealed; absent for nothing. */
  readonly wanted?: WantedSecret | undefined;
  /** What is to seal a new secret; the best that works if left out. */
  readonly asked?: SecretStoreName | undefined;
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

/** Whether it is a change of one profile that keeps its name, in any case. */
function keepsName({ source, name, keepsSource }: Sealing): boolean {
  return !keepsSource && source?.name.toLowerCase() === name.toLowerCase();
}

/** What the source has sealed now. */
async function readKept(
  { source, request }: Sealing,
): Promise<Secret | undefined> {
  const kept = keptBy(source);
  if (kept === undefined || source === undefined) return undefined;
  const { member, store } = kept;
  const secret = { profile: source.name, member };
  return await readStoredSecret(secret, { store, request });
}

/** Writes one secret under the new name; what was there can be put back. */
async function write(
  sealing: Sealing,
  { member, typed }: WantedSecret,
): Promise<Pick<Sealed, "places" | "undo">> {
  const { request, name } = sealing;
  const kept = keptBy(sealing.source);
  const isSame = keepsName(sealing);
  const before = typed === undefined
    ? await readKept(sealing)
    // A new one may take the place of one that nobody can read.
    : await (isSame ? readKept(sealing) : undefined)?.catch(() => undefined);
  const secret = typed ?? before;
  if (secret === undefined) return UNCHANGED;
  const asked = typed === undefined ? kept?.store : sealing.asked;
  const members = { [member]: secret };
  const store = await writeStoredSecrets(name, { members, asked, request });
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
 * Seals what a changed profile shall have sealed, under its name afterwards.
 *
 * @param sealing The change.
 * @returns Where it is, and how that is taken back.
 * @throws {StoreError} If it cannot be sealed, or what is kept cannot be read.
 */
export async function sealSecret(sealing: Sealing): Promise<Sealed> {
  const { source, keepsSource, wanted, request } = sealing;
  const kept = keptBy(source);
  const isSame = keepsName(sealing);
  const isLeft = !keepsSource && kept !== undefined &&
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
