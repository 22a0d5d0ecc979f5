/** What tells where settings are kept. */
export interface SettingsPlace {
  /** The operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** A variable that names a directory, and what follows inside. */
type Candidate = readonly [variable: string, ...inside: readonly string[]];

function joined(
  { os, env }: SettingsPlace,
  [variable, ...inside]: Candidate,
): string | undefined {
  const base = env(variable);
  if (base === undefined || base === "") return undefined;
  // The specification tells readers to ignore a relative XDG path.
  if (variable.startsWith("XDG_") && !base.startsWith("/")) return undefined;
  const parts = inside.length === 0
    ? [base]
    : [base.replace(/[/\\]+$/, ""), ...inside];
  return parts.join(os === "windows" ? "\\" : "/");
}

function first(
  place: SettingsPlace,
  candidates: readonly Candidate[],
): string | undefined {
  for (const candidate of candidates) {
    const found = joined(place, candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MAC = ["HOME", "Library", "Application Support", "entrada"] as const;

/**
 * Tells which directory the settings are in.
 *
 * @param place The operating system and the environment.
 * @returns `$ENTRADA_HOME`, else the platform's place for a user's settings;
 * `undefined` when not even a home directory is known.
 * @see {@link https://specifications.freedesktop.org/basedir-spec/latest/ | XDG Base Directory Specification}
 */
export function settingsDirectory(place: SettingsPlace): string | undefined {
  const own = ["ENTRADA_HOME"] as const;
  if (place.os === "windows") {
    return first(place, [own, ["APPDATA", "entrada"]]);
  }
  return first(place, [
    own,
    ["XDG_CONFIG_HOME", "entrada"],
    place.os === "darwin" ? MAC : ["HOME", ".config", "entrada"],
  ]);
}

/**
 * Tells which directory kept tokens are in: what can be lost without harm is
 * not among the settings, which people copy from machine to machine.
 *
 * @param place The operating system and the environment.
 * @returns `$ENTRADA_HOME/state`, else the platform's place for a user's state;
 * `undefined` when not even a home directory is known.
 */
export function stateDirectory(place: SettingsPlace): string | undefined {
  const own = ["ENTRADA_HOME", "state"] as const;
  if (place.os === "windows") {
    return first(place, [own, ["LOCALAPPDATA", "entrada"]]);
  }
  return first(place, [
    own,
    ["XDG_STATE_HOME", "entrada"],
    place.os === "darwin"
      ? [...MAC, "state"]
      : ["HOME", ".local", "state", "entrada"],
  ]);
}

/**
 * Tells which file the profiles are in.
 *
 * @param place The operating system and the environment.
 * @returns The path of `profiles.json`, or `undefined` without a home.
 */
export function profilesFile(place: SettingsPlace): string | undefined {
  const directory = settingsDirectory(place);
  if (directory === undefined) return undefined;
  const separator = place.os === "windows" ? "\\" : "/";
  return directory.replace(/[/\\]+$/, "") + separator + "profiles.json";
}

/** The name of the file by which a project shares its profiles. */
export const PROJECT_FILE = ".entrada.json";

/** Where a project is looked for. */
export interface ProjectPlace extends SettingsPlace {
  /** The working directory; absent when nobody knows it. */
  readonly cwd?: string | undefined;
}

/**
 * Tells where a project file may be: in the working directory or above it. The
 * home directory is the last one below it, else the root.
 *
 * @param place The working directory and the environment.
 * @returns The paths, nearest first; none where no project is wanted.
 */
export function projectFiles(
  { os, env, cwd }: ProjectPlace,
): readonly string[] {
  if (cwd === undefined || env("ENTRADA_NO_PROJECT")) return [];
  const separator = os === "windows" ? "\\" : "/";
  const home = env(os === "windows" ? "USERPROFILE" : "HOME")
    ?.replace(/[/\\]+$/, "");
  const files: string[] = [];
  for (let folder = cwd.replace(/[/\\]+$/, "");;) {
    files.push(folder + separator + PROJECT_FILE);
    const cut = folder.lastIndexOf(separator);
    if (folder === home || cut < 0) return files;
    folder = folder.slice(0, cut);
  }
}
