import type { PathFacts } from "../../adapters/diagnosis/mod.ts";
import { findProfile } from "../../settings/profile.ts";
import { type Finding, finding } from "./finding.ts";
import { isOpen, modeText, shellWord } from "./modes.ts";
import type { ProfileContext } from "./profile.ts";

/** A profile's name, the other profiles and the world. */
export interface ReferenceContext extends ProfileContext {
  /** Whose references they are. */
  readonly name: string;
}

/** One thing that a profile refers to. */
interface Referred {
  /** What it is, such as `client secret`. */
  readonly what: string;
  /** Whether nobody else should read it. */
  readonly isSecret: boolean;
}

function missing(
  { name }: ReferenceContext,
  { level, what, is, fix }: {
    readonly level: "note" | "warning" | "error";
    readonly what: string;
    readonly is: string;
    readonly fix: string;
  },
): Finding {
  return finding("secret_missing", level, {
    message: `Profile "${name}": its ${what} cannot be had: ${is}`,
    fix,
    details: { profile: name, what },
  });
}

function fileFinding(
  { kind, path, size, mode }: PathFacts,
  { what, isSecret, context }: Referred & {
    readonly context: ReferenceContext;
  },
): readonly Finding[] {
  const wrong = kind === "missing"
    ? `the file ${path} does not exist`
    : kind === "unknown"
    ? `the file ${path} may not be looked at`
    : kind === "directory"
    ? `${path} is a directory`
    : kind === "file" && size === 0
    ? `the file ${path} is empty`
    : undefined;
  if (wrong !== undefined) {
    const fix = "Write it to that file, readable by you alone, or name another";
    return [missing(context, { level: "error", what, is: wrong, fix })];
  }
  if (!isSecret || mode === undefined || !isOpen(mode)) return [];
  const { name } = context;
  return [finding("secret_readable_by_others", "warning", {
    message: `Profile "${name}": others may read its ${what} in ${path} (mode ${
      modeText(mode)
    })`,
    fix: `chmod 600 ${shellWord(path)}`,
    details: { profile: name, path, mode: modeText(mode) },
  })];
}

/**
 * Judges a file that a profile refers to; it is not opened.
 *
 * @param path Its path.
 * @param options What it is to hold, and for whom.
 * @returns The findings; none when all is well.
 */
export async function judgeFile(
  path: string,
  options: Referred & { readonly context: ReferenceContext },
): Promise<readonly Finding[]> {
  const { diagnosis } = options.context.world;
  return fileFinding(await diagnosis.lookAt(path), options);
}

/**
 * Judges a variable that a profile refers to.
 *
 * @param variable Its name.
 * @param options What it is to hold, and for whom.
 * @returns The findings; none when all is well.
 */
export function judgeVariable(
  variable: string,
  { what, context }: {
    readonly what: string;
    readonly context: ReferenceContext;
  },
): readonly Finding[] {
  if ((context.world.io.env(variable) ?? "") !== "") return [];
  return [missing(context, {
    level: "warning",
    what,
    is: `the variable ${variable} is not set`,
    fix: `Set ${variable} before a call with this profile`,
  })];
}

/**
 * Judges another profile that a profile refers to.
 *
 * @param profile Its name.
 * @param options What it is to bring, and for whom.
 * @returns The findings; none when all is well.
 */
export function judgeOther(
  profile: string,
  { what, context }: {
    readonly what: string;
    readonly context: ReferenceContext;
  },
): readonly Finding[] {
  const { document, name } = context;
  if (findProfile(document.profiles, profile) !== undefined) return [];
  return [finding("profile_reference_missing", "error", {
    message:
      `Profile "${name}": its ${what} is of the profile "${profile}", which does not exist`,
    fix: "Make that profile, or name another one: entrada config list",
    details: { profile: name, refers_to: profile },
  })];
}

/**
 * Judges a program that a profile refers to; it is not run.
 *
 * @param program Its name or path.
 * @param options What it is to write, and for whom.
 * @returns The findings; none when all is well.
 */
export async function judgeCommand(
  program: string,
  { what, context }: {
    readonly what: string;
    readonly context: ReferenceContext;
  },
): Promise<readonly Finding[]> {
  const { findPrograms } = context.world.diagnosis;
  if ((await findPrograms([program])).length > 0) return [];
  return [missing(context, {
    level: "error",
    what,
    is: `there is no program ${program}`,
    fix: "Install it, or name it by its full path",
  })];
}
