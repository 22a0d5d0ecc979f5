import { load } from "../../adapters/load.ts";
import type { Secret } from "../../engine/secret.ts";
import type { Profile } from "../../settings/profile.ts";
import {
  parseProfile,
  parseProfiles,
} from "../../settings/profiles_document.ts";
import { SettingsError } from "../../settings/settings_error.ts";
import { ConfigurationError } from "../errors.ts";
import {
  type CarriedSecrets,
  ForeignProfileError,
  isForeignProfile,
  membersOf,
  readForeignProfile,
  type TakenProfile,
} from "./foreign_profiles.ts";
import { EXPORT_FORMAT, EXPORT_VERSION, SEALED_AS } from "./profile_export.ts";

/** Profiles that are to be taken over, and where they are from. */
export interface ImportSource {
  /** What is read. */
  readonly text: string;
  /** What it is called in messages. */
  readonly file: string;
  /** Gets the passphrase of a sealed file, once. */
  readonly passphrase: () => Promise<Secret>;
}

/** Characters of a file; thousands of profiles have fewer. */
export const LONGEST_IMPORT = 16 * 1024 * 1024;

/** Nobody keeps more, and every one is checked. */
const MOST_PROFILES = 10_000;

function refused(file: string, why: string): ConfigurationError {
  return new ConfigurationError(
    `Cannot import the profiles in ${file}: ${why}`,
    "It has to be an export or a profiles.json of Entrada or of entra-auth-cli; nothing was imported",
  );
}

/** Only the passphrase can be had again; a damaged file stays damaged. */
function notOpened(file: string, { message }: Error): ConfigurationError {
  return /passphrase/.test(message)
    ? new ConfigurationError(
      `Cannot import the profiles in ${file}: ${message}`,
      "Try the passphrase that sealed it; nothing was imported",
    )
    : refused(file, message);
}

function parseJson({ text, file }: ImportSource): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    // Nested deeper than the stack is as unreadable as damaged.
    throw Object.assign(refused(file, "this is not JSON"), { cause });
  }
}

/** Profiles of our own, with secrets that came beside them. */
function ownProfiles(
  profiles: readonly Profile[],
  secrets: unknown = {},
): readonly TakenProfile[] {
  const carried = typeof secrets === "object" && secrets !== null
    ? new Map(Object.entries(secrets))
    : new Map<string, unknown>();
  return profiles.map(({ name, ...settings }) => {
    const own: unknown = carried.get(name);
    return { name, ...withSecret(settings, own), notes: [] };
  });
}

/** What was sealed on another machine is nothing without its secret. */
function withSecret(
  { ...settings }: Omit<Profile, "name">,
  carried: unknown,
): Pick<TakenProfile, "settings" | "secrets"> {
  const from = (carried ?? {}) as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = settings;
  let secrets: CarriedSecrets = {};
  for (const member of ["clientSecret", "certificatePassword"] as const) {
    if (kept[member] !== "keyring" && kept[member] !== "vault") continue;
    const secret = from[member];
    if (typeof secret === "string") secrets = { [member]: secret };
    delete kept[member];
  }
  return { settings, secrets };
}

/** Tells of sealed members that lost their secret on the way. */
function withMissing(
  taken: readonly TakenProfile[],
  profiles: readonly Profile[],
): readonly TakenProfile[] {
  return taken.map((each, index) => {
    const { clientSecret, certificatePassword } = profiles[index] ??
      { clientSecret: undefined, certificatePassword: undefined };
    const isSealed = [clientSecret, certificatePassword]
      .some((place) => place === "keyring" || place === "vault");
    return isSealed && Object.keys(each.secrets).length === 0
      ? { ...each, notes: ["It comes without its secret"] }
      : each;
  });
}

function ownContent(
  text: string,
  { file, secrets }: { readonly file: string; readonly secrets?: unknown },
): readonly TakenProfile[] {
  const { profiles } = parseProfiles(text, file);
  return withMissing(ownProfiles(profiles, secrets), profiles);
}

