import type { ScriptPermission } from "../../tui/state/script.ts";
import type { DeclaredPermission, PermissionName } from "./script_header.ts";

/** What each lets a script do: the end of a sentence. */
const MEANINGS: Readonly<Record<PermissionName, string>> = {
  net: "connect to it and send it anything, also the token",
  read: "read it, and all that is in it",
  write: "change and remove it, and all that is in it",
  env: "read this variable",
  sys: "ask the system for it",
  run: "start it; a program may do anything that you may",
  ffi: "load it; its code may do anything that you may",
};

/** Names that say what they hold. */
const SECRET_NAME = /secret|password|passphrase|token|credential|_key$/i;

/** Where paths that begin with `~` are. */
export interface ScriptHome {
  /** The home directory; absent where none is known. */
  readonly home: string | undefined;
}

function wholePath(path: string, { home }: ScriptHome): string {
  return path.startsWith("~") && home !== undefined
    ? home.replace(/[/\\]+$/, "") + path.slice(1)
    : path;
}

const PATHS: readonly PermissionName[] = ["read", "write", "ffi"];

/**
 * Makes the paths of permissions whole.
 *
 * @param permissions As the script has them.
 * @param place The home directory.
 * @returns As Deno takes them.
 */
export function resolvePermissions(
  permissions: readonly DeclaredPermission[],
  place: ScriptHome,
): readonly DeclaredPermission[] {
  return permissions.map(({ name, value }) => ({
    name,
    value: PATHS.includes(name) ? wholePath(value, place) : value,
  }));
}

function withSlash(path: string): string {
  return path.replace(/[/\\]+$/, "") + "/";
}

/** The home directory, or what it is in, has everything. */
function holdsHome(path: string, { home }: ScriptHome): boolean {
  if (/(^|[/\\])\.\.([/\\]|$)/.test(path)) return true;
  return withSlash(path) === "/" ||
    home !== undefined && withSlash(home).startsWith(withSlash(path));
}

function isDangerous(
  { name, value }: DeclaredPermission,
  place: ScriptHome,
): boolean {
  if (name === "run" || name === "ffi") return true;
  if (name === "read" || name === "write") return holdsHome(value, place);
  return name === "env" && SECRET_NAME.test(value);
}

/**
 * Puts permissions into words, the dangerous ones first.
 *
 * @param permissions What a script asks for, its paths whole.
 * @param place The home directory.
 * @returns What is shown before it runs.
 */
export function explainPermissions(
  permissions: readonly DeclaredPermission[],
  place: ScriptHome,
): readonly ScriptPermission[] {
  return permissions.map((one) => ({
    ...one,
    meaning: MEANINGS[one.name],
    isDangerous: isDangerous(one, place),
  })).sort((a, b) => Number(b.isDangerous) - Number(a.isDangerous));
}

/**
 * Writes permissions as options of `deno run`. All that is not named is denied.
 *
 * @param permissions What a script asks for, its paths whole.
 * @returns One option a permission; none is `--allow-all`.
 */
export function permissionFlags(
  permissions: readonly DeclaredPermission[],
): readonly string[] {
  const byName = Map.groupBy(permissions, ({ name }) => name);
  return [...byName].map(([name, values]) =>
    `--allow-${name}=${values.map(({ value }) => value).join(",")}`
  );
}
