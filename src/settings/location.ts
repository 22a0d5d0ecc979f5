/** What tells where settings are kept. */
export interface SettingsPlace {
  /** The operating system, as `Deno.build.os` names it. */
  readonly os: string;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
}

function set(
  env: SettingsPlace["env"],
  name: string,
): string | undefined {
  const value = env(name);
  return value === undefined || value === "" ? undefined : value;
}

/**
 * Tells which directory the settings are in.
 *
 * @param place The operating system and the environment.
 * @returns `$ENTRADA_HOME`, else the platform's place for a user's settings;
 * `undefined` when not even a home directory is known.
 * @see {@link https://specifications.freedesktop.org/basedir-spec/latest/ | XDG Base Directory Specification}
 */
export function settingsDirectory(
  { os, env }: SettingsPlace,
): string | undefined {
  const own = set(env, "ENTRADA_HOME");
  if (own !== undefined) return own;
  const separator = os === "windows" ? "\\" : "/";
  const join = (base: string | undefined, ...parts: string[]) =>
    base === undefined
      ? undefined
      : [base.replace(/[/\\]+$/, ""), ...parts].join(separator);
  if (os === "windows") return join(set(env, "APPDATA"), "entrada");
  // The specification tells readers to ignore a relative XDG path.
  const xdg = set(env, "XDG_CONFIG_HOME");
  if (xdg?.startsWith("/")) return join(xdg, "entrada");
  const home = set(env, "HOME");
  return os === "darwin"
    ? join(home, "Library", "Application Support", "entrada")
    : join(home, ".config", "entrada");
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
