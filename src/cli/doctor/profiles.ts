import type { Diagnosis } from "../../adapters/diagnosis/mod.ts";
import { findProfile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import { SettingsError } from "../../settings/settings_error.ts";
import { StorageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { loadProfiles, profilesPath } from "../profiles/profile_store.ts";
import { type Finding, finding } from "./finding.ts";
import { isWritableByOthers, modeText, shellWord } from "./modes.ts";
import { problemOf } from "./problem.ts";
import { judgeProfile } from "./profile.ts";

/** What the checks of profiles need of the world. */
export interface ProfileWorld {
  /** The world. */
  readonly io: Io;
  /** Looks at files. */
  readonly diagnosis: Pick<Diagnosis, "lookAt" | "findPrograms">;
}

/** The profiles, or why there are none to be had. */
export interface LoadedProfiles {
  /** The profiles file; absent when it cannot be read. */
  readonly document?: ProfilesDocument;
  /** What is wrong with it. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the profiles file, and says what is wrong when it cannot be read.
 *
 * @param io The world.
 * @returns The profiles, or findings.
 */
export async function readProfiles(io: Io): Promise<LoadedProfiles> {
  try {
    return {
      document: await loadProfiles(io, { looksOnly: true }),
      findings: [],
    };
  } catch (error) {
    const id = error instanceof StorageError
      ? "profiles_unreadable"
      : "profiles_damaged";
    const { message, fix } = problemOf(error);
    const isKnown = error instanceof SettingsError;
    return {
      findings: [finding(id, "error", {
        message,
        fix: fix ?? (isKnown ? undefined : "Check the file and its directory"),
      })],
    };
  }
}

function counted(count: number): string {
  return `${count} profile${count === 1 ? "" : "s"}`;
}

function fileFinding(document: ProfilesDocument, path: string): Finding {
  const count = document.profiles.length;
  if (count === 0) {
    return finding("profiles_none", "note", {
      message: `There are no profiles yet; they will be kept in ${path}`,
      fix: "Make one: entrada config create NAME",
      details: { path },
    });
  }
  const standard = document.default === undefined
    ? ""
    : `; the default is "${document.default}"`;
  return finding("profiles_file", "ok", {
    message: `${counted(count)} in ${path}${standard}`,
    details: { path, count },
  });
}

function defaultFindings(document: ProfilesDocument): readonly Finding[] {
  const { default: standard, profiles } = document;
  if (standard === undefined || findProfile(profiles, standard)) return [];
  return [finding("default_profile_missing", "error", {
    message: `The default profile "${standard}" does not exist`,
    fix:
      'Write the name of another one after "default" in the profiles file, or make it: entrada config create',
    details: { profile: standard },
  })];
}

async function modeFindings(
  path: string,
  { diagnosis }: ProfileWorld,
): Promise<readonly Finding[]> {
  const { kind, mode } = await diagnosis.lookAt(path);
  if (kind !== "file" || mode === undefined || !isWritableByOthers(mode)) {
    return [];
  }
  return [finding("profiles_writable_by_others", "warning", {
    message: `Others may write to the profiles file ${path} (mode ${
      modeText(mode)
    }), and so send secrets elsewhere or run commands as you`,
    fix: `chmod go-w ${shellWord(path)}`,
    details: { path, mode: modeText(mode) },
  })];
}

/**
 * Judges the profiles file and every profile in it. No secret is shown, and
 * none is read but the password of a certificate.
 *
 * @param document The profiles.
 * @param world The world.
 * @returns The findings.
 */
export async function judgeProfiles(
  document: ProfilesDocument,
  world: ProfileWorld,
): Promise<readonly Finding[]> {
  const path = profilesPath(world.io);
  const each = await Promise.all(
    document.profiles.map((profile) =>
      judgeProfile(profile, { document, world })
    ),
  );
  return [
    fileFinding(document, path),
    ...await modeFindings(path, world),
    ...defaultFindings(document),
    ...each.flat(),
  ];
}
