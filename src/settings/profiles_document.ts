import { locateJson, locateUtf8Fault, type Position } from "./json_source.ts";
import { migrate } from "./migrations.ts";
import type { Profile } from "./profile.ts";
import {
  checkDocument,
  type ProfilesDocument,
  type SchemaIssue,
} from "./profile_schema.ts";
import { SettingsError } from "./settings_error.ts";

export type { ProfilesDocument } from "./profile_schema.ts";

/** The name of the format's description, written beside the file. */
export const SCHEMA_FILE = "profiles.schema.json";

/** A file that has no profile yet. */
export const EMPTY_DOCUMENT: ProfilesDocument = {
  $schema: `./${SCHEMA_FILE}`,
  version: 1,
  profiles: [],
};

const KEPT = "The file is left as it is; mend it in an editor";

function placeName(path: SchemaIssue["path"]): string {
  const name = path.map((key) =>
    typeof key === "number" ? `[${key}]` : `.${key}`
  ).join("").replace(/^\./, "");
  return name === "" ? "the file" : `"${name}"`;
}

function duplicateOf(profiles: readonly Profile[]): SchemaIssue | undefined {
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

function damaged({ file, at, detail }: {
  readonly file: string;
  readonly at: Position;
  readonly detail: string;
}): SettingsError {
  return new SettingsError(
    `Cannot read the profiles: ${file}:${at.line}:${at.column}: ${detail}`,
    { hint: KEPT },
  );
}

/**
 * Says where a profiles file is not UTF-8.
 *
 * @param bytes What is in it.
 * @param file Its path, for messages.
 * @returns The error, with line and column.
 */
export function notUtf8(bytes: Uint8Array, file: string): SettingsError {
  return damaged({
    file,
    at: locateUtf8Fault(bytes),
    detail: "this is not UTF-8",
  });
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
  const json = text.replace(/^\uFEFF/, "");
  const source = locateJson(json);
  const fail = (at: Position, detail: string) => damaged({ file, at, detail });
  if (source.fault !== undefined) {
    throw fail(source.fault, "this is not JSON");
  }
  // Of two members with one name, every reader would drop the first.
  if (source.repeated !== undefined) {
    const { path, position } = source.repeated;
    throw fail(position, `${placeName(path)} is given twice`);
  }
  const migrated = migrate(JSON.parse(json));
  if (migrated.kind === "newer") {
    throw fail(
      source.at(["version"]),
      `version ${migrated.version} was written by a newer Entrada`,
    );
  }
  const checked = checkDocument(migrated.value);
  const issue = "issue" in checked
    ? checked.issue
    : duplicateOf(checked.document.profiles);
  if (issue !== undefined) {
    throw fail(
      source.at(issue.path),
      `${placeName(issue.path)} ${issue.message}`,
    );
  }
  return (checked as { document: ProfilesDocument }).document;
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
