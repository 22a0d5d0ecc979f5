import { migrate } from "./migrations.ts";
import type { Profile } from "./profile.ts";
import {
  checkDocument,
  checkProfile,
  type ProfilesDocument,
  type SchemaIssue,
} from "./profile_schema.ts";
import { type Checked, readSettings } from "./settings_text.ts";

export type { ProfilesDocument } from "./profile_schema.ts";

/** The name of the format's description, written beside the file. */
export const SCHEMA_FILE = "profiles.schema.json";

/** A file that has no profile yet. */
export const EMPTY_DOCUMENT: ProfilesDocument = {
  $schema: `./${SCHEMA_FILE}`,
  version: 1,
  profiles: [],
};

/**
 * Finds a name that two profiles have.
 *
 * @param profiles The profiles.
 * @returns The second one, as something that is wrong; `undefined` if none is.
 */
export function duplicateOf(
  profiles: readonly Profile[],
): SchemaIssue | undefined {
  const seen = new Set<string>();
  for (const [index, { name }] of profiles.entries()) {
    if (seen.has(name.toLowerCase())) {
      return {
        path: ["profiles", index, "name"],
        message: `repeats the name "${name}"`,
      };
    }
    seen.add(name.toLowerCase());
  }
  return undefined;
}

/** Brings the content up to date, and checks it. */
function checkProfiles(value: unknown): Checked<ProfilesDocument> {
  const migrated = migrate(value);
  if (migrated.kind === "newer") {
    return {
      at: ["version"],
      detail: `version ${migrated.version} was written by a newer Entrada`,
    };
  }
  const checked = checkDocument(migrated.value);
  if ("issue" in checked) return checked;
  const issue = duplicateOf(checked.document.profiles);
  return issue === undefined ? { value: checked.document } : { issue };
}

/**
 * Reads the profiles file's text.
 *
 * @param text The text, with or without a byte order mark.
 * @param file Its path, for messages.
 * @returns Its content.
 * @throws {SettingsError} If it is damaged; the message has line and column.
 */
export function parseProfiles(text: string, file: string): ProfilesDocument {
  return readSettings(text, { file, check: checkProfiles });
}

/**
 * Reads one profile that a person wrote.
 *
 * @param text The text, with or without a byte order mark.
 * @param file Its path, for messages.
 * @returns The profile.
 * @throws {SettingsError} If it is none; the message has line and column.
 */
export function parseProfile(text: string, file: string): Profile {
  return readSettings(text, { file, what: "the profile", check: checkProfile });
}

/** Where a check of every member costs less than a person notices. */
const SHORT_TEXT = 64 * 1024;

/** The content with the one profile of that name alone, if that is plain to see. */
function excerpt(value: unknown, name: string | undefined): unknown {
  const migrated = migrate(value);
  if (migrated.kind !== "current") return undefined;
  const { version, default: standard, profiles } = migrated.value as {
    readonly version?: unknown;
    readonly default?: unknown;
    readonly profiles?: unknown;
  };
  const wanted = name ?? standard;
  if (typeof wanted !== "string" || !Array.isArray(profiles)) return undefined;
  const lower = wanted.toLowerCase();
  const found = profiles.filter((profile) =>
    typeof profile?.name === "string" && profile.name.toLowerCase() === lower
  );
  if (found.length !== 1) return undefined;
  return {
    version,
    ...(standard === undefined ? {} : { default: standard }),
    profiles: found,
  };
}

/**
 * Reads one profile of the file's text. Of a long file the others are not
 * looked at, unless something about this one is wrong.
 *
 * @param text The text, with or without a byte order mark.
 * @param options Which profile, the default one if left out, and the file's path.
 * @returns The file's content, with that profile at least.
 * @throws {SettingsError} As {@linkcode parseProfiles}.
 */
export function parseOneProfile(
  text: string,
  { name, file }: { readonly name: string | undefined; readonly file: string },
): ProfilesDocument {
  if (text.length <= SHORT_TEXT) return parseProfiles(text, file);
  try {
    const checked = checkDocument(
      excerpt(JSON.parse(text.replace(/^\uFEFF/, "")), name),
    );
    if ("document" in checked) return checked.document;
  } catch {
    // The whole check says what it is, and where.
  }
  return parseProfiles(text, file);
}

/**
 * Writes the profiles file's text.
 *
 * @param document The content.
 * @returns Indented JSON with a final newline.
 */
export function formatProfiles(document: ProfilesDocument): string {
  return JSON.stringify(document, undefined, 2) + "\n";
}

/**
 * Adds a profile.
 *
 * @param document The content before.
 * @param profile The profile, whose name must be new.
 * @returns The content after.
 */
export function addProfile(
  document: ProfilesDocument,
  profile: Profile,
): ProfilesDocument {
  return { ...document, profiles: [...document.profiles, profile] };
}

/**
 * Takes a profile away; the default goes with it.
 *
 * @param document The content before.
 * @param name The profile's name, in any case.
 * @returns The content after.
 */
export function removeProfile(
  document: ProfilesDocument,
  name: string,
): ProfilesDocument {
  const isIt = (other: string | undefined) =>
    other?.toLowerCase() === name.toLowerCase();
  const { default: standard, ...rest } = document;
  return {
    ...rest,
    ...(standard === undefined || isIt(standard) ? {} : { default: standard }),
    profiles: document.profiles.filter((profile) => !isIt(profile.name)),
  };
}

/** Other profiles that take tokens of this one follow its name. */
function renamed(
  { default: standard, ...document }: ProfilesDocument,
  { from, to }: { readonly from: string; readonly to: string },
): ProfilesDocument {
  const isIt = (name: string | undefined) =>
    name?.toLowerCase() === from.toLowerCase();
  const follow = (text: string | undefined) =>
    text?.startsWith("profile:") && isIt(text.slice("profile:".length))
      ? `profile:${to}`
      : text;
  const members = ["clientAssertion", "userAssertion"] as const;
  return {
    ...document,
    ...(standard === undefined
      ? {}
      : { default: isIt(standard) ? to : standard }),
    profiles: document.profiles.map((profile) => ({
      ...profile,
      ...Object.fromEntries(
        members.filter((member) => profile[member] !== undefined)
          .map((member) => [member, follow(profile[member])]),
      ),
    })),
  };
}

/**
 * Puts a profile in the place of another one; what refers to it follows its
 * name.
 *
 * @param document The content before.
 * @param options The profile as it was in it, and as it is to be.
 * @returns The content after.
 */
export function replaceProfile(
  document: ProfilesDocument,
  { source, profile }: { readonly source: Profile; readonly profile: Profile },
): ProfilesDocument {
  const profiles = document.profiles
    .map((each) => each === source ? profile : each);
  const after = { ...document, profiles };
  return source.name === profile.name
    ? after
    : renamed(after, { from: source.name, to: profile.name });
}
