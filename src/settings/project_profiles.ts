import type { Profile, ProfileSettings } from "./profile.ts";
import { duplicateOf } from "./profiles_document.ts";
import { checkProject, type ProjectDocument } from "./project_schema.ts";
import { readSettings } from "./settings_text.ts";

export type { ProjectDocument } from "./project_schema.ts";

/** Where the values of a profile are from that a project file knows too. */
export interface ProjectOrigin {
  /** The path of the project file. */
  readonly file: string;
  /** What it says of the profile, beyond what both say. */
  readonly project: Profile;
  /** What the user's own file says of it; absent when it does not know it. */
  readonly own?: Profile;
  /** What both say, and not the same, and must not differ. */
  readonly conflict?: keyof ProfileSettings;
}

/** A profile as it is used: the user's own, and what a project adds to it. */
export interface UsedProfile extends Profile {
  /** What a project has to do with it; absent when nothing. */
  readonly origin?: ProjectOrigin;
}

/**
 * Reads the text of a project file.
 *
 * @param text The text, with or without a byte order mark.
 * @param file Its path, for messages.
 * @returns Its content.
 * @throws {SettingsError} If it is damaged, or says what a project must not
 * say; the message has line and column.
 */
export function parseProject(text: string, file: string): ProjectDocument {
  return readSettings(text, {
    file,
    what: "the project's profiles",
    check(value) {
      const checked = checkProject(value);
      if ("issue" in checked) return checked;
      const issue = duplicateOf(checked.value.profiles);
      return issue === undefined ? checked : { issue };
    },
  });
}

/**
 * What decides where the user's secrets and tokens are sent. A project that
 * could change it would get the user's own.
 */
const BOUND = [
  "tenant",
  "clientId",
  "cloud",
  "authority",
  "redirectUri",
  "username",
] as const satisfies readonly (keyof ProfileSettings)[];

function conflictOf(project: Profile, own: Profile) {
  return BOUND.find((member) =>
    project[member] !== undefined &&
    project[member].toLowerCase() !== own[member]?.toLowerCase()
  );
}

/** Of each pair, a profile says one thing. */
const EITHER: readonly (readonly (keyof ProfileSettings)[])[] = [
  ["scopes", "resource"],
  ["cloud", "authority"],
];

/** What gives way of the user's own, since the project says it otherwise. */
function givesWay(member: string, project: Profile): boolean {
  return EITHER.some((pair) =>
    (pair as readonly string[]).includes(member) &&
    pair.some((each) => project[each] !== undefined)
  );
}

/**
 * Lays what a project says of a profile over what the user's own file says.
 *
 * @param project What the project says.
 * @param options What the user says, if anything, and where the project is.
 * @returns The profile as it is used.
 */
export function overlay(
  project: Profile,
  { own, file }: { readonly own: Profile | undefined; readonly file: string },
): UsedProfile {
  if (own === undefined) return { ...project, origin: { file, project } };
  const settled = new Set<string>(
    BOUND.filter((member) => own[member] !== undefined),
  );
  const added = Object.entries(project)
    .filter(([member]) => !settled.has(member));
  const kept = Object.fromEntries(
    Object.entries(own).filter(([member]) => !givesWay(member, project)),
  );
  const conflict = conflictOf(project, own);
  // The same in another spelling is as the user has it.
  const shared = Object.fromEntries(added) as unknown as Profile;
  return {
    ...kept,
    ...shared,
    name: own.name,
    origin: {
      ...{ file, own, project: shared },
      ...(conflict === undefined ? {} : { conflict }),
    },
  };
}