async function unsealed(
  members: Readonly<Record<string, unknown>>,
  { file, passphrase }: ImportSource,
): Promise<readonly TakenProfile[]> {
  const { readSealed, unsealText, UnsealError } = await load<
    typeof import("../../adapters/protection/sealed_text.ts")
  >("../../adapters/protection/sealed_text.ts", import.meta.url);
  if (members["version"] !== EXPORT_VERSION) {
    throw refused(file, "a newer Entrada wrote it");
  }
  try {
    const sealed = readSealed(members);
    const text = await unsealText(sealed, {
      passphrase: await passphrase(),
      format: SEALED_AS,
    });
    const { secrets, ...rest } = JSON.parse(text);
    return ownContent(JSON.stringify(rest), { file, secrets });
  } catch (error) {
    if (error instanceof UnsealError) throw notOpened(file, error);
    throw error;
  }
}

async function foreignSealed(
  source: ImportSource,
): Promise<unknown> {
  const { openForeignSealed, readForeignSealed } = await load<
    typeof import("../../adapters/protection/foreign_sealed.ts")
  >("../../adapters/protection/foreign_sealed.ts", import.meta.url);
  const bytes = readForeignSealed(source.text.trim());
  if (bytes === undefined) throw refused(source.file, "this is not JSON");
  try {
    const opened = await openForeignSealed(bytes, await source.passphrase());
    return JSON.parse(opened);
  } catch (error) {
    if (error instanceof Error && error.name === "UnsealError") {
      throw notOpened(source.file, error);
    }
    throw error;
  }
}

function textIn(members: ReadonlyMap<string, unknown>, name: string) {
  const value = members.get(name);
  return typeof value === "string" && value !== "" ? { [name]: value } : {};
}

/** One profile, with its secrets beside it in an export. */
function foreignOne(value: unknown): TakenProfile {
  const members = membersOf(value);
  if (!members.has("profile")) return readForeignProfile(value);
  return readForeignProfile(members.get("profile"), {
    ...textIn(members, "clientSecret"),
    ...textIn(members, "certificatePassword"),
  });
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [value];
  const profiles = Object.hasOwn(value, "profiles")
    ? (value as { readonly profiles: unknown }).profiles
    : undefined;
  return Array.isArray(profiles) ? profiles : [value];
}

function foreignContent(
  value: unknown,
  { file }: ImportSource,
): readonly TakenProfile[] {
  const list = listOf(value);
  if (list.length > MOST_PROFILES) {
    throw refused(file, `it has more than ${MOST_PROFILES} profiles`);
  }
  return list.map((each, index) => {
    try {
      return foreignOne(each);
    } catch (error) {
      if (!(error instanceof ForeignProfileError)) throw error;
      throw refused(file, `profile ${index + 1}: ${error.message}`);
    }
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Our own file says which version it is; a single profile looks like nothing else. */
async function read(source: ImportSource): Promise<readonly TakenProfile[]> {
  const { text, file } = source;
  if (!/^\s*[[{"]/.test(text.replace(/^\uFEFF/, ""))) {
    return foreignContent(await foreignSealed(source), source);
  }
  const value = parseJson(source);
  if (!isObject(value)) return foreignContent(value, source);
  if (value["format"] === EXPORT_FORMAT) return await unsealed(value, source);
  if (Object.hasOwn(value, "version")) return ownContent(text, { file });
  const isOwn = !isForeignProfile(value) && Object.hasOwn(value, "name") &&
    !Object.hasOwn(value, "profiles");
  if (!isOwn) return foreignContent(value, source);
  const profile = parseProfile(text, file);
  return withMissing(ownProfiles([profile]), [profile]);
}

function requireDifferent(
  taken: readonly TakenProfile[],
  { file }: ImportSource,
): void {
  const seen = new Set<string>();
  for (const { name } of taken) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw refused(file, `"${name}" is in it twice`);
    seen.add(key);
  }
  if (taken.length === 0) throw refused(file, "it has no profile");
}

/**
 * Reads profiles that are to be taken over, whoever wrote them.
 *
 * @param source The text, and the passphrase that may be needed.
 * @returns The profiles, none of them twice.
 * @throws {ConfigurationError | SettingsError} If it cannot be read, all of it.
 */
export async function readImport(
  source: ImportSource,
): Promise<readonly TakenProfile[]> {
  const { text, file } = source;
  if (text.length > LONGEST_IMPORT) throw refused(file, "it is too long");
  if (text.trim() === "") throw refused(file, "it is empty");
  try {
    const taken = await read(source);
    requireDifferent(taken, source);
    return taken;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    // Somebody else's file is not to be mended, and nothing was changed.
    throw new ConfigurationError(
      error.message.replace(/^Cannot read/, "Cannot import"),
      "Nothing was imported; mend the file, or ask for a whole one",
    );
  }
}
