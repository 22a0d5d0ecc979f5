import { NotUtf8Error, UnsafeFileError } from "../../adapters/files.ts";
import { load } from "../../adapters/load.ts";
import { sanitizeText } from "../../engine/text.ts";
import { projectFiles } from "../../settings/location.ts";
import { findProfile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import type {
  ProjectDocument,
  UsedProfile,
} from "../../settings/project_profiles.ts";
import { notUtf8 } from "../../settings/settings_text.ts";
import type { Io } from "../io.ts";
import {
  loadOneProfile,
  loadProfiles,
  type ReadingOptions,
  storageError,
} from "./profile_store.ts";

/** The profiles as they are used here: the user's own, and a project's. */
export interface UsedProfiles extends ProfilesDocument {
  /** The profiles; the project's own ones come last. */
  readonly profiles: readonly UsedProfile[];
  /** The project file that has a say. */
  readonly projectFile?: string;
  /** Whether that file says which profile is meant when none is named. */
  readonly isProjectDefault?: boolean;
  /** What a person should know, such as a project file that is left out. */
  readonly warnings: readonly string[];
}

/** What a project shares is short; more would only take its time. */
const LARGEST_PROJECT = 1024 ** 2;

/** A project file, or why it is left out. */
interface FoundProject {
  readonly file: string;
  readonly text?: string;
  readonly warning?: string;
}

async function findProject(io: Io): Promise<FoundProject | undefined> {
  const { os, cwd } = io.host;
  const { signal } = io;
  const home = io.env("HOME") || io.env("USERPROFILE");
  for (const file of projectFiles({ os, env: io.env, cwd: cwd?.() })) {
    try {
      const text = await io.files.read(file, {
        fatal: true,
        signal,
        trusted: { home, group: true },
        plainUpTo: LARGEST_PROJECT,
      });
      if (text !== undefined) return { file, text };
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof UnsafeFileError) {
        // Anybody can put one into a folder such as /tmp.
        const shown = sanitizeText(file);
        return { file, warning: `${shown} is left out: ${cause.message}` };
      }
      throw cause instanceof NotUtf8Error
        ? notUtf8(cause.bytes, { file, what: "the project's profiles" })
        : storageError(`read ${file}`, { cause, io });
    }
  }
  return undefined;
}

async function merged(
  own: ProfilesDocument,
  { project, file }: {
    readonly project: ProjectDocument;
    readonly file: string;
  },
): Promise<UsedProfiles> {
  const { overlay } = await load<
    typeof import("../../settings/project_profiles.ts")
  >("../../settings/project_profiles.ts", import.meta.url);
  const mine = own.profiles.map((profile) => {
    const shared = findProfile(project.profiles, profile.name);
    return shared === undefined
      ? profile
      : overlay(shared, { own: profile, file });
  });
  const added = project.profiles
    .filter(({ name }) => findProfile(own.profiles, name) === undefined)
    .map((shared) => overlay(shared, { own: undefined, file }));
  const standard = project.default ?? own.default;
  return {
    ...own,
    ...(standard === undefined ? {} : { default: standard }),
    profiles: [...mine, ...added],
    projectFile: file,
    isProjectDefault: project.default !== undefined,
    warnings: [],
  };
}

async function withProject(
  io: Io,
  readOwn: (name: string | undefined) => Promise<ProfilesDocument>,
): Promise<UsedProfiles> {
  const found = await findProject(io);
  const { file, text, warning } = found ?? {};
  if (text === undefined || file === undefined) {
    const warnings = warning === undefined ? [] : [warning];
    return { ...await readOwn(undefined), warnings };
  }
  const { parseProject } = await load<
    typeof import("../../settings/project_profiles.ts")
  >("../../settings/project_profiles.ts", import.meta.url);
  const project = parseProject(text, file);
  return await merged(await readOwn(project.default), { project, file });
}

/**
 * Reads the profiles as they are used here: the user's own, and what the
 * project of the working directory says.
 *
 * @param io The world.
 * @param options Whether whoever reads does not obey what others may have
 * written.
 * @returns The profiles.
 * @throws {SettingsError | StorageError | ConfigurationError} As
 * {@linkcode loadProfiles}, of both files.
 */
export async function loadUsedProfiles(
  io: Io,
  options: ReadingOptions = {},
): Promise<UsedProfiles> {
  return await withProject(io, () => loadProfiles(io, options));
}

/**
 * Reads the profiles as they are used here, for the sake of one.
 *
 * @param io The world.
 * @param name Its name; the default one if left out.
 * @returns The profiles, with that one at least if there is one.
 * @throws {SettingsError | StorageError | ConfigurationError} As
 * {@linkcode loadUsedProfiles}.
 */
export async function loadUsedProfile(
  io: Io,
  name: string | undefined,
): Promise<UsedProfiles> {
  return await withProject(
    io,
    (standard) => loadOneProfile(io, name ?? standard),
  );
}
